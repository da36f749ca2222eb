import { type Answer, type AnyChannel, type App, type Channel, defineChannel, type Payload, type Target } from '../channel/contract.ts'
import { secret } from '../channel/secret.ts'
import { bytes, text, type WireRequest, type WireResponse } from '../channel/wire.ts'
import type { After } from '../concurrency/timers.ts'
import { createDelivery } from './delivery.ts'
import type { Delivered, DeliveryJob, DeliveryOptions } from './delivery-api.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Lets every promise that can go on go on. */
export const settle = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** A clock that stands still until it is told to go on. */
export class FakeClock {
  now = Date.UTC(2026, 10, 23, 10, 0, 0)
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>()
  readonly clock = (): number => this.now
  readonly after: After = (ms, run) => {
    const timer = { at: this.now + Math.max(0, ms), run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Goes on by so many milliseconds, timer by timer. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms
    for (;;) {
      await settle()
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      this.now = Math.max(this.now, next.at)
      this.#timers.delete(next)
      next.run()
    }
    this.now = end
  }

  /** Goes from timer to timer until the promise is settled. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let done = false
    promise.then(
      () => {
        done = true
      },
      () => {
        done = true
      },
    )
    for (let turns = 0; turns < 10_000; turns++) {
      for (let rounds = 0; rounds < 3 && !done; rounds++) await settle()
      if (done) return promise
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0]
      if (next === undefined) continue
      this.now = Math.max(this.now, next.at)
      this.#timers.delete(next)
      next.run()
    }
    throw new Error('the promise never settles')
  }
}

/** One request as the vendor of these tests sees it. */
export interface Seen {
  readonly at: number
  readonly url: string
  readonly authorization: string
  readonly identity: string | undefined
  readonly batch: string
  readonly handle: string | null
  readonly tokens: readonly string[]
  readonly ids: readonly string[]
  readonly options: TransportOptions
}

/** What the vendor of these tests says: an answer a token, one for all, or no answer at all. */
export type Said = Answer | readonly Answer[] | TransportError | Promise<Answer | readonly Answer[]>

export const ok: Answer = { kind: 'accepted', code: '200', vendorId: 'v1' }

/** A transport in memory: asks `say` for each request, and remembers it. */
class ScriptedTransport implements Transport {
  readonly seen: Seen[] = []
  open = 0
  mostOpen = 0
  readonly #clock: FakeClock
  readonly #say: (seen: Seen, nth: number) => Said

  constructor(clock: FakeClock, say: (seen: Seen, nth: number) => Said) {
    this.#clock = clock
    this.#say = say
  }

  request(request: WireRequest, options: TransportOptions): Promise<WireResponse> {
    const body = JSON.parse(text(request.body)) as { batch: string; handle: string | null; tokens: string[]; ids: string[] }
    const seen: Seen = {
      ...body,
      at: this.#clock.now,
      url: request.url,
      authorization: request.headers.authorization ?? '',
      identity: request.identity,
      options,
    }
    this.seen.push(seen)
    this.open++
    this.mostOpen = Math.max(this.mostOpen, this.open)
    const nth = this.seen.length
    return new Promise<WireResponse>((resolve, reject) => {
      const abort = () => reject(new TransportError('aborted', 'aborted', true))
      if (options.signal?.aborted) abort()
      options.signal?.addEventListener('abort', abort, { once: true })
      Promise.resolve(this.#say(seen, nth)).then(said => {
        if (said instanceof TransportError) reject(said)
        else resolve({ status: 200, headers: {}, body: bytes(JSON.stringify(said)) })
      }, reject)
    }).finally(() => {
      this.open--
    })
  }

  async close(): Promise<void> {}
}

export const payload: Payload = Object.freeze({ key: 'k1', size: 10, quotaClass: 'im', notes: [] })

export const targets = (count: number, prefix = 'a'): readonly Target[] =>
  Array.from({ length: count }, (_, index) => Object.freeze({ token: secret(`${prefix}${index}`), badge: null, id: `id-${prefix}${index}` }))

/** A channel whose vendor answers with Answers as JSON. */
export function scriptedChannel(changes: Partial<Channel<Payload, App, string>> = {}): AnyChannel {
  let made = 0
  return defineChannel<Payload, App, string>({
    name: 'test',
    capabilities: { sound: 'custom', silent: true, badge: 'absolute', image: false, ext: true, replace: true, recall: false, click: [] },
    limits: { tokens: 100, token: /[a-z0-9]+/ },
    apps: [{ app: 'com.example' }],
    appSchema: {},
    misfit: () => null,
    render: () => payload,
    *send(batch, handle) {
      const body = {
        batch: batch.id,
        handle: handle ?? null,
        tokens: batch.targets.map(target => target.token.reveal()),
        ids: batch.targets.map(target => target.id),
      }
      const response = yield { method: 'POST', url: 'https://vendor.example/send', headers: {}, body: { json: bytes(JSON.stringify(body)) } }
      const said = JSON.parse(text(response.body)) as Answer | Answer[]
      return Array.isArray(said) ? said : batch.targets.map(() => said)
    },
    authorize: async (_app, { now }) => ({ value: `credential-${++made}`, refreshAt: now + 3_000_000, expiresAt: now + 3_600_000 }),
    sign: (draft, credential) => ({
      method: draft.method,
      url: draft.url,
      headers: { authorization: credential.value },
      body: 'json' in draft.body ? draft.body.json : new Uint8Array(),
    }),
    ...changes,
  })
}

/** A delivery over the vendor of these tests, with a clock that stands still. */
export function rig(say: (seen: Seen, nth: number) => Said, changes: Partial<DeliveryOptions> & { readonly channel?: AnyChannel } = {}) {
  const time = new FakeClock()
  const transport = new ScriptedTransport(time, say)
  const channel = changes.channel ?? scriptedChannel()
  const delivery = createDelivery({ transport, clock: time.clock, after: time.after, random: () => 0.5, ...changes })
  const app = channel.apps[0] as App
  const job = (count: number, more: Partial<DeliveryJob> = {}): DeliveryJob =>
    Object.freeze({ channel, app, payload, targets: targets(count), batchId: 'b1', expiresAt: time.now + 86_400_000, ttlZero: false, ...more })
  const deliver = (count: number, more: Partial<DeliveryJob> = {}): Promise<readonly Delivered[]> => time.until(delivery.deliver(job(count, more)))
  return { time, transport, channel, app, delivery, job, deliver }
}
