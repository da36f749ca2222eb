import { createBoundedMap } from './bounded-map.ts'

/**
 * How many messages were pushed to a recipient lately, each counted once however many devices it reached: the `recent` fact and frequency caps. A host with several processes brings its own, on Redis say;
 * whatever goes wrong in it, it should log itself.
 */
export interface Counters {
  /**
   * For each recipient, in order: the UNIX-ms times of messages accepted since `since`, in this conversation and in all. An answer that
   * fails, is not complete, or takes more than 500 ms counts as a host fact that could not be had: the policy's `onFactError` decides.
   */
  recent(recipients: readonly string[], conversation: string, since: number): Promise<readonly RecentPushes[]>
  /**
   * Records that a message was accepted for a recipient. Called once for all devices that one call reaches; called again for an edit, a
   * device that was deferred, or the same message pushed again: count each (recipient, message) once. A failure changes no Outcome.
   *
   * @param recipient the recipient's id.
   * @param conversation the conversation's id.
   * @param at UNIX ms.
   * @param message the message's id.
   * @param sender the id of the sender.
   */
  record(recipient: string, conversation: string, at: number, message: string, sender: string): void | Promise<void>
  /** Most messages of one recipient that `recent` can tell of; policies that ask for more are refused. Absent: any number. */
  readonly most?: number
}

export interface RecentPushes {
  readonly recipient: readonly number[]
  readonly conversation: readonly number[]
}

const nobody: RecentPushes = { recipient: [], conversation: [] }

/**
 * Counters in this process: at most `recipients` of them (the longest quiet go first), at most `perRecipient`
 * messages each, so that its memory is bounded. A policy that asks whether there were `perRecipient` or more is refused: a larger number, or
 * the host's own Counters, serve it.
 */
export function memoryCounters(recipients = 100_000, perRecipient = 64): Counters {
  const pushes = createBoundedMap<string, { readonly at: number; readonly conversation: string; readonly message: string }[]>(recipients)
  return {
    most: perRecipient,
    recent(ids, conversation, since) {
      return Promise.resolve(
        ids.map(id => {
          const known = pushes.peek(id)?.filter(push => push.at > since)
          if (known === undefined) return nobody
          return { recipient: known.map(push => push.at), conversation: known.filter(push => push.conversation === conversation).map(push => push.at) }
        }),
      )
    },
    record(id, conversation, at, message) {
      const known = pushes.get(id)
      if (known === undefined) {
        pushes.set(id, [{ at, conversation, message }])
        return
      }
      // A message counts once, at the time of its first push.
      if (message !== undefined && known.some(push => push.message === message && push.conversation === conversation)) return
      known.push({ at, conversation, message })
      if (known.length > perRecipient) known.shift()
    },
  }
}
