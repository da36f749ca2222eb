import type { Call } from '../connection/call.ts'

/** Calls that wait, in order; one that ends while it waits leaves in one step. */
export class CallQueue {
  length = 0
  #first: Call | null = null
  #last: Call | null = null

  get first(): Call | null {
    return this.#first
  }

  push(call: Call): void {
    call.queue = this
    call.before = this.#last
    call.behind = null
    if (this.#last === null) this.#first = call
    else this.#last.behind = call
    this.#last = call
    this.length++
  }

  unshift(call: Call): void {
    call.queue = this
    call.before = null
    call.behind = this.#first
    if (this.#first === null) this.#last = call
    else this.#first.before = call
    this.#first = call
    this.length++
  }

  remove(call: Call): void {
    if (call.queue !== this) return
    if (call.before === null) this.#first = call.behind
    else call.before.behind = call.behind
    if (call.behind === null) this.#last = call.before
    else call.behind.before = call.before
    call.queue = null
    call.before = null
    call.behind = null
    this.length--
  }
}
