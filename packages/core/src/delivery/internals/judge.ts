import type { Answer } from '../../channel/answer.ts'
import { pause } from '../retry.ts'
import type { AppState } from './app-state.ts'
import type { Ends } from './ends.ts'
import type { Entry } from './entry.ts'
import { resetAt } from './reset-at.ts'
import type { Shared } from './shared.ts'

/** What is to happen to an entry after an answer; `done`: it has its end. */
export type Next = 'done' | 'again' | 'unauthorized' | 'split' | 'stale'

/** What an answer is to be read with. */
export interface Reading {
  /** Its request carried no other token. */
  readonly alone: boolean
  /** A doubtful `gone` is believed. */
  readonly believed: boolean
  readonly quotaClass: string
}

/** Reads one answer on one entry: ends it, or sets what it waits for. */
export function judge(entry: Entry, answer: Answer, { alone, believed, quotaClass }: Reading, state: AppState, ends: Ends, shared: Shared): Next {
  entry.answer = answer
  entry.wait = 0
  const detail = answer.detail ?? null
  switch (answer.kind) {
    case 'accepted':
      return ends.end(entry, 'accepted', null, detail)
    case 'gone':
      if (answer.doubtful === true && !believed) return ends.end(entry, 'rejected', 'config', detail === null ? 'gone-doubtful' : `gone-doubtful: ${detail}`)
      return ends.end(entry, 'gone', null, detail)
    case 'unreachable':
      return ends.end(entry, 'rejected', 'device', detail)
    case 'rejected':
      if (answer.repeat === true && entry.attempts > 1) return ends.end(entry, 'accepted', null, detail)
      return ends.end(entry, 'rejected', answer.fault, detail)
    case 'throttled':
    case 'unavailable':
    case 'protocol':
      entry.cause = answer.kind
      // Something answered, and the vendor may have taken the push behind it.
      if (answer.kind === 'protocol') entry.lost = true
      entry.allowed = Math.min(entry.allowed, entry.retries + (answer.retries ?? Number.POSITIVE_INFINITY))
      entry.wait = pause(entry.retries, answer, shared.random(), shared.retry)
      return ends.spend(entry) ? 'again' : 'done'
    case 'exhausted': {
      const now = shared.clock()
      const until = resetAt(answer.until, now)
      state.gates.close(quotaClass, until)
      entry.cause = 'exhausted'
      entry.wait = until - now + pause(0, {}, shared.random(), shared.retry)
      return ends.spend(entry) ? 'again' : 'done'
    }
    case 'unauthorized':
      entry.cause = 'unauthorized'
      return 'unauthorized'
    case 'split':
      // One token refused as a whole: it is the payload that it does not like.
      return alone ? ends.end(entry, 'rejected', 'payload', detail) : 'split'
    case 'stale':
      entry.cause = 'unavailable'
      return 'stale'
    default:
      return ends.end(entry, 'rejected', 'config', 'channel-answered-unknown')
  }
}
