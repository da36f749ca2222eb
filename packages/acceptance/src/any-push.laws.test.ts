import { readFile } from 'node:fs/promises'
import * as cn from '@rouse/channel-cn-vendors'
import {
  type AnyChannel,
  createEngine,
  type Device,
  type Engine,
  type Json,
  type Message,
  type PushSettings,
  type Recipient,
  type Validator,
} from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Sandbox, startSandbox, type Vendor } from '@rouse/sandbox'
import { arbitraries } from '@rouse/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemaArbitrary } from './schema-arbitrary.fixture.ts'

interface Case {
  readonly vendor: Vendor
  readonly token: string
  readonly device: Partial<Device>
  readonly validatePayload: Validator
  readonly make: (config: never) => AnyChannel
  /** Config beside the sandbox's own, which switches all on. */
  readonly full: { readonly options: object; readonly app: object }
}

const intent = `intent:#Intent;S.x=${'x'.repeat(640)};end`
const cases: readonly Case[] = [
  {
    vendor: 'huawei',
    token: 'IQAAAACy0a_QAADtq5vZ0-sample.token',
    device: { platform: 'android', maker: 'huawei' },
    validatePayload: cn.validateHuaweiPayload,
    make: cn.huawei,
    full: { options: { badge: 'absolute', customSounds: true, addIds: true }, app: { clickIntent: intent, badgeClass: `a.${'B'.repeat(250)}` } },
  },
  {
    vendor: 'harmony',
    token: 'MAMzLgIkEUgAAAAAAAAAvgAAAEk-sample_token',
    device: { platform: 'harmony', osVersion: '5.0.1' },
    validatePayload: cn.validateHarmonyPayload,
    make: cn.harmony,
    full: { options: { badge: 'absolute', customSounds: true, soundSuffix: '.mp3', addIds: true }, app: { clickUri: `https://${'x'.repeat(500)}` } },
  },
  {
    vendor: 'honor',
    token: 'BAEAAAAAB.jjkVPZ7sample-token_1',
    device: { platform: 'android', maker: 'honor' },
    validatePayload: cn.validateHonorPayload,
    make: cn.honor,
    full: { options: { badge: 'absolute', addIds: true, notifyIdAs: 'text' }, app: { clickIntent: intent, badgeClass: `a.${'B'.repeat(250)}` } },
  },
]

const app = 'com.example.chat'

/** Neutral settings that no schema of the model bounds, at their worst. */
const unbounded = (): fc.Arbitrary<PushSettings> =>
  fc.record(
    {
      image: fc.constantFrom('https://example.com/a.png', 'HTTPS://EXAMPLE.COM/A.JPG', `https://example.com/${'x'.repeat(3000)}`),
      collapseKey: fc.constantFrom('k', '消'.repeat(256)),
      android: fc.record(
        {
          sound: fc.constantFrom('dudulu', '消'.repeat(200), '\u0001'.repeat(200), 'x'.repeat(5000)),
          notifyMode: fc.constantFrom('normal', 'custom'),
          channelId: fc.constantFrom('', ' ', 'chat', '消'.repeat(3000)),
          importance: fc.constantFrom('low', 'normal'),
          clickIntent: fc.constantFrom(
            '',
            ' ',
            'x',
            'intent:#Intent;end',
            `intent:#Intent;S.x=${'"'.repeat(400)};end`,
            `intent:#Intent;S.x=${'x'.repeat(5000)};end`,
          ),
          clickUrl: fc.constantFrom(
            '',
            ' ',
            'x',
            'http://a',
            'https://a b',
            'HTTPS://A/B',
            'https://a/\ud800',
            `https://a/${'消'.repeat(290)}`,
            `https://a/${'x'.repeat(5000)}`,
          ),
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  ) as fc.Arbitrary<PushSettings>

/** Any message with anything stated for this vendor, which its settings schema takes. */
function messageFor(channel: AnyChannel): fc.Arbitrary<Message> {
  const settings = schemaArbitrary(channel.settingsSchema as never).filter(value => channel.validators?.settings?.(value) === true)
  return fc.tuple(arbitraries.message(), unbounded(), settings, fc.nat(5)).map(([message, worst, vendor, bare]) => {
    const { sentAt: _, app: __, ...rest } = message
    const push = { ...rest.push, ...worst, android: { ...rest.push?.android, ...worst.android }, enabled: true }
    const elements = [...rest.elements, { type: 'text', text: 'hi' } as const]
    return {
      ...rest,
      elements,
      kind: 'chat',
      push: bare === 0 ? { enabled: true } : { ...push, vendors: { [channel.name]: vendor as { [key: string]: Json } } },
    }
  })
}

describe.each(cases)('any message with any settings for $vendor', ({ vendor, token, device, validatePayload, make, full }) => {
  let sandbox: Sandbox
  const engines: Engine[] = []
  const channels: AnyChannel[] = []
  beforeAll(async () => {
    // The clock stands still, so that no ttl of a second ends on a busy machine.
    const start = Date.now()
    const clock = () => start
    sandbox = await startSandbox({ vendors: [vendor], now: clock })
    sandbox.control.quota({ vendor, ...(vendor === 'honor' ? { testPerDay: null } : { testPerDay: null, perTokenPerDay: null }) })
    const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, { apps: readonly object[] }> }
    const { apps } = config.channels[vendor] as { apps: readonly object[] }
    const ca = await readFile(config.ca, 'utf8')
    for (const changes of [{ options: {}, app: {} }, full]) {
      const channel = make({ ...changes.options, apps: apps.map(entry => ({ ...entry, ...changes.app })) } as never)
      channels.push(channel)
      engines.push(createEngine({ channels: [channel], transport: nodeTransport({ ca }), clock, batchWaitMs: 0 }))
    }
  })
  afterAll(async () => {
    for (const engine of engines) await engine.close()
    await sandbox.close()
  })

  it.each([
    ['as the sandbox configures it', 0],
    ['with everything switched on', 1],
  ])(
    'is taken by the sandbox and by the payload schema, %s',
    async (_, which) => {
      const engine = engines[which] as Engine
      let run = 0
      let taken = 0
      await fc.assert(
        fc.asyncProperty(
          messageFor(channels[which] as AnyChannel),
          fc.constantFrom(undefined, 0, 1, 99, 1_000_000),
          fc.constantFrom('full', 'sender', 'none'),
          fc.constantFrom('alert', 'voip'),
          async (message, unread, preview, registered) => {
            run++
            // Of another class a voip registration does not count.
            const kind = message.push?.category === 'voip' ? registered : 'alert'
            const recipient: Recipient = {
              id: `user-${run}`,
              unread,
              preview,
              devices: [{ id: 'd', platform: 'other', ...device, registrations: [{ channel: vendor, token: `${token}${run}`, app, kind }] }],
            } as Recipient
            const [outcome] = await engine.push(message, [recipient])
            if (outcome?.status === 'suppressed') {
              expect(outcome.reason).toBe('no-text')
              return
            }
            expect(outcome, outcome?.detail ?? '').toMatchObject({ status: 'accepted' })
            taken++
            const [request] = sandbox.control.received({ vendor, kind: 'send', limit: 1 })
            expect(validatePayload(request?.body), JSON.stringify([validatePayload.errors, request?.body])).toBe(true)
            sandbox.control.clear()
          },
        ),
        { numRuns: 1000 },
      )
      expect(taken, 'most of what is tried goes out').toBeGreaterThan(700)
    },
    120_000,
  )
})
