/** What a policy deferred, and how it starts. */
export interface Waiting<Flow> {
  readonly message: string
  readonly revision: number
  /** null: a whole message, whoever it is for. */
  readonly recipient: string | null
  start(): Flow
  /** Its devices are not open any more. */
  readonly release?: () => void
}
