const most = 256
const longestMs = 600_000

interface Prepared<R> {
  readonly result: Promise<R>
  readonly at: number
}

/** What `prepare` stored at the vendor, by payload key: made once for all batches that ask meanwhile, also those of later pages. */
export class PreparedMessages<R> {
  readonly #prepared = new Map<string, Prepared<R>>()
  #standIn: { readonly handle: string; readonly until: number } | null = null

  /** The handle that stands for every payload at this moment, or null. */
  standIn(now: number): string | null {
    if (this.#standIn !== null && now >= this.#standIn.until) this.#standIn = null
    return this.#standIn?.handle ?? null
  }

  /** Nothing can be stored before then (UNIX ms): this handle stands for every payload. */
  standInUntil(handle: string, until: number): void {
    this.#standIn = { handle, until }
  }

  /** The handle in store, or a new one; a result that `keep` refuses, or a rejection, is not kept. */
  get(key: string, now: number, prepare: () => Promise<R>, keep: (result: R) => boolean): Promise<R> {
    const known = this.#prepared.get(key)
    if (known !== undefined && now - known.at < longestMs) return known.result
    const result = prepare()
    this.#prepared.delete(key)
    this.#prepared.set(key, { result, at: now })
    for (const oldest of this.#prepared.keys()) {
      if (this.#prepared.size <= most) break
      this.#prepared.delete(oldest)
    }
    const forget = () => this.drop(key, result)
    result.then(value => {
      if (!keep(value)) forget()
    }, forget)
    return result
  }

  /** Forgets all: they were stored with another app entry. */
  clear(): void {
    this.#prepared.clear()
    this.#standIn = null
  }

  /** Forgets a handle, unless another has taken its place. */
  drop(key: string, result: Promise<R>): void {
    if (this.#prepared.get(key)?.result === result) this.#prepared.delete(key)
  }
}
