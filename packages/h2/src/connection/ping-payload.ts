/** The payload of our PINGs: a number that counts up, so that an answer to another PING is told apart. */
export class PingPayload {
  readonly #bytes = Buffer.alloc(8)
  #count = 0

  /** The next PING's. Valid until the call after this one. */
  next(): Buffer {
    this.#bytes.writeUInt32BE(++this.#count, 4)
    return this.#bytes
  }

  /** Whether the bytes at `at` are the last PING's. */
  matches(bytes: Buffer, at: number): boolean {
    return this.#bytes.compare(bytes, at, at + 8) === 0
  }
}
