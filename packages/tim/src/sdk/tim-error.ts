/** What a call without a callback throws: Tencent's code and a text that says what to do. */
export class TIMError extends Error {
  override readonly name = 'TIMError'
  /** See `timCodes`. */
  readonly code: number

  constructor(code: number, desc: string, cause?: unknown) {
    super(desc, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
