import { secret, type Target } from '@rouse/core/channel'

/** A target with a UUID that follows from `n` (0…999999). */
export function sampleTarget(token: string, badge: number | null = null, n = 0): Target {
  return { token: secret(token), badge, id: `0f8fad5b-d9cb-469f-a165-70867${`${n}`.padStart(7, '0')}` }
}
