import type { Answer } from './answer.ts'

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/** What a vendor's code means: a row of a channel's table, an Answer without the code that led to it. */
export type Verdict = Without<Answer, 'code' | 'detail' | 'vendorId'>

/** The Answer of a verdict and the vendor's code; `detail` and `vendorId` are left out where there are none. */
export function answerOf(verdict: Verdict, code: string, more: { readonly detail?: string; readonly vendorId?: string } = {}): Answer {
  return {
    ...verdict,
    code,
    ...(more.detail === undefined || more.detail === '' ? {} : { detail: more.detail }),
    ...(more.vendorId === undefined ? {} : { vendorId: more.vendorId }),
  } as Answer
}

/**
 * What an HTTP status means where the response holds no code of the vendor: 429 `throttled`; 401, 403 and 407 fault `config`; 408 and 5xx
 * `unavailable`; 2xx and 3xx `protocol`, since something other than the vendor answered; any other, fault `payload`.
 */
export function statusVerdict(status: number): Verdict {
  if (status === 429) return { kind: 'throttled' }
  if (status === 401 || status === 403 || status === 407) return { kind: 'rejected', fault: 'config' }
  if (status === 408 || status >= 500) return { kind: 'unavailable' }
  return status < 400 ? { kind: 'protocol' } : { kind: 'rejected', fault: 'payload' }
}
