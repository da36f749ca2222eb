import type { Facts } from '../facts.ts'
import { readSteps } from '../path.ts'
import type { Ref } from './tree.ts'

/** What a condition reads of these facts; `undefined`: missing. */
export function readRef(facts: Facts, ref: Ref): unknown {
  if (ref.seconds !== null) return recentOf(facts, ref.steps[0], ref.seconds)
  if (ref.host) return readSteps(facts.host, [ref.fact, ...ref.steps])
  return readSteps(facts[ref.fact as keyof Facts], ref.steps)
}

/** Pushes of the last `seconds`: `recent` is the one fact that is asked and not read. */
export function recentOf(facts: Facts, which: unknown, seconds: number): unknown {
  return which === 'recipient' ? facts.recent.recipient(seconds) : facts.recent.conversation(seconds)
}
