import type { Counters, RecentPushes } from './counters.ts'

const nobody: RecentPushes = { recipient: [], conversation: [] }

/**
 * Counters in this process: at most `recipients` of them (the longest quiet go first), at most `perRecipient`
 * pushes each, so that its memory is bounded. A frequency cap above `perRecipient` needs the host's own Counters.
 */
export function memoryCounters(recipients = 100_000, perRecipient = 64): Counters {
  const pushes = new Map<string, { readonly at: number; readonly conversation: string }[]>()
  return {
    recent(ids, conversation, since) {
      return Promise.resolve(
        ids.map(id => {
          const known = pushes.get(id)?.filter(push => push.at > since)
          if (known === undefined) return nobody
          return { recipient: known.map(push => push.at), conversation: known.filter(push => push.conversation === conversation).map(push => push.at) }
        }),
      )
    },
    record(id, conversation, at) {
      const known = pushes.get(id) ?? []
      pushes.delete(id)
      known.push({ at, conversation })
      if (known.length > perRecipient) known.shift()
      pushes.set(id, known)
      if (pushes.size <= recipients) return
      for (const quietest of pushes.keys()) {
        pushes.delete(quietest)
        break
      }
    },
  }
}
