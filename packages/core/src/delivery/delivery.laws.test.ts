import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import { ok, rig, type Said, scriptedChannel } from './testing.fixture.ts'
import { TransportError, type TransportErrorCode } from './transport-error.ts'

const seconds = fc.integer({ min: 0, max: 100 })
const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant(ok),
  fc.record({ kind: fc.constant('gone' as const), code: fc.constant('g'), unconfirmed: fc.boolean() }),
  fc.constant<Answer>({ kind: 'unreachable', code: 'u' }),
  fc.record({
    kind: fc.constant('rejected' as const),
    code: fc.constant('r'),
    fault: fc.constantFrom('payload' as const, 'config' as const, 'token' as const),
  }),
  fc.record({ kind: fc.constantFrom('throttled' as const, 'unavailable' as const), code: fc.constant('t'), retryAfter: seconds }),
  fc.record({ kind: fc.constantFrom('throttled' as const, 'unavailable' as const), code: fc.constant('t'), backoff: seconds }),
  fc.record({ kind: fc.constantFrom('throttled' as const, 'unavailable' as const), code: fc.constant('t'), retries: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ kind: fc.constant('exhausted' as const), code: fc.constant('x'), until: fc.record({ seconds }) }),
  fc.constantFrom<Answer>({ kind: 'unauthorized', code: 'a' }, { kind: 'retryIndividually', code: 's' }, { kind: 'preparedMessageExpired', code: 'st' }),
)
const lost = fc.record({
  code: fc.constantFrom<TransportErrorCode>('network', 'timeout', 'protocol', 'queue-full', 'aborted', 'closed'),
  taken: fc.boolean(),
})
/** What the vendor says, request by request; each token takes its place in the list. */
const script = fc.array(fc.oneof({ weight: 5, arbitrary: fc.array(answer, { minLength: 1, maxLength: 8 }) }, { weight: 1, arbitrary: lost }), {
  minLength: 1,
  maxLength: 40,
})

const final = new Set<Answer['kind']>(['accepted', 'gone', 'unreachable', 'rejected'])

describe('for any script of answers', () => {
  it('every target gets exactly one Delivered, in order and within the budget; none is sent again after its end, and no batch id stands for two batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 180_000 }),
        async (says, count, tokens, ttlZero, left) => {
          const ended = new Set<string>()
          const sent = new Map<string, number>()
          const last = new Map<string, Answer>()
          const repeated: string[] = []
          const channel = scriptedChannel({ limits: { tokens, token: /[a-z0-9]+/ } })
          const { time, transport, delivery, job } = rig(
            (seen, nth): Said => {
              const said = says[(nth - 1) % says.length]
              for (const token of seen.tokens) {
                sent.set(token, (sent.get(token) ?? 0) + 1)
                if (ended.has(token)) repeated.push(token)
              }
              if (said === undefined || 'taken' in said) return new TransportError(said?.code ?? 'network', 'lost', said?.taken ?? true)
              const answers = seen.tokens.map((_, at) => said[at % said.length] as Answer)
              seen.tokens.forEach((token, at) => {
                const one = answers[at] as Answer
                last.set(token, one)
                if (final.has(one.kind)) ended.add(token)
              })
              return answers
            },
            { channel },
          )
          const start = time.now
          const delivered = await time.until(delivery.deliver(job(count, { expiresAt: start + left, ttlZero })))
          expect(repeated).toEqual([])
          expect(delivered).toHaveLength(count)
          delivered.forEach((one, index) => {
            const token = `a${index}`
            expect(one.attempts).toBe(sent.get(token) ?? 0)
            expect(one.answer).toEqual(last.get(token) ?? null)
            if (one.status === 'accepted' || one.status === 'gone') expect(one.answer?.kind).toBe(one.status)
            if (one.status !== 'rejected') expect(one.fault).toBeNull()
            if (one.status === 'expired') expect(ttlZero).toBe(false)
            if (last.get(token)?.kind === 'accepted') expect(one.status).toBe('accepted')
          })
          const latest = Math.min(120_000, ttlZero ? 5000 : left)
          const batches = new Map<string, string>()
          for (const { batch, tokens: carried } of transport.seen) {
            const all = [...carried].sort().join()
            expect(batches.get(batch) ?? all).toBe(all)
            batches.set(batch, all)
          }
          for (const seen of transport.seen) expect(seen.at === start || seen.at - start < latest).toBe(true)
          expect(time.timers).toBe(0)
          expect(transport.open).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('the same script and seed give the same requests at the same times', async () => {
    await fc.assert(
      fc.asyncProperty(script, async says => {
        const run = async () => {
          let seed = 1
          const { time, transport, delivery, job } = rig(
            (seen, nth): Said => {
              const said = says[(nth - 1) % says.length]
              if (said === undefined || 'taken' in said) return new TransportError(said?.code ?? 'network', 'lost', said?.taken ?? true)
              return seen.tokens.map((_, at) => said[at % said.length] as Answer)
            },
            {
              random: () => {
                seed = (seed * 48271) % 2147483647
                return seed / 2147483647
              },
            },
          )
          await time.until(delivery.deliver(job(5)))
          return transport.seen.map(({ at, batch, tokens }) => ({ at, batch, tokens }))
        }
        expect(await run()).toEqual(await run())
      }),
      { numRuns: 50 },
    )
  })
})
