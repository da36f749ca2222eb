import type { Assignment } from './assignment.ts'

/** So many pushes, that long ago. */
export interface PastPushes {
  readonly count: number
  readonly secondsAgo: number
}

export interface Recent {
  readonly recipient: readonly PastPushes[]
  readonly conversation: readonly PastPushes[]
}

const most = 10_000

/** Pushes of which as many lie within each window as are assigned to it; those of the conversation are the recipient's too. */
export function recentOf(assignments: readonly Assignment[]): Recent {
  const counts = (wanted: string): ReadonlyMap<number, number> =>
    new Map(
      assignments
        .filter(({ fact, path, seconds }) => fact === 'recent' && path === `$.${wanted}` && seconds !== undefined)
        .map(({ seconds, value }) => [seconds as number, typeof value === 'number' ? Math.min(Math.max(0, Math.round(value)), most) : 0]),
    )
  const conversation = counts('conversation')
  const recipient = new Map(counts('recipient'))
  for (const [seconds, count] of conversation) recipient.set(seconds, Math.max(count, recipient.get(seconds) ?? 0))
  return { recipient: pushesIn(recipient), conversation: pushesIn(conversation) }
}

function pushesIn(counts: ReadonlyMap<number, number>): readonly PastPushes[] {
  let before = 0
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([seconds, count]) => {
      const more = count - before
      if (more <= 0) return []
      before = count
      // Within this window, and within no shorter one.
      return [{ count: more, secondsAgo: seconds - 1 }]
    })
}
