import QuickLRU from 'quick-lru'
import type { Counters, RecentPushes } from './counters.ts'

const nobody: RecentPushes = { recipient: [], conversation: [] }

/**
 * Counters in this process: at most `recipients` of them (the longest quiet go first), at most `perRecipient`
 * pushes each, so that its memory is bounded. A policy that asks whether there were `perRecipient` or more is refused: a larger number, or
 * the host's own Counters, serve it.
 */
export function memoryCounters(recipients = 100_000, perRecipient = 64): Counters {
  const pushes = new QuickLRU<string, { readonly at: number; readonly conversation: string }[]>({ maxSize: Math.max(1, Math.ceil(recipients / 2)) })
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
    record(id, conversation, at) {
      const known = pushes.get(id)
      if (known === undefined) {
        pushes.set(id, [{ at, conversation }])
        return
      }
      known.push({ at, conversation })
      if (known.length > perRecipient) known.shift()
    },
  }
}
