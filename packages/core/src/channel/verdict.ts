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
