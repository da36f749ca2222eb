import type { Json } from '../model/json.ts'
import type { HostFact, MessageFact } from './facts.ts'
import { createMistakes } from './internals/mistakes.ts'
import { snapshot } from './internals/snapshot.ts'

/** A host fact's value for one key (`undefined`: missing), or that it could not be had. */
export type HostValue = { readonly ok: true; readonly value: Json | undefined } | { readonly ok: false }

/** Calls back after so many milliseconds; the answer calls it off. */
export type After = (milliseconds: number, callback: () => void) => () => void

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
  after: After = timer,
): Promise<readonly HostValue[]> {
  if (keys.length === 0) return []
  const answer = fact === undefined ? null : await ask(fact, keys, message, now, after)
  return Array.isArray(answer) && answer.length === keys.length ? keys.map((_, i) => hostValue(answer, i)) : keys.map(() => failed)
}

/** What the host said, or null. */
function ask(fact: HostFact, keys: readonly string[], message: MessageFact, now: number, after: After): Promise<unknown> {
  return new Promise(resolve => {
    const abort = new AbortController()
    const cancel = after(fact.timeoutMs ?? defaultTimeoutMs, () => {
      resolve(null)
      abort.abort()
    })
    const settle = (answer: unknown) => {
      cancel()
      resolve(answer)
    }
    // Whatever way it fails, the answer is the same: these values could not be had, and `onFactError` says what that means.
    const asked = async () => fact.load(Object.freeze([...keys]), { message, now, signal: abort.signal })
    asked().then(settle, () => settle(null))
  })
}

function hostValue(answer: readonly unknown[], i: number): HostValue {
  const value = answer[i]
  if (value === undefined) return missing
  const copy = snapshot(value, createMistakes())
  return copy === undefined ? failed : { ok: true, value: copy }
}

function timer(milliseconds: number, callback: () => void): () => void {
  const handle = setTimeout(callback, milliseconds)
  return () => clearTimeout(handle)
}
