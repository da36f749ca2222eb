import { type AnyChannel, type DeviceFacts, defineChannel } from '@rouse/core/channel'
import { majorOf } from '../huawei-shared/harmony-version.ts'
import { accountIssues } from '../huawei-shared/service-account.ts'
import type { HarmonyApp, HarmonyConfig } from './config.ts'
import { authorize, type HarmonyTrust, sign } from './credentials.ts'
import { harmonyCapabilities, harmonyLimits } from './limits.ts'
import { validateHarmonyApp, validateHarmonyOptions, validateHarmonySettings } from './payload.schema.generated.ts'
import { harmonyAppSchema, harmonyOptionsSchema, harmonySettingsSchema } from './payload.schema.ts'
import { createReceipts } from './receipts.ts'
import { type HarmonyPayload, render, renderBadge } from './render.ts'
import { recall, send } from './send.ts'

/** Huawei Push Kit for HarmonyOS 5 and later: v3 of the REST API. Source: docs/vendors/huawei.md. */
export function harmony(config: HarmonyConfig): AnyChannel {
  const { apps, ...options } = config
  return defineChannel<HarmonyPayload, HarmonyApp, HarmonyTrust>({
    name: 'harmony',
    capabilities: harmonyCapabilities(options),
    limits: harmonyLimits(),
    protocol: 'http1',
    apps,
    appSchema: harmonyAppSchema,
    options,
    optionsSchema: harmonyOptionsSchema,
    settingsSchema: harmonySettingsSchema,
    validators: { app: validateHarmonyApp, options: validateHarmonyOptions, settings: validateHarmonySettings },
    checkApp: accountIssues,
    // A phone with registrations of both systems went from HMS to HarmonyOS 5, never back.
    supersedes: ['huawei'],
    misfit,
    render: (notification, app) => render(notification, app, options),
    renderBadge,
    send,
    recall,
    authorize,
    sign,
    receipts: createReceipts(),
  })
}

/** A phone that went from HarmonyOS 4 to 5 has a new token. Source: docs/semantics.md, "Channel for a device". */
function misfit({ platform, osVersion }: DeviceFacts): string | null {
  if (platform !== 'harmony' && platform !== 'other') return `platform is "${platform}", and v3 reaches HarmonyOS 5 and later only`
  if (platform === 'harmony' && majorOf(osVersion) < 5) return `osVersion is "${osVersion}", and v3 reaches HarmonyOS 5 and later only`
  return null
}
