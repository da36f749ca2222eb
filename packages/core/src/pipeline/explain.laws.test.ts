import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { EvaluatorKind } from '../policy/policy.ts'
import { kinds } from '../policy/testing/agree.fixture.ts'
import { acceptedDocument } from '../policy/testing/documents.fixture.ts'
import { aDevice, aMessage, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { memoryCounters } from './memory-counters.ts'

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
const answers: fc.Arbitrary<{ readonly [fact: string]: Json }> = fc.record({
  vip: fc.boolean(),
  score: fc.integer({ min: 0, max: 5 }),
  nested: fc.constant({ id: 'a' }),
})

const pushes = fc.array(fc.tuple(message, recipients), { minLength: 7, maxLength: 7 })

const now = Date.parse('2026-11-23T10:00:00Z')

function engineFor(policy: PolicyDocument, host: { readonly [fact: string]: Json }, evaluator: EvaluatorKind) {
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

const plain = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ recipient, device, status, reason }) => JSON.stringify([recipient, device, status, reason])).sort()

/** Whether a Decision is what came of it. */
function isOf({ recipient, device }: Decision, outcome: Outcome): boolean {
  return (outcome.recipient === null || outcome.recipient === recipient) && (outcome.device === null || outcome.device === device)
}

describe('explaining', () => {
  it('never changes what is decided, and says what then happens, for any policy, message and recipients, in every evaluator', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(acceptedDocument, answers, pushes, fc.constantFrom(...kinds), async (policy, host, given, evaluator) => {
        const silent = engineFor(policy, host, 'compiled')
        const explained = engineFor(policy, host, evaluator)
        for (const [i, [one, people]] of given.entries()) {
          const sent = { ...one, id: `msg-${i}` }
          const decisions = (await Promise.all(people.map(recipient => explained.explain(sent, recipient)))).flat()
          const outcomes = await explained.push(sent, people)
          await explained.explain(sent, people[0] as Recipient)
          expect(plain(outcomes)).toEqual(plain(await silent.push(sent, people)))
          for (const decision of decisions) {
            const outcome = outcomes.find(candidate => isOf(decision, candidate))
            const said = decision.decision === 'push' ? 'accepted' : decision.decision === 'defer' ? 'deferred' : 'suppressed'
            expect([outcome?.status, outcome?.status === 'accepted' ? null : outcome?.reason]).toEqual([said, said === 'accepted' ? null : decision.reason])
            seen.add(said)
          }
        }
        await Promise.all([silent.close(0), explained.close(0)])
      }),
      { numRuns: 150 },
    )
    expect([...seen].sort()).toEqual(['accepted', 'deferred', 'suppressed'])
  }, 120_000)
})
