import type { AnswerMeaning } from '@rouse/core/channel'

/** What a verdict may turn on beside the code. */
export interface Beside {
  /** The code was said of one token. */
  readonly single: boolean
  /** The vendor's words. */
  readonly words: string
}

/** A row of a vendor's table of codes. */
export type Row = AnswerMeaning | ((beside: Beside) => AnswerMeaning)

/** Codes, separated by blanks, that share a row. */
export const rows = <T>(codes: string, row: T): Readonly<Record<string, T>> => Object.fromEntries(codes.split(' ').map(code => [code, row]))

/** What a row says. */
export const verdictOf = (row: Row, beside: Beside): AnswerMeaning => (typeof row === 'function' ? row(beside) : row)

/** The token is dead where the code was said of it alone; of several nobody knows which. */
export const goneIfSingle = ({ single }: Beside): AnswerMeaning => (single ? { kind: 'gone' } : { kind: 'retryIndividually' })
