const bufferBytes = 65_536

/** Where a connection's bytes come in. All are read into one buffer: the platform's own way is a new one of 64 KB for each piece. */
export class RequestInlet {
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes)
  #early: Buffer[] = []
  #take: ((chunk: Buffer) => void) | null = null
  /** The option of net.connect and tls.connect. */
  readonly onread = {
    buffer: this.#buffer,
    callback: (length: number): boolean => {
      this.take(this.#buffer.subarray(0, length))
      return true
    },
  }

  /** A piece, valid during the call only. */
  take(chunk: Buffer): void {
    if (this.#take === null) this.#early.push(Buffer.from(chunk))
    else this.#take(chunk)
  }

  /** From now on pieces go there; first those that came before. */
  open(take: (chunk: Buffer) => void): void {
    this.#take = take
    for (const chunk of this.#early) take(chunk)
    this.#early = []
  }
}
