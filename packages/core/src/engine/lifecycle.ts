import { RouseError } from '../model/errors.ts'

/**
 * The life of an engine: `open`; `closing`, when it accepts nothing more and what it accepted ends; `closed`, when what is left is cut off.
 */
export class Lifecycle {
  #state: 'open' | 'closing' | 'closed' = 'open'

  get state(): 'open' | 'closing' | 'closed' {
    return this.#state
  }

  /** @throws RouseError `closed` when the engine accepts nothing more. */
  assertOpen(): void {
    if (this.#state !== 'open') throw new RouseError('closed', 'the engine is closed: create a new one')
  }

  close(): void {
    this.#state = 'closing'
  }

  cutOff(): void {
    this.#state = 'closed'
  }
}
