import { createEngine, type Directory, type Engine, type Message, type Recipient } from '@rouse/core'
import { ended, everyPhone, plainMessage, plainRecipient, silentTransport } from './hostile-calls.fixture.ts'

/** Milliseconds of CPU that one call may hold the event loop at the limits. */
const longestHold = 50
/** Milliseconds below which a growth says nothing. */
const leastBase = 10
/** How often each size is measured; the median counts. */
const rounds = 5

/** A call whose work grows with `n`; `limit`: the largest `n` that is accepted, or the size of a refused one that a host may be handed. */
export interface Growing {
  readonly name: string
  readonly limit: number
  /** Prepares the input, and returns the call. */
  readonly prepare: (n: number) => (engine: Engine) => unknown
}

const filler: Readonly<Record<string, string>> = {
  letters: 'a',
  'no-break spaces': '\u00a0',
  newlines: '\n',
  'joined emoji': '👨‍👩‍👧‍👦',
  'combining marks': 'e\u0301',
  'Han characters': '汉',
  'lone surrogates': '\ud83d',
  'right-to-left overrides': '\u202e',
  braces: '{',
  placeholders: '{sender}',
}
const repeated = (text: string, n: number): string => text.repeat(Math.ceil(n / text.length)).slice(0, n)

const push = (change: (n: number) => object) => (n: number) => {
  const message = plainMessage(change(n))
  const recipients = [plainRecipient()]
  return (engine: Engine) => engine.push(message, recipients)
}
const pushTo = (recipients: (n: number) => unknown) => (n: number) => {
  const list = recipients(n) as readonly Recipient[]
  const message = plainMessage()
  return (engine: Engine) => engine.push(message, list)
}

const texts: readonly Growing[] = Object.entries(filler).flatMap(([name, text]): readonly Growing[] => [
  { name: `push, a sender's name of ${name}`, limit: 250_000, prepare: push(n => ({ sender: { id: 'bob', name: `a${repeated(text, n)}b` } })) },
  {
    name: `push, a group's name of ${name}`,
    limit: 250_000,
    prepare: push(n => ({ conversation: { type: 'group', id: 'g', name: `a${repeated(text, n)}b` } })),
  },
  { name: `push, a text of ${name}`, limit: 250_000, prepare: push(n => ({ elements: [{ type: 'text', text: `a${repeated(text, n)}b` }] })) },
  {
    name: `push, a title and a body of ${name}`,
    limit: 250_000,
    prepare: push(n => ({ push: { title: repeated(text, n / 2), body: repeated(text, n / 2) } })),
  },
  { name: `push, a subtitle of ${name}`, limit: 250_000, prepare: push(n => ({ push: { ios: { subtitle: `a${repeated(text, n)}b` } } })) },
  { name: `push, an ext of ${name}`, limit: 250_000, prepare: push(n => ({ push: { ext: repeated(text, n) } })) },
  {
    name: `push, a template's parameter of ${name}`,
    limit: 250_000,
    prepare: push(n => ({ push: { vendors: { xiaomi: { templateParam: { who: `a${repeated(text, n)}b` } } } } })),
  },
  {
    name: `push, a click intent of ${name}`,
    limit: 8192,
    prepare: push(n => ({ push: { android: { clickIntent: `intent:${repeated(text, n - 11)};end` } } })),
  },
])

