import { createEngine, type Decision, type Engine, type Message, type Outcome, type Recipient } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox } from '@rouse/sandbox'
import { readConfig } from '../input/read-config.ts'
import type { Io } from '../io.ts'
import { table } from '../table.ts'
import { guideMessage, wokenPeople } from './people.ts'
import { credit, demoPolicy, sleepers } from './sleepers.ts'

/** What became of one push, and what `explain` says of it. */
interface Told {
  readonly outcome: Outcome
  /** null: of what the engine alone knows (duplicates, revocations, moved tokens) there is no Decision beforehand. */
  readonly decision: Decision | null
  readonly recipient: Recipient
}

/** Sends the guide's example through a sandbox, to a phone on every channel and to those who must not be woken. */
export async function demo(options: { readonly json: boolean }, io: Io): Promise<number> {
  const sandbox = await startSandbox()
  const config = await readConfig(sandbox.info.config, io)
  const engine = createEngine({ channels: config.channels, transport: nodeTransport({ ca: config.ca }), policy: demoPolicy, facts: { credit } })
  try {
    const told: Told[] = []
    const woken = wokenPeople(config.channels.map(({ name }) => name))
    const outcomes = await engine.push(guideMessage, woken)
    for (const recipient of woken) told.push(...(await tell(engine, guideMessage, recipient, outcomes)))
    for (const { message, recipient, now, push } of sleepers) {
      const ends = push === undefined ? await engine.push(message, [recipient], { now }) : await push(engine, message, recipient)
      told.push(...(await tell(engine, message, recipient, ends, now)))
    }
    const { pushed, accepted, suppressed, ...rest } = summary(told)
    if (options.json) {
      for (const { outcome } of told) io.out(JSON.stringify(outcome))
      io.out(JSON.stringify({ summary: { ...rest, pushed, accepted, suppressed } }))
    } else {
      io.out(table(['recipient', 'device', 'decision', 'channel', 'title', 'body', 'sound', 'badge', 'vendor answered'], told.map(row)))
      const reasons = Object.entries(suppressed).map(([reason, n]) => `${n} ${reason}`)
      io.out(`${pushed} pushed, ${accepted} accepted by their vendors' emulators; suppressed: ${reasons.join(', ')}.`)
    }
    return told.every(({ outcome: { status } }) => status === 'accepted' || status === 'suppressed') ? 0 : 1
  } finally {
    await engine.close()
    await sandbox.close()
  }
}

/** A recipient's Outcomes with their Decisions; what the message or the recipient alone decides has one of both. */
async function tell(engine: Engine, message: Message, recipient: Recipient, outcomes: readonly Outcome[], now?: number): Promise<readonly Told[]> {
  const own = outcomes.filter(outcome => outcome.recipient === recipient.id || outcome.recipient === null)
  const decisions = await engine.explain(message, recipient, { now })
  return own.map(outcome => {
    const decision = decisions.find(({ device }) => outcome.device === null || device === outcome.device) ?? null
    const agree = decision !== null && (decision.decision === 'push') === (outcome.status !== 'suppressed')
    return { outcome, recipient, decision: agree ? decision : null }
  })
}

function summary(told: readonly Told[]) {
  const suppressed: Record<string, number> = {}
  for (const { outcome } of told) {
    if (outcome.status === 'suppressed' && outcome.reason !== null) suppressed[outcome.reason] = (suppressed[outcome.reason] ?? 0) + 1
  }
  return {
    decisions: told.length,
    pushed: told.filter(({ outcome }) => outcome.status !== 'suppressed').length,
    accepted: told.filter(({ outcome }) => outcome.status === 'accepted').length,
    suppressed,
  }
}

function row({ decision, outcome, recipient }: Told): readonly (string | null)[] {
  const whose = [recipient.id, outcome.device ?? decision?.device ?? null]
  if (decision === null || decision.decision !== 'push') return [...whose, `suppress: ${outcome.reason}`, outcome.channel, null, null, null, null, null]
  const setting = (name: string) => decision.settings[`ios.${name}`] ?? decision.settings[`android.${name}`] ?? decision.settings[name]
  const sound = decision.notes.some(({ code }) => code.startsWith('sound-')) ? null : (setting('sound')?.value ?? null)
  return [
    ...whose,
    'push',
    outcome.channel,
    String(setting('title')?.value ?? ''),
    String(setting('body')?.value ?? ''),
    typeof sound === 'string' ? (sound.split('/').at(-1) ?? sound) : 'default',
    badgeWords(decision, setting('badge')?.value === true, recipient.unread),
    `${outcome.status} ${outcome.vendorCode ?? outcome.detail ?? ''}`,
  ]
}

function badgeWords(decision: Decision, counts: boolean, unread: number | undefined): string {
  if (!counts || decision.notes.some(({ code }) => code === 'badge-unsupported')) return 'left alone'
  const body = JSON.stringify(decision.request?.body ?? null)
  if (/"(?:badge|notificationCount)":\d/.test(body)) return `${unread}`
  return /"add_?num":/i.test(body) ? '+1' : 'left alone'
}
