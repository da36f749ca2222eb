/**
 * How many pushes a recipient had lately: the `recent` fact and frequency caps. A host with several processes brings its own, on Redis say;
 * whatever goes wrong in it, it should log itself.
 */
export interface Counters {
  /**
   * For each recipient, in order: the UNIX-ms times of accepted pushes since `since`, in this conversation and in all. An answer that
   * fails, is not complete, or takes more than 500 ms counts as a host fact that could not be had: the policy's `onFactError` decides.
   */
  recent(recipients: readonly string[], conversation: string, since: number): Promise<readonly RecentPushes[]>
  /** An accepted push, one a device. A failure changes no Outcome. */
  record(recipient: string, conversation: string, at: number): void | Promise<void>
  /** Most pushes of one recipient that `recent` can tell of; policies that ask for more are refused. Absent: any number. */
  readonly most?: number
}

export interface RecentPushes {
  readonly recipient: readonly number[]
  readonly conversation: readonly number[]
}
