/** At most so many at once; the next ones wait in line. */
export class Slots {
  #free: number
  #waiting: (() => void)[] = []
  #head = 0

  constructor(count: number) {
    this.#free = count
  }

  /** Takes one that is free. */
  tryTake(): boolean {
    if (this.#free === 0) return false
    this.#free--
    return true
  }

  /** null: taken at once; else a promise of the turn. */
  take(): Promise<void> | null {
    if (this.tryTake()) return null
    return new Promise(resolve => {
      this.#waiting.push(resolve)
    })
  }

  give(): void {
    const next = this.#waiting[this.#head]
    if (next === undefined) {
      this.#free++
      return
    }
    this.#head++
    // Shifting one at a time would copy the whole line for each turn.
    if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    next()
  }
}
