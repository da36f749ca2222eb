import { createEngine, type Decision, type Message, type Outcome, type Recipient } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox } from '@rouse/sandbox'
import { readConfig } from '../input/read-config.ts'
import type { Io } from '../io.ts'
import { table } from '../table.ts'
import { disabledDan, guideMessage, plainMessage, quietMessage, sleepingPeople, systemMessage, wokenPeople } from './people.ts'

/** Sends the guide's example through a sandbox, to a phone on every channel and to those who must not be woken. */
export async function demo(options: { readonly json: boolean }, io: Io): Promise<number> {
  const sandbox = await startSandbox()
  const config = await readConfig(sandbox.info.config, io)
  const engine = createEngine({
    channels: config.channels,
    transport: nodeTransport({ ca: config.ca }),
  })
  const woken = wokenPeople(config.channels.map(({ name }) => name))
  const calls: readonly (readonly [Message, readonly Recipient[]])[] = [
    [guideMessage, [...woken, ...sleepingPeople]],
    [plainMessage, [disabledDan]],
    [quietMessage, woken.slice(0, 1)],
    [systemMessage, woken.slice(0, 1)],
  ]
  try {
    const decisions: Decision[] = []
    const outcomes: Outcome[] = []
    for (const [message, recipients] of calls) {
      for (const recipient of recipients) decisions.push(...(await engine.explain(message, recipient)))
      outcomes.push(...(await engine.push(message, recipients)))
    }
    if (options.json) {
      for (const outcome of outcomes) io.out(JSON.stringify(outcome))
      io.out(JSON.stringify({ summary: summary(decisions, outcomes) }))
    } else {
      io.out(
        table(
          ['recipient', 'device', 'decision', 'channel', 'title', 'body', 'sound', 'badge', 'vendor answered'],
          rows(decisions, outcomes, [...woken, ...sleepingPeople]),
        ),
      )
      const { pushed, accepted, suppressed } = summary(decisions, outcomes)
      io.out(
        `${pushed} pushed, ${accepted} accepted by their vendors' emulators; suppressed: ${Object.entries(suppressed)
          .map(([reason, n]) => `${n} ${reason}`)
          .join(', ')}.`,
      )
    }
    return outcomes.every(({ status }) => status === 'accepted' || status === 'suppressed') ? 0 : 1
  } finally {
    await engine.close()
    await sandbox.close()
  }
}

function summary(decisions: readonly Decision[], outcomes: readonly Outcome[]) {
  const suppressed: Record<string, number> = {}
  for (const { status, reason } of outcomes) {
    if (status === 'suppressed' && reason !== null) suppressed[reason] = (suppressed[reason] ?? 0) + 1
  }
  return {
    decisions: decisions.length,
    pushed: decisions.filter(({ decision }) => decision === 'push').length,
    accepted: outcomes.filter(({ status }) => status === 'accepted').length,
    suppressed,
  }
}

function rows(decisions: readonly Decision[], outcomes: readonly Outcome[], people: readonly Recipient[]): (readonly (string | null)[])[] {
  return decisions.map(decision => {
    const pushes = decision.decision === 'push'
    const setting = (name: string) => decision.settings[`ios.${name}`] ?? decision.settings[`android.${name}`] ?? decision.settings[name]
    const outcome = outcomes.find(
      ({ message, recipient, device }) => message === decision.message && recipient === decision.recipient && device === decision.device,
    )
    const sound = decision.notes.some(({ code }) => code.startsWith('sound-')) ? null : (setting('sound')?.value ?? null)
    const unread = people.find(({ id }) => id === decision.recipient)?.unread
    return [
      decision.recipient,
      decision.device,
      pushes ? 'push' : `${decision.decision}: ${decision.reason}`,
      decision.channel,
      pushes ? String(setting('title')?.value ?? '') : null,
      pushes ? String(setting('body')?.value ?? '') : null,
      pushes ? (typeof sound === 'string' ? (sound.split('/').at(-1) ?? sound) : 'default') : null,
      pushes ? badgeWords(decision, setting('badge')?.value === true, unread) : null,
      outcome === undefined || outcome.channel === null ? null : `${outcome.status} ${outcome.vendorCode ?? outcome.detail ?? ''}`,
    ]
  })
}

function badgeWords(decision: Decision, counts: boolean, unread: number | undefined): string {
  if (!counts || decision.notes.some(({ code }) => code === 'badge-unsupported')) return 'left alone'
  const body = JSON.stringify(decision.request?.body ?? null)
  if (/"(?:badge|notificationCount)":\d/.test(body)) return `${unread}`
  return /"add_?num":/i.test(body) ? '+1' : 'left alone'
}
