import { type Answer, bytes, type Exchange, type Json, type Target, type WireResponse } from '@rouse/core/channel'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ChannelContractOptions, ContractTest } from '../contract-types.ts'
import { drive, firstApp, sampleBatch, wireText } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { deepFreeze } from './deep-freeze.ts'
import { quotes } from './quotes.ts'
import { runs } from './runs.ts'
import { yearsLater } from './years-later.ts'

const kinds = [
  'accepted',
  'gone',
  'unreachable',
  'rejected',
  'throttled',
  'unavailable',
  'protocol',
  'exhausted',
  'unauthorized',
  'retryIndividually',
  'preparedMessageExpired',
]

const names = [
  'code',
  'result',
  'reason',
  'error',
  'msg',
  'message',
  'data',
  'value',
  'status',
  'details',
  'desc',
  'description',
  'taskId',
  'bad_regids',
  'redirect',
]
const body = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.jsonValue({ maxDepth: 3 }).map(value => bytes(JSON.stringify(value))),
  fc
    .dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.integer({ min: -1, max: 90_000_000 }), fc.integer().map(String)))
    .map(value => bytes(JSON.stringify(value))),
)
const response: fc.Arbitrary<WireResponse> = fc.record({
  status: fc.oneof(fc.constantFrom(200, 200, 200, 400, 401, 403, 404, 410, 413, 429, 500, 503), fc.integer({ min: 100, max: 599 })),
  headers: fc.constantFrom<Record<string, string>>({}, { 'retry-after': '5' }, { 'retry-after': 'soon', 'content-type': 'text/html' }),
  body,
})

function targetsOf({ newChannel, token }: ChannelContractOptions, count: number): readonly Target[] {
  const most = newChannel().limits.tokens
  return Array.from({ length: Math.min(count, most) }, (_, n) => sampleTarget(token(n), 1, n))
}

function checkAnswers(answers: readonly Answer[], targets: readonly Target[]): void {
  expect(answers).toHaveLength(targets.length)
  for (const answer of answers) {
    expect(kinds).toContain(answer.kind)
    expect(answer.code).toEqual(expect.any(String))
    if (answer.kind === 'rejected') expect(['payload', 'config', 'token']).toContain(answer.fault)
    if (answer.kind === 'rejected' && answer.credentialRejected === true) expect(answer.fault).toBe('config')
    if (answer.kind === 'throttled' || answer.kind === 'unavailable' || answer.kind === 'protocol') {
      expect(answer.retryAfter ?? 0).toBeGreaterThanOrEqual(0)
      expect(answer.backoff ?? 0).toBeGreaterThanOrEqual(0)
    }
  }
}

/** All exchanges that a channel has, each for the same targets. */
function exchangesOf(options: ChannelContractOptions, targets: readonly Target[]): readonly (() => Exchange<readonly Answer[]>)[] {
  const channel = options.newChannel()
  const batch = sampleBatch(channel, sampleNotification(), targets)
  const { recall } = channel
  const all = [() => channel.send(batch)]
  if (channel.prepare !== undefined) all.push(() => channel.send(batch, 'handle-1'))
  if (recall !== undefined) all.push(() => recall(batch))
  return all
}

