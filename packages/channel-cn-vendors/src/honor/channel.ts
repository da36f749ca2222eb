import { type AnyChannel, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import type { HonorApp, HonorConfig } from './config.ts'
import { authorize, type HonorTrust, sign } from './credentials.ts'
import { honorCapabilities, honorLimits } from './limits.ts'
import { validateHonorApp, validateHonorOptions, validateHonorSettings } from './payload.schema.generated.ts'
import { honorAppSchema, honorOptionsSchema, honorSettingsSchema } from './payload.schema.ts'
import { receipts } from './receipts.ts'
import { type HonorPayload, render } from './render.ts'
import { send } from './send.ts'

const makers = ['honor']

/** Honor Push, for Honor's phones. Source: docs/vendors/honor.md. */
export function honor(config: HonorConfig): AnyChannel {
  const { apps, ...options } = config
  return defineChannel<HonorPayload, HonorApp, HonorTrust>({
    name: 'honor',
    capabilities: honorCapabilities(options),
    limits: honorLimits(options),
    protocol: 'http1',
    apps,
    appSchema: honorAppSchema,
    options,
    optionsSchema: honorOptionsSchema,
    settingsSchema: honorSettingsSchema,
    validators: { app: validateHonorApp, options: validateHonorOptions, settings: validateHonorSettings },
    misfit: device => makerMisfit(device, makers),
    render: (notification, app) => render(notification, app, options),
    send: batch => send(batch, options),
    authorize,
    sign,
    receipts: (inbound, app) => receipts(inbound, app, options),
  })
}
