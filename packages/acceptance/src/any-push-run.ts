import { readFile } from 'node:fs/promises'
import { type AnyChannel, createEngine, type Decision, type Device, type Json, type Message, type Outcome, type Recipient, type Transport } from '@rouse/core'
import { type Validator, type WireRequest, wellFormed } from '@rouse/core/channel'
import { nodeTransport } from '@rouse/core/node'
import { type Received, type Sandbox, startSandbox, type Vendor, vendors } from '@rouse/sandbox'
import { samples } from '@rouse/testkit'
import fc from 'fast-check'
import { anyMessage, anyRecipient } from './any-push-arbitrary.fixture.ts'
import { tokens } from './tokens.ts'
import { vendorSetups } from './vendor-setups.fixture.ts'

export interface AnyPushRun {
  readonly messages: number
  /** Default: another one each time; a failure prints it. */
  readonly seed?: number
  /** Whether every option of the channels is switched on. Default: as the sandbox configures them. */
  readonly full?: boolean
  readonly progress?: (messages: number) => void
}

export interface AnyPushReport {
  readonly messages: number
  /** Pushes that each vendor's emulator took. */
  readonly accepted: Readonly<Record<Vendor, number>>
  /** Pushes to each vendor that had nothing to be shown. */
  readonly suppressed: Readonly<Record<Vendor, number>>
  /** Pushes that are too large, as their message states too much for this vendor: they are told so before anything is sent. */
  readonly tooLarge: Readonly<Record<Vendor, number>>
  /** Most renderings that one push to one channel took. */
  readonly renderings: number
}

/** More renderings of one payload than this are no bounded time: fitting halves what is left. */
const mostRenderings = 60

const brief = (value: unknown): string => `${JSON.stringify(value)}`.slice(0, 2000)

/** One phone of every vendor, with tokens that no earlier message went to. */
function owner(n: number, who: Partial<Recipient>, kind: 'alert' | 'voip'): Recipient {
  const devices = Object.entries<Device>(samples.sampleDevices).map(([channel, device]) => ({
    ...device,
    registrations: [{ channel, token: tokens[channel as Vendor](n), app: samples.sampleApp, kind }],
  }))
  return { ...who, id: `user-${n}`, devices }
}

/** Every text of a request, of JSON and forms alike and of JSON text within, must be UTF-8 without half a pair. null: so it is. */
function mistakeIn({ body, headers, url }: WireRequest): string | null {
  if (body.length === 0) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const form = headers['content-type']?.includes('form') === true
    // Throws on bytes that are no UTF-8.
    if (form) for (const part of text.split('&')) decodeURIComponent(part.replaceAll('+', ' '))
    const value = form ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text) as Readonly<Record<string, Json>>)
    const halves = Object.entries(value).filter(([, part]) => !isWellFormed(part))
    return halves.length === 0 ? null : `half a pair to ${url}: ${brief(halves)}`
  } catch (error) {
    return `to ${url}: ${error}`
  }
}

function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed() && (!/^[{[]/.test(value) || isWellFormedJson(value))
  return (
    JSON.stringify(wellFormed(value)) === JSON.stringify(value) && (typeof value !== 'object' || value === null || Object.values(value).every(isWellFormed))
  )
}

function isWellFormedJson(text: string): boolean {
  try {
    return isWellFormed(JSON.parse(text) as Json)
  } catch {
    return true
  }
}

function checkShape(channel: string, body: Json, validate: Validator): void {
  if (validate(body)) return
  const mistakes = validate.errors?.map(({ instancePath, keyword, params }) => [instancePath, keyword, params])
  throw new Error(`${channel}: its payload schema refuses ${brief(mistakes)} of ${brief(body)}`)
}

/** The body of a push as its channel's schema has it: without what was signed in, JSON text parsed; null for other calls. */
function pushIn({ body, path }: Received): Json {
  if (/\/(?:saveListPayload|pushToList|save_message_content|broadcast|getTaskId|task\/varnished\/pushByPushId)$/.test(path)) return null
  const { auth_token: _, sign: __, ...fields } = body as Record<string, Json>
  const isJson = (name: string, value: Json): value is string => typeof value === 'string' && /^message(?:s|Json)?$/.test(name)
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, isJson(name, value) ? (JSON.parse(value) as Json) : value]))
}

/** Counts how often each payload is rendered. */
function counted(channel: AnyChannel, count: (name: string) => void): AnyChannel {
  const render: AnyChannel['render'] = (notification, app) => {
    count(channel.name)
    return channel.render(notification, app)
  }
  return { ...channel, render }
}

/** Takes every limit off that counts pushes, and sets the emulators' other switches. */
function setUp({ control }: Sandbox, full: boolean): void {
  for (const vendor of vendors) {
    // What is tried here are requests, not their number.
    const limits = Object.entries(control.settings(vendor)).filter(
      ([name, value]) => typeof value === 'number' && /^(?:per|default)|Per(?:Second|Minute|Hour|Day)/.test(name),
    )
    const { strict, full: all } = vendorSetups[vendor]
    control.quota({ vendor, ...Object.fromEntries(limits.map(([name]) => [name, null])), ...strict, ...(full ? all.switches : {}) })
  }
}

const tooMuch = (vendor: Vendor): string => `, whatever is left out; state less in push.vendors.${vendor}`
const zeros = () => Object.fromEntries(vendors.map(vendor => [vendor, 0])) as Record<Vendor, number>

