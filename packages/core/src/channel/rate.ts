/** How much a vendor takes a second from one app. */
export interface Rate {
  readonly perSecond: number
  /** What is counted. Default `token`. */
  readonly unit?: 'token' | 'request'
  /**
   * Most at once after a pause, in the same unit; then exactly `perSecond`. Default: a tenth of a second's worth, then nine tenths of
   * `perSecond`, so that no second of the vendor's has more than it takes.
   */
  readonly burst?: number
  /** Milliseconds over which the rate grows from a tenth to its full height, from the first push on and after a pause as long. Default 0: at once. */
  readonly rampMs?: number
}
