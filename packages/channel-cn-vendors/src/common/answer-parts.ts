import type { AnswerMeaning, Json, Reset } from '@rouse/core/channel'

/** A day's quota in China opens again at midnight there. */
export const chinaMidnight: Reset = { at: '00:00', zone: 'Asia/Shanghai' }

/** A vendor's code as text, whether it came as a number or as text; undefined where it is neither, or nothing like a code. */
export function codeText(code: Json | undefined): string | undefined {
  const text = typeof code === 'number' ? `${code}` : code
  return typeof text === 'string' && /^-?\d{1,12}$/.test(text) ? text : undefined
}

/** A verdict with the seconds that the vendor asked to wait, where it is one that waits. */
export function waiting(verdict: AnswerMeaning, seconds: number | undefined): AnswerMeaning {
  if (seconds === undefined || (verdict.kind !== 'throttled' && verdict.kind !== 'unavailable' && verdict.kind !== 'protocol')) return verdict
  return { ...verdict, retryAfter: seconds }
}
