import { type AnyChannel, type DeviceFacts, defineChannel } from '@rouse/core/channel'
import { makerMisfit } from '../common/index.ts'
import { majorOf } from '../huawei-shared/harmony-version.ts'
import { accountIssues } from '../huawei-shared/service-account.ts'
import type { HuaweiApp, HuaweiConfig } from './config.ts'
import { authorize, type HuaweiTrust, sign } from './credentials.ts'
import { huaweiCapabilities, huaweiLimits } from './limits.ts'
import { validateHuaweiApp, validateHuaweiOptions, validateHuaweiSettings } from './payload.schema.generated.ts'
import { huaweiAppSchema, huaweiOptionsSchema, huaweiSettingsSchema } from './payload.schema.ts'
import { createReceipts } from './receipts.ts'
import { type HuaweiPayload, render } from './render.ts'
import { send } from './send.ts'

/** Older Honor phones have HMS too. */
const makers = ['huawei', 'honor']

/** Huawei Push Kit for HMS on Android and HarmonyOS up to 4: v1 and v2 of the REST API. Source: docs/vendors/huawei.md. */
export function huawei(config: HuaweiConfig): AnyChannel {
  const { apps, ...options } = config
  return defineChannel<HuaweiPayload, HuaweiApp, HuaweiTrust>({
    name: 'huawei',
    capabilities: huaweiCapabilities(options),
    limits: huaweiLimits(),
    protocol: 'http1',
    apps,
    appSchema: huaweiAppSchema,
    options,
    optionsSchema: huaweiOptionsSchema,
    settingsSchema: huaweiSettingsSchema,
    validators: { app: validateHuaweiApp, options: validateHuaweiOptions, settings: validateHuaweiSettings },
    checkApp: accountIssues,
    misfit,
    render: (notification, app) => render(notification, app, options),
    send,
    authorize,
    sign,
    receipts: createReceipts(),
  })
}

/** HMS core must be later than this. */
const oldestHms = 20_401_300

/** Source: docs/semantics.md, "Channel for a device". */
function misfit(device: DeviceFacts): string | null {
  const { platform, osVersion, hmsVersion } = device
  if (platform === 'harmony' && majorOf(osVersion) >= 5) return `osVersion is "${osVersion}", and HarmonyOS 5 has tokens of its own: channel harmony`
  if (typeof hmsVersion === 'number' && hmsVersion <= oldestHms) return `hmsVersion is ${hmsVersion}, and push needs a later one than ${oldestHms}`
  return makerMisfit(device, makers, ['android', 'harmony'])
}
