/** One mistake of an input: where, what was there, what was expected. */
export interface Issue {
  /** RFC 6901 JSON pointer; an unknown field's pointer is the field itself; `''` is the whole input. */
  readonly pointer: string
  /** One clause, lower case, without the pointer: `unknown field`, `expected an integer of 0…2592000`. */
  readonly message: string
  /** The nearest known name, for an unknown one. */
  readonly nearest?: string
  /** The offending value, shortened; never a token or secret. */
  readonly value?: string
}
