import { validateMeizuPayload, validateOppoPayload, validateVivoPayload } from '@rouse/channel-cn-vendors'
import type { Json, Message, Recipient, Validator } from '@rouse/core'
import type { Received } from '@rouse/sandbox'
import { arbitraries } from '@rouse/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { app } from './scene.fixture.ts'
import { schemaArbitrary } from './schema-arbitrary.fixture.ts'
import { type CnVendor, startVendor, type VendorSetup } from './vendor-scene.fixture.ts'

interface Case extends VendorSetup {
  readonly name: string
  readonly vendor: CnVendor
  readonly validate: Validator
}

const classes = {
  im: { category: 'IM', notifyLevel: 2, channelId: 'chat', template: { id: 'T1', titleParams: { name: '{sender}' }, contentParams: { text: '{body}' } } },
  '*': { category: 'NEWS', notifyLevel: 16 },
}
const callback = { url: 'https://example.com/receipts', param: 'p' }
const clickIntent = 'intent:#Intent;component=com.example.chat/.Main;end'
const oppoQuotas = { perSecond: null, publicPerDay: null, publicPerTokenPerDay: null }
const vivoQuotas = { perSecond: null, operationPerDay: null, operationPerTokenPerDay: null, authPerSecond: null, testDevices: '*', olderCount: true }
const meizuQuotas = { perSecond: null, perTokenPerMinute: null, publicPerTokenPerDay: null, emojiCountTwo: true }

const cases: readonly Case[] = [
  { name: 'OPPO', vendor: 'oppo', validate: validateOppoPayload, switches: oppoQuotas },
  {
    name: 'OPPO with everything switched on, of which it refuses categories',
    vendor: 'oppo',

    validate: validateOppoPayload,
    options: { style: 2, contentLength: 200, addIds: true, authTokenIn: 'header', broadcastFrom: 2, leastTtl: 1 },
    entry: { classes, clickIntent, callback },
    switches: { ...oppoQuotas, approved: 'IM', bannerGranted: false, contentLength: 200 },
  },
  { name: 'vivo', vendor: 'vivo', validate: validateVivoPayload, switches: vivoQuotas },
  {
    name: 'vivo with everything switched on',
    vendor: 'vivo',

    validate: validateVivoPayload,
    options: { addIds: true, counting: 'code-point', longestTtl: 604_800, pushMode: 1, nearest: { travel: 'news' } },
    entry: { clickIntent, callback: { ...callback, id: '7' } },
    switches: { ...vivoQuotas, olderCount: false },
  },
  { name: 'Meizu', vendor: 'meizu', validate: validateMeizuPayload, switches: meizuQuotas },
  {
    name: 'Meizu with everything switched on',
    vendor: 'meizu',

    validate: validateMeizuPayload,
    options: { addIds: true, parametersBytes: 2048, taskFrom: 2 },
    entry: { clickActivity: 'com.example.chat.Open', callback },
    switches: meizuQuotas,
  },
]

/** The body of a push as its channel's schema has it: without what was signed in, JSON text parsed; null for other calls. */
function pushIn({ body, path }: Received): Json {
  if (/\/(?:saveListPayload|pushToList|save_message_content|broadcast|getTaskId|task\/varnished\/pushByPushId)$/.test(path)) return null
  const { auth_token: _, sign: __, ...fields } = body as Record<string, Json>
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, /^message(?:s|Json)?$/.test(name) ? (JSON.parse(`${value}`) as Json) : value]))
}

/** Whether no text holds half a surrogate pair, JSON text within text neither. */
function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed() && (!/^[{[]/.test(value) || isWellFormedJson(value))
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([key, each]) => key.isWellFormed() && isWellFormed(each))
}

function isWellFormedJson(text: string): boolean {
  try {
    return isWellFormed(JSON.parse(text) as Json)
  } catch {
    return true
  }
}

/** Neutral settings that no schema of the model bounds, at their worst. */
const worst = fc.record(
  {
    collapseKey: fc.constantFrom('k', '消'.repeat(256)),
    sound: fc.constantFrom('dudulu', '\u0001'.repeat(200), 'x'.repeat(5000)),
    notifyMode: fc.constantFrom('normal' as const, 'custom' as const),
    channelId: fc.constantFrom('', ' ', 'chat', '消'.repeat(3000)),
    clickIntent: fc.constantFrom(
      null,
      '',
      ' ',
      'x',
      'intent:#Intent;end',
      `intent:#Intent;S.x=${'"'.repeat(400)};end`,
      `intent:#Intent;S.x=${'x'.repeat(5000)};end`,
    ),
    clickUrl: fc.constantFrom(
      null,
      '',
      ' ',
      'x',
      'https://a b',
      'https://a/\ud800',
      `https://a/${'消'.repeat(700)}`,
      `https://a/${'😀'.repeat(990)}`,
      `https://a/${'x'.repeat(5000)}`,
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
)

const person = fc.record({
  preview: fc.constantFrom('full' as const, 'full' as const, 'sender' as const, 'none' as const),
  locale: fc.constantFrom('en', 'zh-CN'),
  unread: fc.nat({ max: 200 }),
})

describe('any message with any settings is a request that the schema of the channel and the emulator accept', () => {
  it.each(cases)(
    '$name',
    async one => {
      // The clock stands still, so that no ttl of a second ends on a busy machine: no rate can be kept by it.
      const start = Date.now()
      const { control, channel, engine, close } = await startVendor(one.vendor, {
        ...one,
        clock: () => start,
        engine: { rates: { [one.vendor]: { perSecond: 1e9 } } },
      })
      const settings = schemaArbitrary(channel.settingsSchema as never).filter(value => channel.validators?.settings?.(value) === true)
      let run = 0
      let accepted = 0
      try {
        await fc.assert(
          fc.asyncProperty(
            arbitraries.message(),
            worst,
            settings,
            person,
            fc.integer({ min: 1, max: 3 }),
            async (any, { collapseKey, ...android }, vendor, each, count) => {
              const { app: _, sentAt: __, ...rest } = any
              const { enabled: ___, ...push } = any.push ?? {}
              const stated = { ...push, android: { ...push.android, ...android }, vendors: { [one.vendor]: vendor as Record<string, Json> } }
              const sent: Message = { ...rest, kind: 'chat', push: collapseKey === undefined ? stated : { ...stated, collapseKey } }
              run++
              const recipients = Array.from({ length: count }, (_, n): Recipient => {
                const registrations = [{ channel: one.vendor, token: `T${run}x${n}`, app }]
                return { ...each, id: `user-${run}-${n}`, devices: [{ id: 'd', platform: 'android', registrations }] }
              })
              control.clear()
              const outcomes = await engine.push(sent, recipients)
              const ends = new Set(outcomes.map(({ status, reason, vendorCode, detail }) => `${[status, reason, vendorCode, detail].join(' ').trim()}`))
              for (const end of ends) expect(end).toMatch(/^(?:accepted|suppressed no-text)/)
              accepted += outcomes.filter(({ status }) => status === 'accepted').length
              for (const received of control.received()) {
                expect(isWellFormed(received.body)).toBe(true)
                const body = received.kind === 'send' ? pushIn(received) : null
                if (body !== null) expect(one.validate(body), JSON.stringify([one.validate.errors, body])).toBe(true)
              }
            },
          ),
          { numRuns: 500 },
        )
        expect(accepted).toBeGreaterThan(run)
      } finally {
        await close()
      }
    },
    120_000,
  )
})
