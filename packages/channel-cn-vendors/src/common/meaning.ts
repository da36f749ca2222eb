import type { AnswerMeaning } from '@rouse/core/channel'
import { chinaMidnight } from './answer-parts.ts'

/** What config `codes` may say that one of a vendor's codes means. */
export type Meaning = 'accepted' | 'gone' | 'unreachable' | 'payload' | 'config' | 'throttled' | 'unavailable' | 'exhausted' | 'unauthorized'

/** Codes of a vendor, as text, and what they mean over the channel's own table: for rows that its fact sheet calls unconfirmed. */
export type Codes = { readonly [code: string]: Meaning }

const verdicts: Readonly<Record<Meaning, AnswerMeaning>> = {
  accepted: { kind: 'accepted' },
  gone: { kind: 'gone' },
  unreachable: { kind: 'unreachable' },
  payload: { kind: 'rejected', fault: 'payload' },
  config: { kind: 'rejected', fault: 'config' },
  throttled: { kind: 'throttled' },
  unavailable: { kind: 'unavailable' },
  exhausted: { kind: 'exhausted', until: chinaMidnight },
  unauthorized: { kind: 'unauthorized' },
}

/** What config says of a code; undefined: nothing, so the table decides. */
export function meaningOf(codes: Codes | undefined, code: string): AnswerMeaning | undefined {
  const meaning = codes !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined
  return meaning !== undefined && Object.hasOwn(verdicts, meaning) ? verdicts[meaning] : undefined
}
