import { type Message, type Recipient, RouseError } from '@rouse/core'
import type { PushEngine } from './chat-server-api.ts'

/** A recipient that the engine refused, and why. */
export interface Malformed {
  readonly recipient: Recipient
  readonly why: string
}

/** Places of the recipients that an error names; empty where it is another error, or names all. */
function named(error: unknown, count: number): ReadonlyMap<number, string> {
  const places = new Map<number, string>()
  if (!(error instanceof RouseError) || error.code !== 'recipient-invalid') return places
  for (const { pointer, message } of error.mistakes) {
    const place = Number(/^\/(\d+)(?=\/|$)/.exec(pointer)?.[1])
    if (!places.has(place)) places.set(place, `${pointer.replace(/^\/\d+/, '')}: ${message}`)
  }
  return places.size < count ? places : new Map()
}

/**
 * Hands a message to the engine. An engine takes all recipients or none: those that it finds malformed, whose settings or count a
 * host's port made up, are left out, so that one of them silences no group. Answers who was left out.
 *
 * @throws what the engine throws, `recipient-invalid` only where nobody is left.
 */
export async function submit(engine: PushEngine, message: Message, recipients: readonly Recipient[]): Promise<readonly Malformed[]> {
  const options = { idempotencyKey: message.id }
  try {
    await engine.submit(message, recipients, options)
    return []
  } catch (error) {
    const bad = named(error, recipients.length)
    if (bad.size === 0) throw error
    await engine.submit(
      message,
      recipients.filter((_, i) => !bad.has(i)),
      options,
    )
    return recipients.flatMap((recipient, i) => {
      const why = bad.get(i)
      return why === undefined ? [] : [{ recipient, why }]
    })
  }
}
