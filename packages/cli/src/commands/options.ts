/** Options that push and explain share. */
export interface PeopleOptions {
  readonly message: string
  readonly recipient: string
  readonly policy?: string
  readonly fact?: readonly string[]
  readonly config?: string
  readonly now?: string
  readonly json?: boolean
}

/** Options of `rouse check`. */
export interface CheckOptions {
  readonly diff?: boolean
  /** With `diff`: one case per rule that differs. */
  readonly all?: boolean
  readonly seed: string
  readonly seconds: string
  readonly fact?: readonly string[]
  readonly json?: boolean
}
