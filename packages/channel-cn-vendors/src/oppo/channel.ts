import { type AnyChannel, createGraphemes, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import type { OppoApp, OppoConfig } from './config.ts'
import { authorize, type OppoTrust, sign } from './credentials.ts'
import { regionOf } from './internals/hosts.ts'
import { oppoCapabilities, oppoLimits, oppoTextLimits } from './limits.ts'
import { validateOppoApp, validateOppoOptions, validateOppoSettings } from './payload.schema.generated.ts'
import { oppoAppSchema, oppoOptionsSchema, oppoSettingsSchema } from './payload.schema.ts'
import { receipts } from './receipts.ts'
import { type OppoPayload, render } from './render.ts'
import { prepare, send } from './send.ts'

const makers = ['oppo', 'oneplus', 'realme']
const grades = ['A', 'B']

/** OPPO PUSH for OPPO, OnePlus and realme: forms over HTTPS, up to 1000 ids a request, broadcasts for many. Source: docs/vendors/oppo.md. */
export function oppo(config: OppoConfig): AnyChannel {
  const { apps, ...options } = config
  const graphemes = createGraphemes()
  return defineChannel<OppoPayload, OppoApp, OppoTrust>({
    name: 'oppo',
    capabilities: oppoCapabilities(options),
    limits: oppoLimits(options),
    protocol: 'http1',
    apps,
    appSchema: oppoAppSchema,
    options,
    optionsSchema: oppoOptionsSchema,
    settingsSchema: oppoSettingsSchema,
    validators: { app: validateOppoApp, options: validateOppoOptions, settings: validateOppoSettings },
    misfit: device => gradeMisfit(options.storeGrade) ?? makerMisfit(device, makers),
    region: regionOf,
    textLimits: vendor => oppoTextLimits(vendor, options),
    render: (notification, app) => render(notification, app, options, graphemes),
    prepare: (payload, app) => prepare(payload, app, options),
    send: (batch, handle) => send(batch, handle, options),
    authorize,
    sign: (draft, credential) => sign(draft, credential, options),
    receipts,
  })
}

/** Source: docs/semantics.md, "Channel for a device". */
function gradeMisfit(grade: string | undefined): string | null {
  if (grade !== undefined && grades.includes(grade)) return null
  return `channels.oppo.storeGrade is ${grade === undefined ? 'not set' : `"${grade}"`}: OPPO pushes for apps of grade A or B in its store`
}
