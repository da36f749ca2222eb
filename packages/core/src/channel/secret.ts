import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * A device token or key. Prints as its hash everywhere; `reveal()` is called by a channel's `send`, `sign`
 * and `authorize` only.
 */
export interface Secret {
  reveal(): string
  toString(): string
  toJSON(): string
}

/** `#` and the first 8 hex digits of the value's sha256: how tokens appear in traces, logs and errors. */
export function tokenHash(value: string): string {
  return `#${bytesToHex(sha256(utf8ToBytes(value))).slice(0, 8)}`
}

class HiddenValue implements Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return tokenHash(this.#value)
  }
  toJSON(): string {
    return tokenHash(this.#value)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return tokenHash(this.#value)
  }
}

/** Wraps a token or key, so that printing, logging or JSON shows its hash alone. */
export function secret(value: string): Secret {
  return new HiddenValue(value)
}
