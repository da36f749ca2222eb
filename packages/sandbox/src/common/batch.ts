import type { Call } from './call.ts'
import type { Emulator } from './emulator.ts'
import { type EmulatorContext, standingOf } from './emulator-context.ts'
import type { Reply, Verdict } from './reply.ts'
import { scriptedReply } from './scripted-reply.ts'
import type { TokenState } from './tokens.ts'

/** What is thought of one token of a batch: a vendor's code, or null when it is taken. */
export interface Judged {
  readonly token: string
  readonly code: string | null
  readonly state: TokenState
}

/** How the tokens of a batch are judged. */
export interface BatchRules {
  /** Codes of the token states; null: taken. */
  readonly states: Readonly<Record<TokenState, string | null>>
  wellFormed(token: string): boolean
  /** The code of a token that is not well-formed. */
  readonly malformed: string
}

/**
 * Judges every token of a batch. A token's scripted code is that token's alone, unless it answers for the whole request:
 * when it states a status or a body, or its code is none that the vendor says of a single token.
 */
export function judgeBatch(
  desk: EmulatorContext,
  emulator: Emulator,
  call: Call,
  tokens: readonly string[],
  rules: BatchRules,
  isTokenCode: (code: string) => boolean,
): readonly Judged[] | Reply {
  const judged: Judged[] = []
  for (const token of tokens) {
    const standing = standingOf(desk, token)
    const { script, state } = standing
    if (script && (script.status !== undefined || script.body !== undefined || script.code === undefined || !isTokenCode(script.code))) {
      const reply = scriptedReply(emulator, script, call)
      return { ...reply, verdicts: tokens.map(each => ({ token: each, code: reply.code, accepted: false, id: '' })) }
    }
    judged.push({ token, state, code: script?.code ?? (rules.wellFormed(token) ? rules.states[state] : rules.malformed) })
  }
  return judged
}

/** Whether `judgeBatch` ended in an answer for the whole request. */
export const isReply = (value: readonly Judged[] | Reply): value is Reply => 'status' in value

/** Verdicts of judged tokens; `shown` says whether a phone would show it. */
export function verdictsOf(judged: readonly Judged[], good: string, id: string, shown: (token: string) => boolean = () => true): Verdict[] {
  return judged.map(({ token, code, state }) =>
    code === null ? { token, code: good, accepted: true, id, shown: state !== 'switched-off' && shown(token) } : { token, code, accepted: false, id },
  )
}
