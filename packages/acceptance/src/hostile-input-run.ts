import { createEngine, type Engine, type Outcome, RouseError } from '@rouse/core'
import { createExplainer } from '@rouse/core/policy'
import { outcomeSchema } from '@rouse/core/validation'
import { hostileEngine, ended as outcomesOf, plainMessage, plainRecipient, silentTransport } from './hostile-calls.fixture.ts'
import { slowCalls } from './hostile-limits.ts'

/** Characters of a refusal: more is no message for a person. */
const longestMessage = 100_000
const statuses = (outcomeSchema as unknown as { properties: { status: { enum: readonly unknown[] } } }).properties.status.enum

const trap = (): never => {
  throw new TypeError('the host’s own accessor')
}
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}
const cycle = (): object => {
  const one: Record<string, unknown> = {}
  one.self = one
  return one
}

/** Values that no caller should hand over, each made anew. */
const oddities: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 1e308,
  () => 10n,
  () => Symbol('s'),
  () => trap,
  () => '',
  () => ' ',
  () => 'a'.repeat(1_000_000),
  () => '\u00a0'.repeat(200_000),
  () => '\ud83d',
  () => [],
  () => new Array(5),
  () => new Array(1_000_000),
  () => Array.from({ length: 100_000 }, () => 1),
  () => [undefined, null, 1, 'a', {}],
  () => ({ length: 1e9 }),
  () => ({ length: 3, 0: 'a', 1: 'b', 2: 'c' }),
  () => ({}),
  cycle,
  () => [cycle()],
  () => new Map([['a', 1]]),
  () => new Date(Number.NaN),
  () => new Uint8Array(10),
  () => Object.create({ id: 'inherited' }),
  () => JSON.parse('{"__proto__": {"id": "a"}, "constructor": 1}'),
  () => revoked({}),
  () => revoked([]),
  () => new Proxy([], { get: (target, key) => (key === 'length' ? 1e9 : Reflect.get(target, key)) }),
  () => new Proxy({}, { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap, has: trap }),
  () => ({
    get id() {
      return trap()
    },
  }),
  () => ({ toString: trap, valueOf: trap, toJSON: trap, [Symbol.toPrimitive]: trap }),
]
/** Draws: the same seed gives the same. Source: mulberry32, public domain. */
class Draw {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** An integer of 0 … n − 1. */
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }

  one<T>(...makers: readonly ((draw: Draw) => T)[]): T {
    return (makers[this.below(makers.length)] as (draw: Draw) => T)(this)
  }

  some<T>(most: number, make: (draw: Draw) => T): readonly T[] {
    return Array.from({ length: this.below(most + 1) }, () => make(this))
  }

  /** Some of the fields, each made anew. */
  fields(makers: Readonly<Record<string, (draw: Draw) => unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(makers)
        .filter(() => this.below(2) === 0)
        .map(([name, make]) => [name, make(this)]),
    )
  }
}

const odd = (draw: Draw): unknown => {
  const made = (oddities[draw.below(oddities.length)] as () => unknown)()
  const wrap = draw.below(8)
  return wrap === 0 ? [made] : wrap === 1 ? { id: made, [`f${draw.below(3)}`]: made } : made
}

/** A copy of a value in which something at a random place is odd; the oddity itself where the way is short. */
function spoiled(value: unknown, way: readonly number[], oddity: unknown): unknown {
  const [turn, ...rest] = way
  if (turn === undefined || typeof value !== 'object' || value === null) return oddity
  if (Array.isArray(value)) return value.length === 0 ? [oddity] : value.map((item, at) => (at === turn % value.length ? spoiled(item, rest, oddity) : item))
  const names = Object.keys(value)
  const name = turn % 7 === 6 || names.length === 0 ? 'unknown' : (names[turn % names.length] ?? '')
  return { ...value, [name]: spoiled((value as Record<string, unknown>)[name], rest, oddity) }
}
const way = (draw: Draw): readonly number[] => draw.some(5, () => draw.below(50))

const message = (draw: Draw): unknown =>
  draw.one<unknown>(
    () => plainMessage(),
    () =>
      spoiled(
        plainMessage({
          sentAt: '2026-01-01T00:00:00Z',
          mentions: { users: ['a'] },
          push: { title: 't', image: 'x', ext: 'e', ios: { sound: 'a' }, android: {}, vendors: { xiaomi: {} } },
        }),
        way(draw),
        odd(draw),
      ),
    () => spoiled(plainMessage({ push: { ttl: 5, ext: { base64: 'AA==' }, collapseKey: 'k', vendors: { fcm: { data: { a: 'b' } } } } }), way(draw), odd(draw)),
    odd,
  )
