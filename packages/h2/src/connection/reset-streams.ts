const most = 1024

/** Streams that we reset: frames that were under way still come in on them. Of the many, old ones are known only by being old. */
export class ResetStreams {
  readonly #ids = new Set<number>()
  #oldBelow = 0

  add(id: number): void {
    this.#ids.add(id)
    if (this.#ids.size <= most) return
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest)
      this.#oldBelow = Math.max(this.#oldBelow, oldest)
      return
    }
  }

  has(id: number): boolean {
    return this.#ids.has(id) || id <= this.#oldBelow
  }
}
