import type { Answer } from '../../channel/contract.ts'
import { retryDelay } from '../retry.ts'
import type { AppState } from './app-state.ts'
import type { DeliveryResults } from './delivery-results.ts'
import { resetAt } from './reset-at.ts'
import type { Shared } from './shared.ts'
import type { TargetAttempt } from './target-attempt.ts'

/** What is to happen to an entry after an answer; `done`: it has its end. */
export type NextStep = 'done' | 'again' | 'unauthorized' | 'retryIndividually' | 'preparedMessageExpired'

/** What an answer is to be read with. */
export interface AnswerContext {
  /** Its request carried no other token. */
  readonly alone: boolean
  /** A doubtful `gone` is believed. */
  readonly believed: boolean
  readonly quotaClass: string
}

/** Reads one answer on one entry: ends it, or sets what it waits for. */
export function applyAnswer(
  entry: TargetAttempt,
  answer: Answer,
  { alone, believed, quotaClass }: AnswerContext,
  state: AppState,
  ends: DeliveryResults,
  shared: Shared,
): NextStep {
  entry.answer = answer
  entry.wait = 0
  const detail = answer.detail ?? null
  switch (answer.kind) {
    case 'accepted':
      return ends.end(entry, 'accepted', null, detail)
    case 'gone':
      if (answer.unconfirmed === true && !believed) return ends.end(entry, 'rejected', 'config', detail === null ? 'gone-doubtful' : `gone-doubtful: ${detail}`)
      return ends.end(entry, 'gone', null, detail)
    case 'unreachable':
      return ends.end(entry, 'rejected', 'device', detail)
    case 'rejected':
      if (answer.duplicate === true && entry.attempts > 1) return ends.end(entry, 'accepted', null, detail)
      return ends.end(entry, 'rejected', answer.fault, detail)
    case 'throttled':
    case 'unavailable':
    case 'protocol':
      entry.cause = answer.kind
      // Something answered, and the vendor may have taken the push behind it.
      if (answer.kind === 'protocol') entry.lost = true
      entry.allowed = Math.min(entry.allowed, entry.retries + (answer.retries ?? Number.POSITIVE_INFINITY))
      entry.wait = retryDelay(entry.retries, answer, shared.random(), shared.retry)
      return ends.spend(entry) ? 'again' : 'done'
    case 'exhausted': {
      const now = shared.clock()
      const until = resetAt(answer.until, now)
      state.gates.close(quotaClass, until)
      entry.cause = 'exhausted'
      entry.wait = until - now + retryDelay(0, {}, shared.random(), shared.retry)
      return ends.spend(entry) ? 'again' : 'done'
    }
    case 'unauthorized':
      entry.cause = 'unauthorized'
      return 'unauthorized'
    case 'retryIndividually':
      // One token refused as a whole: it is the payload that it does not like.
      return alone ? ends.end(entry, 'rejected', 'payload', detail) : 'retryIndividually'
    case 'preparedMessageExpired':
      entry.cause = 'unavailable'
      return 'preparedMessageExpired'
    default:
      return ends.end(entry, 'rejected', 'config', 'channel-answered-unknown')
  }
}
