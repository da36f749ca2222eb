import { type AnyChannel, type DeviceFacts, defineChannel } from '@rouse/core/channel'
import type { ApnsApp, ApnsConfig } from './config.ts'
import { type ApnsTrust, checkApp, createAuthorize, sign } from './credentials.ts'
import { apnsCapabilities, apnsLimits } from './limits.ts'
import { validateApnsApp, validateApnsOptions, validateApnsSettings } from './payload.schema.generated.ts'
import { apnsAppSchema, apnsOptionsSchema, apnsSettingsSchema } from './payload.schema.ts'
import { type ApnsPayload, render, renderBadge } from './render.ts'
import { send } from './send.ts'

/**
 * Apple Push Notification service, over HTTP/2. An app entry without `environment` serves both: its development registrations go
 * to Apple's development host, and a token that the production host does not know is tried there once. Source: docs/vendors/apns.md.
 */
export function apns(config: ApnsConfig): AnyChannel {
  const { apps, ...options } = config
  return defineChannel<ApnsPayload, ApnsApp, ApnsTrust>({
    name: 'apns',
    capabilities: apnsCapabilities(),
    limits: apnsLimits(),
    protocol: 'http2',
    apps: withBothEnvironments(apps),
    appSchema: apnsAppSchema,
    checkApp,
    options,
    optionsSchema: apnsOptionsSchema,
    settingsSchema: apnsSettingsSchema,
    validators: { app: validateApnsApp, options: validateApnsOptions, settings: validateApnsSettings },
    misfit,
    render: (notification, app) => render(notification, app, options),
    renderBadge: app => renderBadge(app, options),
    send,
    authorize: createAuthorize(),
    sign,
  })
}

const platforms = ['ios', 'macos', 'watchos', 'tvos', 'other']

/** Source: docs/semantics.md, "Channel for a device". `other` is a platform that the host does not know: the registration is the evidence. */
function misfit({ platform }: DeviceFacts): string | null {
  return platforms.includes(platform) ? null : `platform is "${platform}", and APNs reaches Apple's only`
}

/** The two environments have hosts of their own, so an entry for both becomes two; copies come last, so that an entry keeps its place. */
function withBothEnvironments(apps: readonly ApnsApp[]): readonly ApnsApp[] {
  if (!Array.isArray(apps)) return apps
  const stated = (app: string) => apps.some(other => other?.app === app && other.environment === 'development')
  const open = apps.filter(entry => typeof entry === 'object' && entry !== null && entry.environment === undefined && !stated(entry.app))
  return open.length === 0 ? apps : [...apps, ...open.map(entry => ({ ...entry, environment: 'development' as const }))]
}
