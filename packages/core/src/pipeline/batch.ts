import type { Target } from '../channel/contract.ts'
import type { DeliveryJob, DeliveryTarget, PushPermission } from '../delivery/delivery-api.ts'
import { stableUuid, targetIds } from './target-id.ts'
import { type Admitted, type Candidate, DeliveryAddress, getOrCreate, type RenderCache, type Rendered, type Selected } from './types.ts'

/** A case whose payload for the channel now tried is rendered. It holds its names itself: when the answer comes, what they were read from has left the processor's caches. */
export class Attempt extends DeliveryAddress {
  readonly selected: Selected
  readonly rendered: Rendered

  constructor(selected: Selected, candidate: Candidate, rendered: Rendered) {
    super(selected.case, candidate)
    this.selected = selected
    this.rendered = rendered
  }
}

/** One job for delivery, and whose each of its targets is, in order. */
export interface BatchedJob {
  readonly job: DeliveryJob
  readonly attempts: readonly Attempt[]
}

/** What the engine knows of pushes while delivery holds them. */
export interface PushTracker {
  /** Nothing that any push of this message could run into is about: revoked, moved, or newer under the message's own replace id. */
  hasNoConflicts(admitted: Admitted): boolean
  permission(attempt: Attempt, admitted: Admitted, retry: boolean): PushPermission
  waits(attempt: Attempt, ask: () => void): () => void
}

/** The number to show: none where the badge is left alone, or the host does not know the count. */
function badgeOf(attempt: Attempt): number | null {
  return attempt.rendered.shown.badge ? (attempt.selected.case.subject.recipient.unread ?? null) : null
}

/** What of the badge goes into a body that many targets share, as a number: they share it only where this is equal. */
function badgePart({ rendered: { channel, replaces } }: Attempt, badge: number | null): number {
  if (channel.limits.tokens === 1) return 0
  const mode = channel.capabilities.badge
  if (mode === 'none') return 0
  // A replacing push never adds: it sets the badge.
  return mode === 'absolute' || replaces ? (badge ?? -1) : badge === 0 ? 0 : 1
}

/** What all targets of a page share. */
interface Page {
  readonly admitted: Admitted
  readonly tracker: PushTracker | null
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

  permission(retry: boolean): PushPermission {
    const { tracker, admitted } = this.#page
    // The way of most: nothing of the attempt is looked at, which has left the processor's caches by now.
    if (tracker === null || (!retry && this.#apart && tracker.hasNoConflicts(admitted))) return 'current'
    return tracker.permission(this.#attempt, admitted, retry)
  }

  waits(ask: () => void): () => void {
    return this.#page.tracker?.waits(this.#attempt, ask) ?? (() => undefined)
  }
}

interface Group {
  /** What sets its requests apart from those of other groups of one page: the same after a restart. */
  readonly name: string
  readonly attempts: Attempt[]
  readonly targets: DeliveryTarget[]
}

/** What is equal where payload, app and channel are: made once for each payload, as its key may be as long as the payload. */
function alikeOf({ index, channel, app, payload }: Rendered, { batchKeys }: RenderCache): string {
  const known = batchKeys[index]
  if (known !== undefined) return known
  const text = `${channel.name}|${channel.apps.indexOf(app)}|${payload.key}`
  const made = channel.limits.tokens === 1 ? text : stableUuid(text)
  batchKeys[index] = made
  return made
}

/** Finds the group of an attempt: by what was rendered, which is quick, and across equal payloads, once each; then by badge. */
function createGroups(classes: RenderCache) {
  const all: Group[] = []
  const byAlike = new Map<string, Map<number, Group>>()
  /** By `Rendered.place`. */
  const byPlace: (Map<number, Group> | undefined)[] = []
  const partsOf = (rendered: Rendered): Map<number, Group> => {
    const parts = getOrCreate(byAlike, alikeOf(rendered, classes), () => new Map<number, Group>())
    byPlace[rendered.index] = parts
    return parts
  }
  return {
    all,
    of(attempt: Attempt, badge: number | null): Group {
      const { rendered } = attempt
      const part = badgePart(attempt, badge)
      const parts = byPlace[rendered.index] ?? partsOf(rendered)
      const known = parts.get(part)
      if (known !== undefined) return known
      const made: Group = { name: `${alikeOf(rendered, classes)}|${part}`, attempts: [], targets: [] }
      parts.set(part, made)
      all.push(made)
      return made
    },
  }
}

/** Step 7: attempts with the same payload, app and badge become one job; `tracker` follows each of them. */
export function batch(attempts: readonly Attempt[], admitted: Admitted, tracker: PushTracker | null = null): readonly BatchedJob[] {
  const groups = createGroups(admitted.cache)
  const page: Page = { admitted, tracker, idOf: targetIds(admitted.fact.id, admitted.fact.revision) }
  for (const attempt of attempts) {
    const badge = badgeOf(attempt)
    const group = groups.of(attempt, badge)
    group.attempts.push(attempt)
    group.targets.push(new DeviceTarget(attempt, badge, page))
  }
  return groups.all.map(({ name, attempts, targets }) => {
    const { channel, app, payload, expiresAt, ttlZero, replaces } = (attempts[0] as Attempt).rendered
    const first = targets[0] as Target
    const batchId = channel.limits.tokens === 1 ? first.id : stableUuid(`${first.id}|${name}`)
    return { job: { channel, app, payload, targets, batchId, expiresAt, ttlZero, ...(replaces ? { setsBadge: true } : {}) }, attempts }
  })
}
