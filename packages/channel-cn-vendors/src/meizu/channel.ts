import { type AnyChannel, createGraphemes, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import type { MeizuApp, MeizuConfig } from './config.ts'
import { authorize, type MeizuTrust, sign } from './credentials.ts'
import { meizuCapabilities, meizuLimits } from './limits.ts'
import { validateMeizuApp, validateMeizuOptions, validateMeizuSettings } from './payload.schema.generated.ts'
import { meizuAppSchema, meizuOptionsSchema, meizuSettingsSchema } from './payload.schema.ts'
import { receipts } from './receipts.ts'
import { type MeizuPayload, render } from './render.ts'
import { prepare, send } from './send.ts'

const makers = ['meizu']

/** Meizu's Flyme push: signed forms over HTTPS, up to 100 ids a request, tasks for many. Source: docs/vendors/meizu.md. */
export function meizu(config: MeizuConfig): AnyChannel {
  const { apps, ...options } = config
  const graphemes = createGraphemes()
  return defineChannel<MeizuPayload, MeizuApp, MeizuTrust>({
    name: 'meizu',
    capabilities: meizuCapabilities(),
    limits: meizuLimits(options),
    protocol: 'http1',
    apps,
    appSchema: meizuAppSchema,
    options,
    optionsSchema: meizuOptionsSchema,
    settingsSchema: meizuSettingsSchema,
    validators: { app: validateMeizuApp, options: validateMeizuOptions, settings: validateMeizuSettings },
    misfit: device => makerMisfit(device, makers),
    render: (notification, app) => render(notification, app, options, graphemes),
    prepare: payload => prepare(payload, options),
    send: (batch, handle) => send(batch, handle, options),
    authorize,
    sign,
    receipts,
  })
}
