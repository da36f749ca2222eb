/** How many pushes a recipient had lately: the `recent` fact and frequency caps. */
export interface Counters {
  /** For each recipient: the UNIX-ms times of accepted pushes since `since`, in this conversation and in all. */
  recent(recipients: readonly string[], conversation: string, since: number): Promise<readonly RecentPushes[]>
  /** An accepted push. */
  record(recipient: string, conversation: string, at: number): void
}

export interface RecentPushes {
  readonly recipient: readonly number[]
  readonly conversation: readonly number[]
}
