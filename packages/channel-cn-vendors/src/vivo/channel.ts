import { type AnyChannel, createGraphemes, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import type { VivoApp, VivoConfig } from './config.ts'
import { authorize, sign, type VivoTrust } from './credentials.ts'
import { vivoCapabilities, vivoLimits } from './limits.ts'
import { validateVivoApp, validateVivoOptions, validateVivoSettings } from './payload.schema.generated.ts'
import { vivoAppSchema, vivoOptionsSchema, vivoSettingsSchema } from './payload.schema.ts'
import { receipts } from './receipts.ts'
import { render, type VivoPayload } from './render.ts'
import { prepare, send } from './send.ts'

const makers = ['vivo', 'iqoo']

/** vivo push for vivo and iQOO: JSON over HTTPS, one device a call or a saved message to lists of 2…1000. Source: docs/vendors/vivo.md. */
export function vivo(config: VivoConfig): AnyChannel {
  const { apps, ...options } = config
  const graphemes = createGraphemes()
  return defineChannel<VivoPayload, VivoApp, VivoTrust>({
    name: 'vivo',
    capabilities: vivoCapabilities(options),
    limits: vivoLimits(options),
    protocol: 'http1',
    apps,
    appSchema: vivoAppSchema,
    options,
    optionsSchema: vivoOptionsSchema,
    settingsSchema: vivoSettingsSchema,
    validators: { app: validateVivoApp, options: validateVivoOptions, settings: validateVivoSettings },
    misfit: device => makerMisfit(device, makers),
    render: (notification, app) => render(notification, app, options, graphemes),
    prepare: payload => prepare(payload, options),
    send: (batch, handle) => send(batch, handle, options),
    authorize,
    sign,
    receipts,
  })
}
