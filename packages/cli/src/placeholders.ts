import type { AnyChannel, Recipient } from '@rouse/core'
import { bundled } from './bundled.ts'

/** What stands for ids that only a config knows, by channel; the topic or package is the registration's app. */
const entries: Readonly<Record<string, (app: string) => Readonly<Record<string, unknown>>>> = {
  apns: () => ({ teamId: '<teamId>', keyId: '<keyId>', key: '<key>' }),
  fcm: () => ({ projectId: '<projectId>' }),
  huawei: () => ({ clientId: '<clientId>', clientSecret: '<clientSecret>' }),
  harmony: () => ({ projectId: '<projectId>', serviceAccount: '<serviceAccount>' }),
  honor: () => ({ appId: '<appId>', clientId: '<clientId>', clientSecret: '<clientSecret>' }),
  xiaomi: app => ({ packageName: app, appSecret: '<appSecret>' }),
  oppo: () => ({ appKey: '<appKey>', masterSecret: '<masterSecret>' }),
  vivo: () => ({ appId: '<appId>', appKey: '<appKey>', appSecret: '<appSecret>' }),
  meizu: () => ({ appId: '<appId>', appSecret: '<appSecret>' }),
}

/** What else a channel needs to be offered at all. */
const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { oppo: { storeGrade: 'A' } }

/** All bundled channels, as if configured for every app that the recipients are registered with: for explain without a config. */
export function placeholderChannels(recipients: readonly Recipient[]): readonly AnyChannel[] {
  return Object.entries(bundled).map(([name, factory]) => {
    const apps = new Set<string>()
    for (const recipient of recipients) {
      for (const device of recipient.devices) {
        for (const registration of device.registrations) if (registration.channel === name) apps.add(registration.app)
      }
    }
    return factory({ ...options[name], apps: [...apps].map(app => ({ app, ...entries[name]?.(app) })) as unknown as readonly never[] })
  })
}
