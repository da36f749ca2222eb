import type { Target } from '../channel/contract.ts'
import type { DeliveryJob, DeliveryTarget, Standing } from '../delivery/delivery-api.ts'
import type { Addressed, Admitted, Rendered, Selected } from './page.ts'
import { stableUuid, targetIds } from './target-id.ts'

/** A case whose payload for the channel now tried is rendered. It holds its names itself: when the answer comes, what they were read from has left the processor's caches. */
export interface Attempt extends Addressed {
  readonly selected: Selected
  readonly rendered: Rendered
}

/** One job for delivery, and whose each of its targets is, in order. */
export interface BatchedJob {
  readonly job: DeliveryJob
  readonly attempts: readonly Attempt[]
}

/** What the engine knows of pushes while delivery holds them. */
export interface Tracker {
  /** Nothing that any push of this message could run into is about: revoked, moved, or newer under the message's own replace id. */
  isQuiet(admitted: Admitted): boolean
  standing(attempt: Attempt, admitted: Admitted, retry: boolean): Standing
  waits(attempt: Attempt, ask: () => void): () => void
}

/** The number to show: none where the badge is left alone, or the host does not know the count. */
function badgeOf(attempt: Attempt): number | null {
  return attempt.rendered.shown.badge ? (attempt.selected.case.subject.recipient.unread ?? null) : null
}

/** What of the badge goes into a body that many targets share, as a number: they share it only where this is equal. */
function badgePart({ rendered: { channel } }: Attempt, badge: number | null): number {
  if (channel.limits.tokens === 1) return 0
  const mode = channel.capabilities.badge
  return mode === 'none' ? 0 : mode === 'absolute' ? (badge ?? -1) : badge === 0 ? 0 : 1
}

/** What all targets of a page share. */
interface Page {
  readonly admitted: Admitted
  readonly tracker: Tracker | null
  readonly idOf: (recipient: string, device: string) => string
}

/** A target whose id is made when a channel asks for it, as most vendors have no use for one; a tracker, where there is one, follows it. */
class DeviceTarget implements DeliveryTarget {
  readonly token: Target['token']
  readonly badge: number | null
  readonly #attempt: Attempt
  readonly #page: Page
  /** It stands under its message's own replace id. */
  readonly #apart: boolean
  #id: string | null = null

  constructor(attempt: Attempt, badge: number | null, page: Page) {
    this.token = attempt.candidate.token
    this.badge = badge
    this.#attempt = attempt
    this.#page = page
    this.#apart = attempt.selected.settings.effective.collapseKey === undefined
  }

  get id(): string {
    this.#id ??= this.#page.idOf(this.#attempt.recipient, this.#attempt.device)
    return this.#id
  }

  standing(retry: boolean): Standing {
    const { tracker, admitted } = this.#page
    // The way of most: nothing of the attempt is looked at, which has left the processor's caches by now.
    if (tracker === null || (!retry && this.#apart && tracker.isQuiet(admitted))) return 'current'
    return tracker.standing(this.#attempt, admitted, retry)
  }

  waits(ask: () => void): () => void {
    return this.#page.tracker?.waits(this.#attempt, ask) ?? (() => undefined)
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
  /** By `Rendered.place`, then by badge. */
  const byPlace: (Map<number, Group> | undefined)[] = []
  return {
    all: () => byKey.values(),
    of(attempt: Attempt, badge: number | null): Group {
      const { rendered } = attempt
      const part = badgePart(attempt, badge)
      const known = byPlace[rendered.place]?.get(part)
      if (known !== undefined) return known
      const { channel, app, payload } = rendered
      const key = `${channel.name}|${channel.apps.indexOf(app)}|${part}|${payload.key}`
      const group = byKey.get(key) ?? { key, attempts: [], targets: [] }
      byKey.set(key, group)
      const parts = byPlace[rendered.place] ?? new Map<number, Group>()
      parts.set(part, group)
      byPlace[rendered.place] = parts
      return group
    },
  }
}

/** Step 7: attempts with the same payload, app and badge become one job; `tracker` follows each of them. */
export function batch(attempts: readonly Attempt[], admitted: Admitted, tracker: Tracker | null = null): readonly BatchedJob[] {
  const groups = createGroups()
  const page: Page = { admitted, tracker, idOf: targetIds(admitted.fact.id, admitted.fact.revision) }
  for (const attempt of attempts) {
    const badge = badgeOf(attempt)
    const group = groups.of(attempt, badge)
    group.attempts.push(attempt)
    group.targets.push(new DeviceTarget(attempt, badge, page))
  }
  return [...groups.all()].map(({ key, attempts, targets }) => {
    const { channel, app, payload, expiresAt, ttlZero } = (attempts[0] as Attempt).rendered
    const first = targets[0] as Target
    const batchId = channel.limits.tokens === 1 ? first.id : stableUuid(`${first.id}|${key}`)
    return { job: { channel, app, payload, targets, batchId, expiresAt, ttlZero }, attempts }
  })
}
