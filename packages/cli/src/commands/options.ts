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
