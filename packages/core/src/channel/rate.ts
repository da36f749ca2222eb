/** How much a vendor takes a second from one app. */
export interface Rate {
  readonly perSecond: number
  /** What is counted. Default `token`. */
  readonly unit?: 'token' | 'request'
  /** Most at once after a pause, in the same unit. Default: one second's worth. */
  readonly burst?: number
  /** Milliseconds over which the rate grows from a tenth to its full height, from the first push on. Default 0: at once. */
  readonly rampMs?: number
}