const recipient = (draw: Draw): unknown =>
  draw.one<unknown>(
    () => plainRecipient(),
    () => spoiled(plainRecipient({ timeZone: 'UTC', locale: 'en', quietHours: { from: '22:00', to: '07:00' }, settings: {} }), way(draw), odd(draw)),
    () => spoiled(plainRecipient({ conversation: { receive: 'all', mutedUntil: null } }), way(draw), odd(draw)),
    odd,
  )
const listOf = (draw: Draw): unknown => (draw.below(4) === 0 ? odd(draw) : draw.some(4, recipient))
const options = (draw: Draw): unknown =>
  draw.one<unknown>(
    () => undefined,
    () => undefined,
    odd,
    () => draw.fields({ now: odd, idempotencyKey: odd }),
    () => draw.fields({ nonsense: odd, showTokens: odd }),
  )

/** One call of a public entry with values that it may not be able to use. */
interface Call {
  readonly name: string
  readonly run: (engine: Engine) => unknown
}

async function* pagesOf(pages: readonly unknown[], end: unknown): AsyncGenerator<unknown> {
  yield* pages
  if (end !== undefined) throw end
}
const end = (draw: Draw): unknown => (draw.below(2) === 0 ? undefined : odd(draw))
const directory = (draw: Draw): unknown =>
  draw.one<unknown>(
    () => {
      const [pages, last] = [draw.some(3, () => draw.one<unknown>(() => ({ recipients: listOf(draw) }), odd)), end(draw)]
      return { pages: () => pagesOf(pages, last) }
    },
    () => {
      const value = odd(draw)
      return { pages: () => value }
    },
    () => ({ pages: trap }),
    odd,
  )
const messages = (draw: Draw): unknown => draw.one<unknown>(() => pagesOf(draw.some(3, message), end(draw)), odd)
const appEntry = (draw: Draw): unknown => draw.one<unknown>(odd, () => draw.fields({ app: odd, environment: odd, region: odd, key: odd, host: odd }))

const engineWith = (draw: Draw): unknown => {
  const apps = draw.one<unknown>(() => draw.some(3, appEntry), odd)
  const stated = draw.fields({
    channels: odd,
    text: odd,
    container: odd,
    facts: odd,
    transport: odd,
    lanes: odd,
    retry: odd,
    rates: odd,
    clock: odd,
    counters: odd,
  })
  return { channels: [{ name: 'fake', apps, limits: {}, capabilities: {} }], transport: silentTransport, ...stated }
}

/** What each entry is called with, drawn before the call. Whatever it is, it is no value of the entry's types. */
const entries: Readonly<Record<string, (draw: Draw) => Call['run']>> = {
  push: draw => {
    const given = [message(draw), listOf(draw), options(draw)] as [never, never, never]
    return engine => engine.push(...given)
  },
  submit: draw => {
    const given = [message(draw), listOf(draw), options(draw)] as [never, never, never]
    return engine => engine.submit(...given)
  },
  run: draw => {
    const given = [messages(draw), directory(draw)] as [never, never]
    return engine => outcomesOf(engine.run(...given))
  },
  revoke: draw => {
    const given = [message(draw), listOf(draw)] as [never, never]
    return engine => engine.revoke(...given)
  },
  syncBadge: draw => {
    const given = recipient(draw) as never
    return engine => engine.syncBadge(given)
  },
  moveToken: draw => {
    const given = [draw.one<unknown>(odd, () => draw.fields({ channel: odd, app: odd, token: odd })), odd(draw)] as [never, never]
    return engine => engine.moveToken(...given)
  },
  explain: draw => {
    const given = [message(draw), recipient(draw), options(draw)] as [never, never, never]
    return engine => engine.explain(...given)
  },
  createEngine: draw => {
    const given = engineWith(draw) as never
    return () => createEngine(given).close(0)
  },
  createExplainer: draw => {
    const given = engineWith(draw) as never
    return () => createExplainer(given)
  },
  policy: draw => {
    const given = odd(draw)
    return engine => engine.policy.replace(given)
  },
  replaceCredential: draw => {
    const given = [
      draw.one<unknown>(
        () => 'apns',
        () => 'huawei',
        () => 'xiaomi',
        odd,
      ),
      appEntry(draw),
    ] as [never, never]
    return engine => engine.replaceCredential(...given)
  },
  receive: draw => {
    const inbound = draw.one<unknown>(odd, () => draw.fields({ method: odd, path: odd, headers: odd, body: odd, query: odd }))
    const app = draw.one<unknown>(() => 'com.example.chat', odd)
    const given = [
      draw.one<unknown>(
        () => 'huawei',
        () => 'xiaomi',
        () => 'oppo',
        () => 'meizu',
        odd,
      ),
      app,
      inbound,
    ] as [never, never, never]
    return engine => engine.receive(...given)
  },
}

