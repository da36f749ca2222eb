import { type AnyChannel, createGraphemes, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import type { XiaomiApp, XiaomiConfig } from './config.ts'
import { authorize, sign, type XiaomiTrust } from './credentials.ts'
import { regionName, withRegions } from './internals/hosts.ts'
import { xiaomiCapabilities, xiaomiLimits } from './limits.ts'
import { validateXiaomiApp, validateXiaomiOptions, validateXiaomiSettings } from './payload.schema.generated.ts'
import { xiaomiAppSchema, xiaomiOptionsSchema, xiaomiSettingsSchema } from './payload.schema.ts'
import { receipts } from './receipts.ts'
import { render, type XiaomiPayload } from './render.ts'
import { recall, send } from './send.ts'

const makers = ['xiaomi', 'redmi', 'poco']

/**
 * Xiaomi push: forms over HTTPS, up to 1000 tokens a request. An app entry without `region` and `host` serves every region: each
 * registration's own goes to its regional host. Source: docs/vendors/xiaomi.md.
 */
export function xiaomi(config: XiaomiConfig): AnyChannel {
  const { apps, ...options } = config
  const graphemes = createGraphemes()
  return defineChannel<XiaomiPayload, XiaomiApp, XiaomiTrust>({
    name: 'xiaomi',
    capabilities: xiaomiCapabilities(options),
    limits: xiaomiLimits(),
    protocol: 'http1',
    apps: withRegions(apps),
    appSchema: xiaomiAppSchema,
    options,
    optionsSchema: xiaomiOptionsSchema,
    settingsSchema: xiaomiSettingsSchema,
    validators: { app: validateXiaomiApp, options: validateXiaomiOptions, settings: validateXiaomiSettings },
    regionName,
    misfit: device => makerMisfit(device, makers),
    render: (notification, app) => render(notification, app, options, graphemes),
    send,
    recall: batch => recall(batch, options),
    authorize,
    sign,
    receipts,
  })
}
