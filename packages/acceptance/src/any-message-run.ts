import { readFile } from 'node:fs/promises'
import { apns, validateApnsPayload } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm, validateFcmPayload } from '@rouse/channel-fcm'
import {
  type AnyChannel,
  createEngine,
  type Decision,
  type Device,
  type Json,
  type Message,
  type Outcome,
  type Recipient,
  type Transport,
  type Validator,
  type WireRequest,
  wellFormed,
} from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox, vendors } from '@rouse/sandbox'
import { arbitraries, samples } from '@rouse/testkit'
import fc from 'fast-check'
import { tokens } from './tokens.ts'

export interface AnyMessageReport {
  readonly messages: number
  /** Pushes that a vendor's emulator took. */
  readonly accepted: number
  /** Pushes to somebody with nothing to be shown. */
  readonly suppressed: number
  /** Most renderings that one push to one channel took. */
  readonly renderings: number
}

const validators: Readonly<Record<string, Validator>> = {
  apns: validateApnsPayload,
  fcm: validateFcmPayload,
  huawei: cn.validateHuaweiPayload,
  harmony: cn.validateHarmonyPayload,
  honor: cn.validateHonorPayload,
  xiaomi: cn.validateXiaomiPayload,
  oppo: cn.validateOppoPayload,
  vivo: cn.validateVivoPayload,
  meizu: cn.validateMeizuPayload,
}

/** More renderings of one payload than this are no bounded time: fitting halves what is left. */
const mostRenderings = 60

/** A chat message with anything in it and anything neutral stated; what would only keep it from being sent is taken out. */
const sendable: fc.Arbitrary<Message> = fc.tuple(arbitraries.message(), arbitraries.text()).map(([{ sentAt: _, app: __, ...message }, text]) => ({
  ...message,
  kind: 'chat',
  elements: [...message.elements, { type: 'text', text: `${text}.` }],
  push: { ...message.push, enabled: true },
}))

/** One phone of every vendor, with tokens that no earlier message went to. */
function owner(n: number, change: Partial<Recipient>): Recipient {
  const devices = Object.entries<Device>(samples.sampleDevices).map(([channel, device]) => ({
    ...device,
    registrations: [{ channel, token: tokens[channel]?.(n) ?? '', app: samples.sampleApp }],
  }))
  return { ...change, id: `user-${n}`, devices }
}

/** Every text of a request, of JSON and forms alike, must be UTF-8 without half a pair. */
function checkBytes({ body, headers }: WireRequest): void {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  if (headers['content-type']?.includes('form') === true) {
    // Throws on bytes that are no UTF-8.
    for (const part of text.split('&')) decodeURIComponent(part.replaceAll('+', ' '))
    return
  }
  const value = JSON.parse(text) as Json
  if (JSON.stringify(wellFormed(value)) !== JSON.stringify(value)) throw new Error(`half a pair in ${text.slice(0, 300)}`)
}

/** What `explain` shows is what the channel's schema is of: the request without what comes from credentials. */
function checkShape({ decision, request }: Decision): void {
  if (decision !== 'push') return
  const validate = validators[request?.channel ?? '']
  if (validate?.(request?.body) === true) return
  const mistakes = validate?.errors?.map(({ instancePath, keyword, params }) => [instancePath, keyword, params])
  throw new Error(`${request?.channel}: its payload schema refuses ${JSON.stringify(mistakes)} of ${JSON.stringify(request?.body).slice(0, 500)}`)
}

/** Counts how often each payload is rendered. */
function counted(channel: AnyChannel, count: (name: string) => void): AnyChannel {
  const render: AnyChannel['render'] = (notification, app) => {
    count(channel.name)
    return channel.render(notification, app)
  }
  return { ...channel, render }
}

/**
 * Pushes any message with any settings through an engine to the emulators of all vendors, and throws at the first that one of them, or
 * the channel's own payload schema, does not take.
 */
export async function pushAnything(runs: number, seed: number, progress: (messages: number) => void = () => undefined): Promise<AnyMessageReport> {
  // The clock stands still, so that no ttl of a second ends on a busy machine, and no window of a quota turns.
  const start = Date.now()
  const clock = () => start
  const sandbox = await startSandbox({ now: clock, ring: 100 })
  for (const vendor of vendors) {
    // What is tried here are requests, not their number.
    const limits = Object.entries(sandbox.control.settings(vendor)).filter(
      ([name, value]) => typeof value === 'number' && /^per|Per(?:Second|Minute|Hour|Day)/.test(name),
    )
    sandbox.control.quota({ vendor, ...Object.fromEntries(limits.map(([name]) => [name, null])) })
  }
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, object> }
  const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, (config: object) => AnyChannel>>
  const sockets = nodeTransport({ ca: await readFile(config.ca, 'utf8') })
  const transport: Transport = {
    request(request, options) {
      if (request.body.length > 0) checkBytes(request)
      return sockets.request(request, options)
    },
    close: () => sockets.close(),
  }
  let rendered = new Map<string, number>()
  const count = (name: string) => rendered.set(name, (rendered.get(name) ?? 0) + 1)
  const channels = Object.entries(config.channels).map(([name, entry]) => counted((factories[name] as (config: object) => AnyChannel)(entry), count))
  // By a clock that stands still no bucket fills again.
  const rates = Object.fromEntries(vendors.map(vendor => [vendor, { perSecond: 1e9 }]))
  const engine = createEngine({ channels, transport, clock, rates, batchWaitMs: 0 })
  let next = 0
  const report = { messages: 0, accepted: 0, suppressed: 0, renderings: 0 }

  const check = (message: Message, outcomes: readonly Outcome[], owners: number): void => {
    for (const { channel, status, reason, detail } of outcomes) {
      if (status === 'suppressed' && reason === 'no-text') report.suppressed++
      else if (status === 'accepted') report.accepted++
      else throw new Error(`${channel}: ${status} ${reason ?? ''} ${detail ?? ''} of ${JSON.stringify(message).slice(0, 2000)}`)
    }
    if (outcomes.length !== owners * channels.length) throw new Error(`${outcomes.length} Outcomes for ${owners * channels.length} devices`)
    report.renderings = Math.max(report.renderings, ...rendered.values())
    if (report.renderings > mostRenderings) throw new Error(`rendered ${report.renderings} times: ${JSON.stringify([...rendered])}`)
  }

  try {
    await fc.assert(
      fc.asyncProperty(
        sendable,
        fc.record(
          {
            unread: fc.constantFrom(0, 1, 99, 1_000_000),
            preview: fc.constantFrom('full' as const, 'sender' as const, 'none' as const),
            locale: fc.constantFrom('en', 'zh-CN'),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
        fc.constantFrom(1, 1, 1, 2),
        async (message, change, owners) => {
          const recipients = Array.from({ length: owners }, () => owner(next++, change))
          for (const decision of await engine.explain(message, recipients[0] as Recipient, { showTokens: true })) checkShape(decision)
          rendered = new Map()
          check(message, await engine.push(message, recipients), owners)
          report.messages++
          progress(report.messages)
        },
      ),
      { numRuns: runs, seed },
    )
    return report
  } finally {
    await engine.close()
    await sandbox.close()
  }
}