/** The public entries that take a host's values. */
export const hostileEntries: readonly string[] = Object.keys(entries)

const isOutcome = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && statuses.includes((one as Outcome).status) && ((one as Outcome).detail?.length ?? 0) < longestMessage

/** Why the end of a call is not what a caller was promised, or null. */
function mistakeOf(name: string, error: unknown, value: unknown): string | null {
  if (error !== undefined) {
    if (!(error instanceof RouseError)) return `${name} threw what is no RouseError: ${describe(error)}`
    if (error.mistakes.length > 100) return `${name}: ${error.mistakes.length} mistakes`
    return error.message.length > longestMessage ? `${name}: a message of ${error.message.length} characters` : null
  }
  if (name !== 'push' && name !== 'run' && name !== 'revoke' && name !== 'syncBadge') return null
  return Array.isArray(value) && value.every(isOutcome) ? null : `${name}: what came back are no Outcomes`
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${error.stack}` : `${typeof error}`
  } catch {
    return 'what cannot even be read'
  }
}

async function ended({ name, run }: Call, engine: Engine): Promise<string | null> {
  try {
    return mistakeOf(name, undefined, await run(engine))
  } catch (error) {
    return mistakeOf(name, error ?? 'nothing', undefined)
  }
}

export interface HostileRun {
  readonly calls: number
  /** Default: another one each time. A failure prints the seed that makes it the first call. */
  readonly seed?: number
  /** Default: all of `hostileEntries`. */
  readonly only?: readonly string[]
  readonly progress?: (calls: number) => void
}

/**
 * Calls every public entry with hostile values, and throws at the first call that ends with anything but Outcomes or a RouseError of
 * bounded size, or after which a well-formed push does not get its Outcomes any more.
 */
export async function callWithAnything({
  calls,
  seed = Math.floor(Math.random() * 2 ** 31),
  only = hostileEntries,
  progress,
}: HostileRun): Promise<{ readonly calls: number }> {
  const engine = await hostileEngine()
  const rejections: unknown[] = []
  const heard = (error: unknown) => rejections.push(error)
  process.on('unhandledRejection', heard)
  try {
    for (let done = 0; done < calls; done++) {
      const draw = new Draw(seed + done)
      const name = only[draw.below(only.length)] ?? ''
      const run = (entries[name] as (draw: Draw) => Call['run'])(draw)
      const wrong = await ended({ name, run }, engine)
      if (wrong !== null) throw new Error(`seed ${seed + done}: ${wrong}`)
      if (rejections.length > 0) throw new Error(`seed ${seed + done}: ${name} left an unhandled rejection: ${describe(rejections[0])}`)
      progress?.(done + 1)
    }
    const outcomes = await engine.push(plainMessage(), [plainRecipient()])
    if (outcomes.length === 0) throw new Error('after all these calls a push has no Outcomes')
    return { calls }
  } finally {
    process.off('unhandledRejection', heard)
    await engine.close(0)
  }
}

/** The same for `npm run fuzz`, and every call's time at its limits: throws where one holds the event loop too long, or grows too fast. */
export async function fuzzInput(runs: number, seed: number, progress: (calls: number) => void): Promise<{ readonly calls: number; readonly measured: true }> {
  await callWithAnything({ calls: runs, seed, progress })
  const engine = await hostileEngine()
  try {
    const slow = await slowCalls(engine)
    if (slow.length > 0)
      throw new Error(slow.map(({ name, halfMs, wholeMs }) => `${name}: ${halfMs.toFixed(1)} ms for half, ${wholeMs.toFixed(1)} ms at the limit`).join('\n'))
  } finally {
    await engine.close(0)
  }
  return { calls: runs, measured: true }
}