const plain: readonly Growing[] = [
  { name: 'push, elements', limit: 1000, prepare: push(n => ({ elements: Array.from({ length: n }, () => ({ type: 'text', text: 'hi' })) })) },
  { name: 'push, elements of junk', limit: 10_000, prepare: push(n => ({ elements: Array.from({ length: n }, () => 1) })) },
  { name: 'push, mentions', limit: 10_000, prepare: push(n => ({ mentions: { users: Array.from({ length: n }, (_, i) => `user-${i}`) } })) },
  { name: 'push, unknown fields', limit: 10_000, prepare: push(n => Object.fromEntries(Array.from({ length: n }, (_, i) => [`field-${i}`, i]))) },
  {
    name: 'push, fields of a vendor',
    limit: 10_000,
    prepare: push(n => ({ push: { vendors: { fcm: { data: Object.fromEntries(Array.from({ length: n }, (_, i) => [`field${i}`, 'x'])) } } } })),
  },
  { name: 'push, recipients', limit: 100_000, prepare: pushTo(n => Array.from({ length: n }, (_, i) => ({ id: `u-${i}`, devices: [] }))) },
  { name: 'push, recipients of junk', limit: 100_000, prepare: pushTo(n => Array.from({ length: n }, () => 1)) },
  { name: 'push, recipients with holes', limit: 100_000, prepare: pushTo(n => new Array(n)) },
  { name: 'push, more recipients than may be', limit: 10_000_000, prepare: pushTo(n => Array.from({ length: n }, () => 1)) },
  { name: 'push, devices of junk', limit: 100_000, prepare: pushTo(n => [{ id: 'a', devices: Array.from({ length: n }, () => 1) }]) },
  {
    name: 'push, devices',
    limit: 1000,
    prepare: pushTo(n => {
      const phones = everyPhone(0)
      return [{ id: `d-${n}-${Math.random()}`, devices: Array.from({ length: n }, (_, i) => ({ ...phones[i % phones.length], id: `d${i}` })) }]
    }),
  },
  {
    name: 'push, registrations of junk',
    limit: 100_000,
    prepare: pushTo(n => [{ id: 'a', devices: [{ id: 'd', platform: 'ios', registrations: Array.from({ length: n }, () => 1) }] }]),
  },
  { name: 'push, a recipient of many fields', limit: 50_000, prepare: pushTo(n => [Object.fromEntries(Array.from({ length: n }, (_, i) => [`f${i}`, i]))]) },
  { name: 'push, a time zone', limit: 200_000, prepare: pushTo(n => [{ id: 'a', devices: [], timeZone: 'A'.repeat(n) }]) },
  { name: 'push, a locale', limit: 200_000, prepare: pushTo(n => [{ id: 'a', devices: [], locale: '_'.repeat(n) }]) },
  {
    name: 'run, one page',
    limit: 100_000,
    prepare: n => {
      const recipients = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : { id: `u-${i}`, devices: [] })) as readonly Recipient[]
      const directory: Directory = {
        async *pages() {
          yield { recipients, cursor: '' }
        },
      }
      async function* messages(): AsyncGenerator<Message> {
        yield plainMessage()
      }
      return engine => ended(engine.run(messages(), directory))
    },
  },
  {
    name: 'revoke, recipients',
    limit: 100_000,
    prepare: n => {
      const recipients = Array.from({ length: n }, (_, i) => ({ id: `u-${i}`, devices: [] }))
      return engine => engine.revoke(plainMessage(), recipients)
    },
  },
  {
    name: 'syncBadge, devices of junk',
    limit: 100_000,
    prepare: n => engine => engine.syncBadge({ id: 'a', unread: 1, devices: Array.from({ length: n }, () => 1) as never }),
  },
  { name: 'moveToken, a token', limit: 1_000_000, prepare: n => engine => engine.moveToken({ channel: 'apns', app: 'a', token: 'x'.repeat(n) }, 'a') },
  { name: 'explain, a text', limit: 250_000, prepare: n => engine => engine.explain(plainMessage({ push: { body: '汉'.repeat(n) } }), plainRecipient()) },
  {
    name: 'createEngine, app entries of junk',
    limit: 100_000,
    prepare: n => {
      const channel = { name: 'fake', apps: Array.from({ length: n }, () => 1) }
      return () => createEngine({ channels: [channel as never], transport: silentTransport })
    },
  },
]

/** Every call that is measured. */
export const growing: readonly Growing[] = [...plain, ...texts]

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** The most CPU time, in milliseconds, between two turns of the event loop while a call runs. CPU time, as other processes may take turns. */
async function holdOf(engine: Engine, call: (engine: Engine) => unknown): Promise<number> {
  let longest = 0
  let last = cpuMs()
  let running = true
  const tick = () => {
    const now = cpuMs()
    longest = Math.max(longest, now - last)
    last = now
    if (running) setImmediate(tick)
  }
  await new Promise(resolve => setImmediate(resolve))
  last = cpuMs()
  setImmediate(tick)
  try {
    await call(engine)
  } catch {
    // Whether it is refused, and how, is looked at elsewhere.
  }
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
  running = false
  return longest
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function medianHold(engine: Engine, { prepare }: Growing, n: number): Promise<number> {
  const holds: number[] = []
  for (let round = 0; round < rounds; round++) holds.push(await holdOf(engine, prepare(n)))
  return median(holds)
}

/** A call that held the event loop too long, or grows faster than its input. */
export interface TooSlow {
  readonly name: string
  readonly halfMs: number
  readonly wholeMs: number
}

/** Measures every call at its limit and at half of it. */
export async function slowCalls(engine: Engine, progress: (calls: number) => void = () => undefined): Promise<readonly TooSlow[]> {
  const slow: TooSlow[] = []
  let done = 0
  for (const one of growing) {
    await holdOf(engine, one.prepare(Math.ceil(one.limit / 2)))
    const halfMs = await medianHold(engine, one, Math.ceil(one.limit / 2))
    const wholeMs = await medianHold(engine, one, one.limit)
    if (wholeMs > longestHold || (halfMs >= leastBase && wholeMs > 3 * halfMs)) slow.push({ name: one.name, halfMs, wholeMs })
    progress(++done)
  }
  return slow
}
