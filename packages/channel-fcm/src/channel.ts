import { type AnyChannel, type DeviceFacts, defineChannel } from '@rouse/core/channel'
import type { FcmApp, FcmConfig } from './config.ts'
import { authorize, type FcmTrust, sign } from './credentials.ts'
import { checkApp } from './internals/service-account.ts'
import { fcmCapabilities, fcmLimits } from './limits.ts'
import { validateFcmApp, validateFcmOptions, validateFcmSettings } from './payload.schema.generated.ts'
import { fcmAppSchema, fcmOptionsSchema, fcmSettingsSchema } from './payload.schema.ts'
import { type FcmPayload, render } from './render.ts'
import { send } from './send.ts'

/** Firebase Cloud Messaging, HTTP v1, over HTTP/2. Source: docs/vendors/fcm.md. */
export function fcm(config: FcmConfig): AnyChannel {
  const { apps, ...options } = config
  return defineChannel<FcmPayload, FcmApp, FcmTrust>({
    name: 'fcm',
    capabilities: fcmCapabilities(options),
    limits: fcmLimits(),
    protocol: 'http2',
    apps,
    appSchema: fcmAppSchema,
    checkApp,
    options,
    optionsSchema: fcmOptionsSchema,
    settingsSchema: fcmSettingsSchema,
    validators: { app: validateFcmApp, options: validateFcmOptions, settings: validateFcmSettings },
    misfit,
    // Google passes a push to an iPhone on to APNs, which is nearer.
    yieldsTo: ['apns'],
    render: (notification, app) => render(notification, app, options),
    send,
    authorize,
    sign,
  })
}

const applePlatforms = ['ios', 'macos', 'watchos', 'tvos']

/**
 * Android 4.1 and later with Play services, outside mainland China, and Apple's platforms, where Google passes the push on to APNs; what is
 * absent rules nothing out. Source: docs/semantics.md, "Channel for a device".
 */
function misfit({ platform, osVersion, playServices, region }: DeviceFacts): string | null {
  if (applePlatforms.includes(platform)) return null
  if (platform !== 'android' && platform !== 'other') return `platform is "${platform}", and FCM is for Android here`
  if (playServices === false) return 'the device has no Play services'
  if (region?.toUpperCase() === 'CN') return 'the device is in mainland China, where FCM does not reach it'
  if (platform === 'android' && osVersion !== undefined && isTooOld(osVersion)) return `osVersion is "${osVersion}", and FCM needs Android 4.1`
  return null
}

function isTooOld(osVersion: string): boolean {
  const [major = Number.NaN, minor = 0] = osVersion.split('.').map(part => Number.parseInt(part, 10))
  return major < 4 || (major === 4 && minor < 1)
}
