import type { Target } from './contract.ts'
import { tokenHash } from './secret.ts'

/**
 * A vendor's words without the tokens of the request: each becomes its hash. Whatever a vendor echoes, a token reaches no
 * Outcome, log or trace. Cut to `max` UTF-16 units (default 200).
 */
export function redact(words: string, targets: readonly Target[], max = 200): string {
  let clean = words
  for (const { token } of targets) {
    const value = token.reveal()
    if (value !== '' && clean.includes(value)) clean = clean.replaceAll(value, tokenHash(value))
  }
  return clean.length > max ? `${clean.slice(0, max - 1)}…`.toWellFormed() : clean.toWellFormed()
}
