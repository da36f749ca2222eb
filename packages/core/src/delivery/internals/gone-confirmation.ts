const believedInARow = 20

/**
 * Whether a doubtful `gone` is to be believed: only while other tokens of this app are accepted. When every token fails so, the
 * mistake is in the config, and dropping tokens for it would lose all of them.
 */
export class GoneConfirmation {
  #accepted = false
  #inARow = 0

  accepted(): void {
    this.#accepted = true
    this.#inARow = 0
  }

  believes(): boolean {
    this.#inARow++
    return this.#accepted && this.#inARow <= believedInARow
  }

  reset(): void {
    this.#accepted = false
    this.#inARow = 0
  }
}
