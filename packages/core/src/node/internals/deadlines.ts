const tickMs = 25

/** A place in a chain: what has a deadline, and the chain's own head. A Set would cost each waiting request more than its promise does. */
class Link {
  before: Link = this
  after: Link = this
}

/** What has a deadline. */
export abstract class Timed extends Link {
  /** Called once, at the deadline. */
  abstract expire(): void
  /** Called when its signal is aborted. */
  abstract abort(): void
  abstract readonly signal: AbortSignal | undefined
}

function unlink(link: Link): void {
  link.before.after = link.after
  link.after.before = link.before
  link.before = link
  link.after = link
}

/** One timer for all deadlines, and one listener a signal: thousands of requests with their own of each would cost more than they do. */
export class Deadlines {
  /** Chains by tick. */
  readonly #chains = new Map<number, Link>()
  readonly #signals = new WeakSet<AbortSignal>()
  #count = 0
  #last = 0
  #timer: NodeJS.Timeout | null = null

  /** A deadline is met to the tick (25 ms), or as soon as the process is not busy. */
  add(item: Timed, ms: number): void {
    const tick = Math.max(Math.floor((performance.now() + ms) / tickMs), this.#last + 1)
    let chain = this.#chains.get(tick)
    if (chain === undefined) {
      chain = new Link()
      this.#chains.set(tick, chain)
    }
    item.before = chain.before
    item.after = chain
    chain.before.after = item
    chain.before = item
    this.#count++
    if (item.signal !== undefined) this.#listen(item.signal)
    if (this.#timer === null) {
      this.#last = Math.floor(performance.now() / tickMs)
      this.#timer = setInterval(() => this.#turn(), tickMs)
    }
  }

  remove(item: Timed): void {
    if (item.after === item) return
    unlink(item)
    this.#count--
    if (this.#count > 0 || this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
    this.#chains.clear()
  }

  #turn(): void {
    const now = Math.floor(performance.now() / tickMs)
    while (this.#last < now) {
      this.#last++
      const due = this.#chains.get(this.#last)
      if (due === undefined) continue
      this.#chains.delete(this.#last)
      // Behind the sockets: a process that was busy must not take its own delay for the peer's, and send again what was answered.
      setImmediate(() => each(due, item => item.expire()))
    }
  }

  #listen(signal: AbortSignal): void {
    if (this.#signals.has(signal)) return
    this.#signals.add(signal)
    const abort = () => {
      for (const chain of [...this.#chains.values()]) {
        each(chain, item => {
          if (item.signal === signal) item.abort()
        })
      }
    }
    signal.addEventListener('abort', abort, { once: true })
  }
}

/** Whatever `act` does to the chain's items, each that was in it has its turn. */
function each(chain: Link, act: (item: Timed) => void): void {
  const items: Timed[] = []
  for (let link = chain.after; link !== chain; link = link.after) items.push(link as Timed)
  for (const item of items) act(item)
}