/**
 * Pushes any message with any settings through an engine to the emulators of all vendors, and throws at the first that one of them, or
 * the channel's own payload schema, does not take, that is not UTF-8 or takes unbounded work.
 */
export async function pushAnything({ messages, seed, full = false, progress }: AnyPushRun): Promise<AnyPushReport> {
  // The clock stands still, so that no ttl of a second ends on a busy machine, and no window of a quota turns.
  const start = Date.now()
  const clock = () => start
  const sandbox = await startSandbox({ now: clock, ring: 200 })
  setUp(sandbox, full)
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<Vendor, { apps: readonly object[] }> }
  const sockets = nodeTransport({ ca: await readFile(config.ca, 'utf8') })
  let wrong: string | null = null
  const transport: Transport = {
    request(request, options) {
      wrong ??= mistakeIn(request)
      return sockets.request(request, options)
    },
    close: () => sockets.close(),
  }
  let rendered = new Map<string, number>()
  const count = (name: string) => rendered.set(name, (rendered.get(name) ?? 0) + 1)
  const channels = vendors.map(vendor => {
    const { make, full: all } = vendorSetups[vendor]
    const own = config.channels[vendor]
    const more = full ? { ...all.options, apps: own.apps.map(entry => ({ ...entry, ...all.entry })) } : {}
    return counted(make({ ...own, ...more } as never), count)
  })
  // By a clock that stands still no bucket fills again.
  const rates = Object.fromEntries(vendors.map(vendor => [vendor, { perSecond: 1e9 }]))
  const engine = createEngine({ channels, transport, clock, rates, batchWaitMs: 0 })
  let next = 0
  let done = 0
  const report = { accepted: zeros(), suppressed: zeros(), tooLarge: zeros(), renderings: 0 }

  const explained = ({ decision, request }: Decision): void => {
    if (decision === 'push') checkShape(request?.channel ?? '', request?.body ?? null, vendorSetups[request?.channel as Vendor].validate)
  }
  const ended = (message: Message, outcomes: readonly Outcome[], owners: readonly Recipient[]): void => {
    if (wrong !== null) throw new Error(wrong)
    if (outcomes.length !== owners.length * vendors.length) throw new Error(`${outcomes.length} Outcomes for ${owners.length * vendors.length} devices`)
    for (const outcome of outcomes) {
      // A device without a push has no channel: its place among the samples tells the vendor.
      const vendor = Object.entries<Device>(samples.sampleDevices).find(([, { id }]) => id === outcome.device)?.[0] as Vendor
      if (outcome.status === 'suppressed' && outcome.reason === 'no-text') report.suppressed[vendor]++
      else if (outcome.status === 'accepted' && outcome.fault === null) report.accepted[vendor]++
      else if (message.push?.vendors?.[vendor] !== undefined && outcome.attempts === 0 && outcome.detail?.endsWith(tooMuch(vendor))) report.tooLarge[vendor]++
      else throw new Error(`${vendor}: ${brief(outcome)}; it got ${brief(sandbox.control.received({ vendor, kind: 'send' }).at(-1)?.body)}`)
    }
    report.renderings = Math.max(report.renderings, ...rendered.values())
    if (report.renderings > mostRenderings) throw new Error(`rendered ${report.renderings} times: ${brief([...rendered])}`)
  }
  const arrived = (): void => {
    for (const vendor of vendors) {
      for (const received of sandbox.control.received({ vendor, kind: 'send' })) {
        const body = pushIn(received)
        if (body !== null) checkShape(vendor, body, vendorSetups[vendor].validate)
      }
    }
  }

  try {
    await fc.assert(
      fc.asyncProperty(
        anyMessage(channels),
        anyRecipient,
        fc.constantFrom('alert' as const, 'alert' as const, 'voip' as const),
        fc.constantFrom(1, 1, 1, 2, 3),
        async (any, who, kind, many) => {
          const message: Message = kind === 'voip' ? { ...any, push: { ...any.push, category: 'voip' } } : any
          const owners = Array.from({ length: many }, () => owner(next++, who, kind))
          for (const decision of await engine.explain(message, owners[0] as Recipient, { showTokens: true })) explained(decision)
          rendered = new Map()
          wrong = null
          sandbox.control.clear()
          ended(message, await engine.push(message, owners), owners)
          arrived()
          progress?.(++done)
        },
      ),
      { numRuns: messages, ...(seed === undefined ? {} : { seed }) },
    )
    return { messages, ...report }
  } finally {
    await engine.close()
    await sandbox.close()
  }
}

/** The same for `npm run fuzz`: half of the messages to channels as the sandbox configures them, half with everything switched on. */
export async function fuzzPushes(
  runs: number,
  seed: number,
  progress: (messages: number) => void,
): Promise<{ readonly messages: number; readonly accepted: number; readonly tooLarge: number }> {
  const half = Math.ceil(runs / 2)
  const plain = await pushAnything({ messages: half, seed, progress })
  const full = await pushAnything({ messages: half, seed, full: true, progress: messages => progress(half + messages) })
  const total = (counts: Readonly<Record<Vendor, number>>) => Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { messages: 2 * half, accepted: total(plain.accepted) + total(full.accepted), tooLarge: total(plain.tooLarge) + total(full.tooLarge) }
}
