import type { Target } from '../channel/contract.ts'
import type { Delivered, DeliveryJob, DeliveryTarget, Standing } from '../delivery/delivery-api.ts'
import type { Admitted, Candidate, Rendered, Selected } from './page.ts'
import { stableUuid, targetIds } from './target-id.ts'

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

/** What the engine knows of pushes while delivery holds them. */
export interface Tracker {
  standing(attempt: Attempt, admitted: Admitted, retry: boolean): Standing
  waits(attempt: Attempt, ask: () => void): () => void
  ended(attempt: Attempt, admitted: Admitted, badge: number | null, delivered: Delivered): void
}

/** The number to show: none where the badge is left alone, or the host does not know the count. */
function badgeOf(attempt: Attempt): number | null {
  return attempt.rendered.shown.badge ? (attempt.selected.case.subject.recipient.unread ?? null) : null
}

/** What of the badge goes into a body that many targets share: they share it only where this is equal. */
function badgePart({ rendered: { channel } }: Attempt, badge: number | null): string {
  const mode = channel.limits.tokens > 1 ? channel.capabilities.badge : 'none'
  return mode === 'none' ? '' : mode === 'absolute' ? `${badge}` : badge === 0 ? '0' : '+'
}

/** A target whose id is made when a channel asks for it: most vendors have no use for one. */
class DeviceTarget implements Target {
  readonly token: Target['token']
  readonly badge: number | null
  readonly #attempt: Attempt
  readonly #idOf: (recipient: string, device: string) => string
  #id: string | null = null

  constructor(attempt: Attempt, badge: number | null, idOf: (recipient: string, device: string) => string) {
    this.token = attempt.candidate.token
    this.badge = badge
    this.#attempt = attempt
    this.#idOf = idOf
  }

  get id(): string {
    const { subject, device } = this.#attempt.selected.case
    this.#id ??= this.#idOf(subject.recipient.id, device?.id ?? '')
    return this.#id
  }
}

/** One that a tracker follows. */
class TrackedTarget extends DeviceTarget implements DeliveryTarget {
  readonly #attempt: Attempt
  readonly #admitted: Admitted
  readonly #tracker: Tracker

  constructor(attempt: Attempt, badge: number | null, idOf: (recipient: string, device: string) => string, admitted: Admitted, tracker: Tracker) {
    super(attempt, badge, idOf)
    this.#attempt = attempt
    this.#admitted = admitted
    this.#tracker = tracker
  }

  standing(retry: boolean): Standing {
    return this.#tracker.standing(this.#attempt, this.#admitted, retry)
  }

  waits(ask: () => void): () => void {
    return this.#tracker.waits(this.#attempt, ask)
  }

  ended(delivered: Delivered): void {
    this.#tracker.ended(this.#attempt, this.#admitted, this.badge, delivered)
  }
}

interface Group {
  readonly key: string
  readonly attempts: Attempt[]
  readonly targets: DeliveryTarget[]
}

/** Finds the group of an attempt: by what was rendered, which is quick, and across equal payloads by their key, once each. */
function createGroups() {
  const byKey = new Map<string, Group>()
  const byRendered = new Map<Rendered, Map<string, Group>>()
  return {
    all: () => byKey.values(),
    of(attempt: Attempt, badge: number | null): Group {
      const { rendered } = attempt
      const part = badgePart(attempt, badge)
      let parts = byRendered.get(rendered)
      if (parts === undefined) {
        parts = new Map()
        byRendered.set(rendered, parts)
      }
      let group = parts.get(part)
      if (group === undefined) {
        const { channel, app, payload } = rendered
        const key = `${channel.name}|${channel.apps.indexOf(app)}|${part}|${payload.key}`
        group = byKey.get(key) ?? { key, attempts: [], targets: [] }
        byKey.set(key, group)
        parts.set(part, group)
      }
      return group
    },
  }
}

/** Step 7: attempts with the same payload, app and badge become one job; `tracker` follows each of them. */
export function batch(attempts: readonly Attempt[], admitted: Admitted, tracker: Tracker | null = null): readonly BatchedJob[] {
  const groups = createGroups()
  const idOf = targetIds(admitted.fact.id, admitted.fact.revision)
  for (const attempt of attempts) {
    const badge = badgeOf(attempt)
    const group = groups.of(attempt, badge)
    group.attempts.push(attempt)
    group.targets.push(tracker === null ? new DeviceTarget(attempt, badge, idOf) : new TrackedTarget(attempt, badge, idOf, admitted, tracker))
  }
  return [...groups.all()].map(group => {
    const { channel, app, payload, expiresAt, ttlZero } = (group.attempts[0] as Attempt).rendered
    const first = group.targets[0] as Target
    return {
      job: { channel, app, payload, targets: group.targets, batchId: stableUuid(`${first.id}|${group.key}`), expiresAt, ttlZero },
      attempts: group.attempts,
    }
  })
}
