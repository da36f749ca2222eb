import fc from 'fast-check'
import type { Json } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { EvaluatorKind } from '../policy/policy.ts'
import { memoryCounters } from '../state/counters.ts'
import { aDevice, aMessage, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'

const device = fc
  .record({
    session: fc.constantFrom('logged-in' as const, 'logged-out' as const, 'kicked' as const),
    appState: fc.constantFrom('closed' as const, 'foreground' as const),
    maker: fc.constantFrom('xiaomi', 'a'),
    region: fc.constantFrom('CN', 'SG'),
    playServices: fc.boolean(),
  })
  .map(known => (id: string) => aDevice(id, known, ['fcm']))
const recipients: fc.Arbitrary<readonly Recipient[]> = fc
  .array(
    fc.record(
      {
        unread: fc.constantFrom(0, 1, 5),
        preview: fc.constantFrom('full' as const, 'none' as const),
        conversation: fc.record({ receive: fc.constantFrom('all' as const, 'no-notify' as const, 'mentions' as const) }),
        quietHours: fc.constant({ from: '00:00', to: '12:00' }),
        timeZone: fc.constantFrom('Asia/Shanghai', 'UTC'),
        devices: fc.array(device, { maxLength: 2 }),
      },
      { requiredKeys: ['devices'] },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map(people => people.map((one, i) => ({ ...one, id: `user-${i}`, devices: one.devices.map((made, d) => made(`user-${i}-${d}`)) })))
const message: fc.Arbitrary<Message> = fc
  .record({
    kind: fc.constantFrom('chat' as const, 'chat' as const, 'system' as const),
    sentAt: fc.constantFrom('2026-11-23T09:59:00Z', '2026-11-23T10:00:00Z'),
    mentions: fc.record({ all: fc.boolean(), users: fc.constantFrom<string[]>([], ['user-0']) }),
    push: fc.constantFrom({}, { enabled: false }, { enabled: true, ttl: 60 }),
  })
  .map(aMessage)
/** What the host answers to each of the facts that generated policies read. */
export const answers: fc.Arbitrary<{ readonly [fact: string]: Json }> = fc.record({
  vip: fc.boolean(),
  score: fc.integer({ min: 0, max: 5 }),
  nested: fc.constant({ id: 'a' }),
})

/** Messages, each with its recipients. */
export const pushes = fc.array(fc.tuple(message, recipients), { minLength: 7, maxLength: 7 })

const now = Date.parse('2026-11-23T10:00:00Z')

/** An engine over a channel that accepts everything, on a clock that stands still. */
export function engineFor(policy: PolicyDocument, host: { readonly [fact: string]: Json }, evaluator: EvaluatorKind = 'compiled') {
  const facts = Object.fromEntries(Object.entries(host).map(([name, value]) => [name, { load: async (keys: readonly string[]) => keys.map(() => value) }]))
  return createEngine({
    channels: [fakeChannel('fcm')],
    transport: fakeTransport().transport,
    policy,
    evaluator,
    facts,
    counters: memoryCounters(100, 5000),
    clock: () => now,
    batchWaitMs: 0,
  })
}

/** Outcomes that two engines can be compared by. */
export const plain = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ recipient, device, status, reason }) => JSON.stringify([recipient, device, status, reason])).sort()
