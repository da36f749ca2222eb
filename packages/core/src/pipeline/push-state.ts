import type { Delivered, PushPermission } from '../delivery/delivery-api.ts'
import { type AcceptedPushes, createAcceptedPushes, isOlder } from '../state/accepted-pushes.ts'
import { type BadgeVersions, createBadgeVersions } from '../state/badge-versions.ts'
import { createInFlightDeliveries, type InFlightDeliveries } from '../state/in-flight-deliveries.ts'
import { createInFlightMessages, type InFlightMessages } from '../state/in-flight-messages.ts'
import { createMessageSequencer, type MessageSequencer } from '../state/message-sequencer.ts'
import { createPendingRetries, type PendingRetries } from '../state/pending-retries.ts'
import { createRevokedMessages, type RevokedMessages } from '../state/revoked-messages.ts'
import { createTokenOwners, type TokenOwners, tokenKey } from '../state/token-owners.ts'
import type { Attempt, PushTracker } from './batch.ts'
import type { Admitted, Candidate, Selected } from './types.ts'

/** Why a push is not to be sent, or not any more. */
export type BlockReason = Exclude<PushPermission, 'current' | 'badge-stale'>

/** What an engine remembers from push to push, bounded and in this process; and the tracker that keeps it while delivery works. */
export interface PushState extends PushTracker {
  readonly open: InFlightDeliveries
  readonly accepted: AcceptedPushes
  readonly arrivals: MessageSequencer
  readonly badges: BadgeVersions
  readonly owners: TokenOwners
  readonly underWay: InFlightMessages
  readonly waiting: PendingRetries
  readonly withdrawn: RevokedMessages
  /** It was revoked, its token moved to another user, or a newer push stands in its place. */
  blockReason(admitted: Admitted, selected: Selected, candidate: Candidate): BlockReason | null
  /** The device is done with this message. */
  leave(admitted: Admitted, selected: Selected): void
  /** An attempt has its end; `badge`: what it was to show. */
  ended(attempt: Attempt, admitted: Admitted, badge: number | null, delivered: Delivered): void
}

export interface PushStateOptions {
  /** Accepted pushes. */
  readonly historySize: number
  /** Message ids, revocations, moved tokens. */
  readonly keys: number
}

/** The key under which pushes of a recipient wait. */
export const ofRecipient = (recipient: string): string => `recipient\n${recipient}`
/** The key under which pushes to a token wait. */
export const ofToken = (token: Parameters<typeof tokenKey>[0]): string => `token\n${tokenKey(token)}`

/** The first channel's token is dead, or it stayed down: the next one is tried. */
export const isDown = (delivered: Delivered): boolean => delivered.status === 'gone' || delivered.status === 'failed'

/** Whether the next channel of the Decision is tried after this end. */
export const shouldFallBack = ({ selected, candidate }: Attempt, delivered: Delivered): boolean => isDown(delivered) && selected.candidates.at(-1) !== candidate

const replaceIdOf = ({ fact }: Admitted, { settings }: Selected): string => settings.effective.collapseKey ?? fact.id

export function createPushState({ historySize, keys }: PushStateOptions): PushState {
  const open = createInFlightDeliveries()
  const accepted = createAcceptedPushes(historySize)
  const arrivals = createMessageSequencer(keys, () => accepted.evictedCount)
  const badges = createBadgeVersions(historySize)
  const owners = createTokenOwners(keys)
  const underWay = createInFlightMessages()
  const waiting = createPendingRetries()
  const withdrawn = createRevokedMessages(keys)

  /** A newer push stands under the same replace id. */
  const isCovered = (admitted: Admitted, selected: Selected): boolean => {
    const { id: message, revision } = admitted.fact
    // Nothing else of this message is about: under its own replace id nothing can be newer.
    if (selected.settings.effective.collapseKey === undefined && arrivals.isAlone(message, admitted.arrival)) return false
    const { subject, device } = selected.case
    const last = accepted.last(subject.recipient.id, device?.id ?? '', replaceIdOf(admitted, selected))
    return last !== undefined && isOlder({ message, revision, sentAt: admitted.sentAt }, last)
  }

  const obstacle: PushState['blockReason'] = (admitted, selected, { registration }) => {
    const { id } = selected.case.subject.recipient
    if (withdrawn.has(admitted.fact.id, admitted.fact.revision, id)) return 'revoked'
    if (owners.isMoved(id, registration)) return 'moved'
    return isCovered(admitted, selected) ? 'superseded' : null
  }

  const leave: PushState['leave'] = ({ fact }, { case: one }) => open.leave(fact.id, fact.revision, one.subject.recipient.id, one.device?.id ?? '')

  return {
    open,
    accepted,
    arrivals,
    badges,
    owners,
    underWay,
    waiting,
    withdrawn,
    blockReason: obstacle,
    leave,

    hasNoConflicts: ({ fact, arrival }) => withdrawn.isEmpty && owners.isEmpty && arrivals.isAlone(fact.id, arrival),

    permission(attempt, admitted, retry) {
      const found = obstacle(admitted, attempt.selected, attempt.candidate)
      if (found !== null) return found
      if (!retry) return 'current'
      const { subject, device } = attempt.selected.case
      return badges.isStale(subject.recipient.id, device?.id ?? '', admitted.arrival.serial) ? 'badge-stale' : 'current'
    },

    waits({ selected, candidate }, ask) {
      return waiting.add([ofRecipient(selected.case.subject.recipient.id), ofToken(candidate.registration)], ask)
    },

    ended(attempt, admitted, badge, delivered) {
      const { rendered, recipient, device } = attempt
      const isAccepted = delivered.status === 'accepted'
      if (isAccepted) accepted.record(recipient, device, rendered.replaceId, rendered.acceptedPush)
      else if (delivered.lost) accepted.record(recipient, device, rendered.replaceId, { ...rendered.acceptedPush, certain: false })
      // Only a push of another message can go again with an older badge.
      if (isAccepted && badge !== null && open.size > 1) badges.record(recipient, device, admitted.arrival.serial)
      if (!shouldFallBack(attempt, delivered)) open.leave(admitted.fact.id, admitted.fact.revision, recipient, device)
    },
  }
}
