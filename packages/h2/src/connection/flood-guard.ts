import { ConnectionFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'

const perSecond = 1000
const burst = 4000
/** What each request of ours entitles the peer to: window updates, a reset. */
const perRequest = 4

/** Bounds what a peer may make us do for nothing: pings, settings, resets, empty frames. Throws ENHANCE_YOUR_CALM. */
export class FloodGuard {
  readonly #clock: () => number
  #left = burst
  #filledAt: number

  constructor(clock: () => number) {
    this.#clock = clock
    this.#filledAt = clock()
  }

  requested(): void {
    if (this.#left < burst) this.#left += perRequest
  }

  spend(cost: number): void {
    this.#left -= cost
    if (this.#left >= 0) return
    const now = this.#clock()
    this.#left = Math.min(burst, this.#left + ((now - this.#filledAt) * perSecond) / 1000)
    this.#filledAt = now
    if (this.#left < 0) throw new ConnectionFault(errorCode.enhanceYourCalm, 'a flood of frames that ask for work and bring nothing')
  }
}
