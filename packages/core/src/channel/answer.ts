import type { Target } from './contract.ts'

/** When a quota opens again: seconds from now, or a wall-clock time at the vendor (its midnight: 00:00). */
export type Reset = { readonly seconds: number } | { readonly at: string; readonly zone: string }

interface Coded {
  /** The vendor's own code. */
  readonly code: string
  readonly detail?: string
  readonly vendorId?: string
}

/** A vendor's word on one token in one attempt. */
export type Answer = Coded &
  (
    | { readonly kind: 'accepted' }
    | {
        readonly kind: 'gone'
        /** UNIX ms; a registration made after it stays. */
        readonly since?: number
        /** true: unconfirmed, believed only once another token of this app entry was accepted. */
        readonly doubtful?: boolean
      }
    | {
        readonly kind: 'unreachable'
        /** true: it is not switched off there, the device has had its share of this class for now. */
        readonly exhausted?: boolean
      }
    | {
        readonly kind: 'rejected'
        readonly fault: 'payload' | 'config' | 'token'
        /** true: refused as a repeat, which on another attempt means that an earlier one was taken, its answer lost: accepted then. */
        readonly repeat?: boolean
        /** true: it is the credential that is refused. After a few in a row delivery stops this app entry for a while: the operator has to act. */
        readonly stop?: boolean
      }
    | {
        /** `protocol`: the response is not an answer of the vendor (HTML, empty, cut off). The vendor may have taken the push: it is retried under the same id. */
        readonly kind: 'throttled' | 'unavailable' | 'protocol'
        /** Seconds that the vendor asked to wait. */
        readonly retryAfter?: number
        /** Seconds of the first pause where the vendor asked for none but documents one; doubles with each retry, with jitter on top. */
        readonly backoff?: number
        /** At most so many more attempts. */
        readonly retries?: number
      }
    | { readonly kind: 'exhausted'; readonly until: Reset }
    | { readonly kind: 'unauthorized' }
    /** Refused as a whole and no token named: sent again, one a request. */
    | { readonly kind: 'split' }
    /** What `prepare` stored is gone: prepared anew, once. */
    | { readonly kind: 'stale' }
  )

/** The same answer for every target. */
export const every = (targets: readonly Target[], answer: Answer): readonly Answer[] => targets.map(() => answer)
