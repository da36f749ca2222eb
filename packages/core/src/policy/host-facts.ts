import { type After, byDeadline } from '../concurrency/timers.ts'
import type { Json } from '../model/json.ts'
import { createMistakes } from './check/mistakes.ts'
import { snapshot } from './check/snapshot.ts'
import type { HostFact, MessageFact } from './facts.ts'

/** A host fact's value for one key (`undefined`: missing), or that it could not be had. */
export type HostValue = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false }

/** Milliseconds that a host fact may take where it states nothing else. */
export const defaultTimeoutMs = 500

const failed: HostValue = Object.freeze({ ok: false })
const missing: HostValue = Object.freeze({ ok: true, value: undefined })

/**
 * Asks a host fact once for all keys; always settles, by the deadline, with one value a key in their order. An answer that throws,
 * rejects, comes too late or is no array of the keys' length fails for every key; a value that is not JSON fails for its own. A late
 * answer is ignored. `now` in UNIX ms.
 */
export async function loadHostFact(
  fact: HostFact | undefined,
  keys: readonly string[],
  message: MessageFact,
  now: number,
  after?: After,
): Promise<readonly HostValue[]> {
  if (keys.length === 0) return []
  // Whatever way it fails, the answer is the same: these values could not be had, and `onFactError` says what that means.
  const asked = Object.freeze([...keys])
  const answer = fact === undefined ? null : await byDeadline(signal => fact.load(asked, { message, now, signal }), fact.timeoutMs ?? defaultTimeoutMs, after)
  return Array.isArray(answer) && answer.length === keys.length ? keys.map((_, i) => hostValue(answer, i)) : keys.map(() => failed)
}

function hostValue(answer: readonly unknown[], i: number): HostValue {
  const value = answer[i]
  if (value === undefined) return missing
  const copy = snapshot(value, createMistakes())
  return copy === undefined ? failed : { ok: true, value: copy }
}
