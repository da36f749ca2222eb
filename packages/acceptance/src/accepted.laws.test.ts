import { readFile } from 'node:fs/promises'
import { apns, validateApnsPayload } from '@rouse/channel-apns'
import { validateXiaomiPayload, xiaomi } from '@rouse/channel-cn-vendors'
import { fcm, validateFcmPayload } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Json, type Message, type Outcome, type Recipient, type Validator } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox, type Vendor } from '@rouse/sandbox'
import { arbitraries, samples } from '@rouse/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { schemaValues } from './schema-values.fixture.ts'

/** A config as the sandbox writes it, and what a case adds. */
interface Case {
  readonly name: string
  readonly vendor: Vendor
  readonly channel: (config: { readonly apps: readonly object[] }) => AnyChannel
  readonly validate: Validator
  /** Switches of the emulator: no rates, for a case sends more than a device gets. */
  readonly quota: { readonly [setting: string]: Json }
  /** What no schema can know: the app's own package. */
  readonly of?: (settings: Settings) => Settings
}
type Settings = { readonly [key: string]: Json }
const ofThisApp = (settings: Settings): Settings => ('restrictedPackageName' in settings ? { ...settings, restrictedPackageName: samples.sampleApp } : settings)

const each = (config: { readonly apps: readonly object[] }, more: object) => config.apps.map(app => ({ ...app, ...more }))
const intent = 'intent:#Intent;component=com.example.chat/.Chat;end'
const classes = {
  im: { channelId: 'chat', channelName: 'Chats', template: { id: 'T1', params: { who: '{sender}', text: '{body}' } } },
  'im:group': { channelId: 'groups', template: { id: 'T2', params: { group: '{conversation}', text: '{sender}: {body}' } } },
  marketing: { channelId: 'offers' },
  '*': { channelId: 'other', template: { id: 'T3', params: { title: '{title}' } } },
}

const cases: readonly Case[] = [
  { name: 'APNs', vendor: 'apns', channel: config => apns(config as never), validate: validateApnsPayload, quota: {} },
  {
    name: 'APNs with everything switched on',
    vendor: 'apns',
    channel: config => apns({ ...config, addIds: true, imageKey: 'picture' } as never),
    validate: validateApnsPayload,
    quota: {},
  },
  { name: 'FCM', vendor: 'fcm', channel: config => fcm(config as never), validate: validateFcmPayload, quota: {}, of: ofThisApp },
  {
    name: 'FCM with everything switched on',
    vendor: 'fcm',
    channel: config =>
      fcm({ apps: each(config, { clickAction: 'OPEN', restrictedPackageName: samples.sampleApp }), addIds: true, customSounds: true } as never),
    validate: validateFcmPayload,
    quota: {},
    of: ofThisApp,
  },
  {
    name: 'Xiaomi',
    vendor: 'xiaomi',
    channel: config => xiaomi(config as never),
    validate: validateXiaomiPayload,
    quota: { perSecond: null, publicPerDay: null, defaultPerDay: null, strictNotifyId: true },
  },
  {
    name: 'Xiaomi with everything switched on',
    vendor: 'xiaomi',
    channel: config =>
      xiaomi({
        apps: each(config, { classes, clickIntent: intent, callback: { url: 'https://example.com/r', param: 'p' } }),
        addIds: true,
        customSounds: true,
        badge: true,
        apiVersion: 4,
      } as never),
    validate: validateXiaomiPayload,
    quota: { perSecond: null, publicPerDay: null, publicChannels: 'offers', strictNotifyId: true },
  },
]

const words = (): fc.Arbitrary<string> => fc.oneof({ weight: 9, arbitrary: arbitraries.nastyText() }, { weight: 1, arbitrary: arbitraries.longText() })

/** Any message and any recipient's words that lead to a push: what would keep it back is left out. */
const pushed = ({ vendor, of = settings => settings }: Case, channel: AnyChannel) => {
  const { settingsSchema, validators } = channel
  if (settingsSchema === undefined || validators?.settings === undefined) throw new Error(`channel ${vendor} has no settings`)
  return fc.record({
    message: arbitraries.message(),
    recipient: fc.record(
      {
        preview: fc.constantFrom('full' as const, 'sender' as const, 'none' as const),
        locale: fc.constantFrom('en', 'zh-CN'),
        unread: fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER)),
        settings: fc.record({ c2cSound: arbitraries.sound(), groupSound: arbitraries.sound() }),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
    // What the model leaves open, and a vendor does not.
    android: fc.record({ clickIntent: words(), clickUrl: words(), channelId: words() }, { requiredKeys: [], noNullPrototype: true }),
    ios: fc.record({ category: words(), threadId: words() }, { requiredKeys: [], noNullPrototype: true }),
    kind: fc.constantFrom('alert' as const, 'alert' as const, 'voip' as const),
    settings: schemaValues(settingsSchema, validators.settings).map(settings => of(settings as Settings)),
  })
}

const brief = (value: unknown): string => JSON.stringify(value).slice(0, 2000)

describe('any message with any settings makes a request that the vendor takes', () => {
  it.each(cases)(
    '$name',
    async one => {
      const { vendor, channel: make, validate, quota } = one
      const sandbox = await startSandbox({ vendors: [vendor] })
      sandbox.control.quota({ vendor, ...quota })
      const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, { apps: object[] }> }
      const channel = make(config.channels[vendor] as { apps: object[] })
      const engine = createEngine({
        channels: [channel],
        transport: nodeTransport({ ca: await readFile(config.ca, 'utf8') }),
        batchWaitMs: 0,
        // It stands still: on a busy machine a ttl of one second would be over before the push is out.
        clock: () => started,
        rates: { [vendor]: { perSecond: 100_000 } },
      })
      const started = Date.now()
      let n = 0
      try {
        await fc.assert(
          fc.asyncProperty(pushed(one, channel), async ({ message, recipient, kind, settings, android, ios }) => {
            n++
            const { sentAt: _, app: __, push: { enabled: ___, ...push } = {}, ...rest } = message
            const chat: Message = {
              ...rest,
              kind: 'chat',
              push: {
                ...push,
                ...(kind === 'voip' ? { category: 'voip' as const } : {}),
                android: { ...push.android, ...android },
                ios: { ...push.ios, ...ios },
                vendors: { [vendor]: settings },
              },
            }
            const token = vendor === 'apns' ? n.toString(16).padStart(8, '0') : `token${n}`
            const device = { ...samples.sampleDevices[vendor], id: `d${n}`, registrations: [{ channel: vendor, token, app: samples.sampleApp, kind }] }
            const who: Recipient = { ...recipient, id: `person ${n}`, devices: [device] }
            const [outcome] = (await engine.push(chat, [who])) as readonly [Outcome]
            if (outcome.status === 'suppressed') return
            const [received] = sandbox.control.received({ vendor, kind: 'send', limit: 1 })
            expect(outcome, brief([outcome, received?.headers, received?.body])).toMatchObject({ status: 'accepted', fault: null })
            expect(validate(received?.body), brief([validate.errors, received?.body])).toBe(true)
          }),
          { numRuns: 100 },
        )
        // Most of them went out: the rest had no text, or the like.
        expect(sandbox.control.tally(vendor).accepted).toBeGreaterThan(40)
      } finally {
        await engine.close()
        await sandbox.close()
      }
    },
    // Slow on a busy machine: texts of 100 kB are fitted to every limit.
    300_000,
  )
})