/** What holds of the generators and of what they come to. */
export const answerTests: readonly ContractTest[] = [
  {
    name: 'answers accepted for every target when the vendor takes them',
    run: options => {
      for (const count of [1, 2, 1000]) {
        const targets = targetsOf(options, count)
        const channel = options.newChannel()
        const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets)), draft => options.accepted(draft, targets))
        checkAnswers(result, targets)
        expect(new Set(result.map(answer => answer.kind))).toEqual(new Set(['accepted']))
      }
    },
  },
  {
    name: 'ends after few requests whatever comes back, with one Answer a target',
    run: options => {
      const sizes = [1, 2, 5].map(count => targetsOf(options, count))
      fc.assert(
        fc.property(fc.constantFrom(...sizes), fc.array(response, { minLength: 1, maxLength: 4 }), (targets, responses) => {
          for (const exchange of exchangesOf(options, targets)) {
            const { result } = drive(exchange(), (_, n) => responses[n % responses.length] as WireResponse, 5)
            checkAnswers(result, targets)
          }
        }),
        runs(300),
      )
      const most = targetsOf(options, 1000)
      const { result } = drive(
        (exchangesOf(options, most)[0] as () => Exchange<readonly Answer[]>)(),
        () => ({ status: 500, headers: {}, body: new Uint8Array() }),
        5,
      )
      checkAnswers(result, most)
    },
  },
  {
    name: 'makes the same requests of the same batch: frozen input, nothing remembered',
    run: options => {
      const targets = deepFreeze(targetsOf(options, 3))
      const channel = options.newChannel()
      const batch = deepFreeze(sampleBatch(channel, sampleNotification(), targets))
      const wire = () => drive(channel.send(batch), draft => options.accepted(draft, targets)).drafts.map(wireText)
      const first = wire()
      expect(wire()).toEqual(first)
      expect(yearsLater(wire), 'the same at any time').toEqual(first)
    },
  },
  {
    name: 'ends at once when it is ended early',
    run: options => {
      for (const exchange of exchangesOf(options, targetsOf(options, 2))) {
        const open = exchange()
        open.next()
        expect(open.return([]).done).toBe(true)
      }
    },
  },
  {
    name: 'prepares with a handle or an Answer, whatever comes back',
    run: options => {
      const channel = options.newChannel()
      const { prepare } = channel
      if (prepare === undefined) return
      const app = firstApp(channel)
      const payload = channel.render(sampleNotification(), app)
      fc.assert(
        fc.property(fc.array(response, { minLength: 1, maxLength: 4 }), responses => {
          const { result } = drive(prepare(payload, app), (_, n) => responses[n % responses.length] as WireResponse, 5)
          if ('handle' in result) expect(result.handle).not.toBe('')
          else expect(kinds).toContain(result.kind)
        }),
        runs(300),
      )
    },
  },
  {
    name: 'lets no token and no secret into an Answer, even when the vendor echoes the request',
    run: options => {
      const targets = targetsOf(options, 3)
      const statuses = [200, 400, 403, 404, 410, 500]
      const fields = ['reason', 'msg', 'message', 'desc', 'description', 'code', 'result', 'error', 'trace_id']
      for (const exchange of exchangesOf(options, targets)) {
        for (const status of statuses) {
          for (const field of fields) {
            const echo = (text: string): WireResponse => ({
              status,
              headers: {},
              body: bytes(JSON.stringify({ [field]: text } satisfies Record<string, Json>)),
            })
            const said = JSON.stringify(drive(exchange(), draft => echo(`bad: ${decodeURIComponent(wireText(draft))}`)).result)
            const words = JSON.stringify(drive(exchange(), () => echo(targets.map(target => target.token.reveal()).join(','))).result)
            for (const target of targets) {
              expect(said).not.toContain(target.token.reveal())
              expect(words).not.toContain(target.token.reveal())
            }
            expect(quotes(said, options.secrets), 'a secret in an Answer').toBe(false)
          }
        }
      }
    },
  },
  {
    name: 'reads any callback without throwing',
    run: options => {
      const channel = options.newChannel()
      const { receipts } = channel
      if (receipts === undefined) return
      fc.assert(
        fc.property(body, fc.constantFrom('POST', 'GET'), fc.constantFrom('', 'data=', 'cb='), (content, method, prefix) => {
          const inbound = { method, path: '/receipts', headers: {}, body: new Uint8Array([...bytes(prefix), ...content]) }
          const read = receipts(inbound, firstApp(channel))
          if (read !== null) expect(read.response.status).toBeGreaterThanOrEqual(200)
        }),
        runs(300),
      )
    },
  },
]
