import type { Target } from '../channel/contract.ts'
import type { DeliveryJob } from '../delivery/delivery-api.ts'
import type { Admitted, Candidate, Rendered, Selected } from './page.ts'
import { stableUuid, targetId } from './target-id.ts'

/** A case whose payload for the channel now tried is rendered. */
export interface Attempt {
  readonly selected: Selected
  readonly candidate: Candidate
  readonly rendered: Rendered
}

/** One job for delivery, and whose each of its targets is, in order. */
export interface BatchedJob {
  readonly job: DeliveryJob
  readonly attempts: readonly Attempt[]
}

/** The number to show: none where the badge is left alone, or the host does not know the count. */
function badgeOf(attempt: Attempt): number | null {
  return attempt.rendered.shown.badge ? (attempt.selected.case.subject.recipient.unread ?? null) : null
}

/** Targets share requests where their payloads are equal, and the badge, where it goes into a body that many share. */
function keyOf(attempt: Attempt, badge: number | null): string {
  const { channel, app, payload } = attempt.rendered
  const shared = channel.limits.tokens > 1
  const mode = channel.capabilities.badge
  const part = !shared || mode === 'none' ? '' : mode === 'absolute' ? `${badge}` : badge === 0 ? '0' : '+'
  return `${channel.name}|${channel.apps.indexOf(app)}|${part}|${payload.key}`
}

/** Step 7: attempts with the same payload, app and badge become one job. */
export function batch(attempts: readonly Attempt[], admitted: Admitted): readonly BatchedJob[] {
  const groups = new Map<string, { attempts: Attempt[]; targets: Target[] }>()
  const { id, revision } = admitted.fact
  for (const attempt of attempts) {
    const badge = badgeOf(attempt)
    const key = keyOf(attempt, badge)
    let group = groups.get(key)
    if (group === undefined) {
      group = { attempts: [], targets: [] }
      groups.set(key, group)
    }
    const { subject, device } = attempt.selected.case
    group.attempts.push(attempt)
    group.targets.push({ token: attempt.candidate.token, badge, id: targetId(id, revision, subject.recipient.id, device?.id ?? '') })
  }
  return [...groups].map(([key, group]) => {
    const { channel, app, payload, expiresAt, ttlZero } = (group.attempts[0] as Attempt).rendered
    const first = group.targets[0] as Target
    return {
      job: { channel, app, payload, targets: group.targets, batchId: stableUuid(`${first.id}|${key}`), expiresAt, ttlZero },
      attempts: group.attempts,
    }
  })
}
