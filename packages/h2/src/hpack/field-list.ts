import { entryOverhead } from './static-table.ts'

/** The decoded fields of one header block, in order; used again for the next one. */
export class FieldList {
  readonly names: string[] = []
  readonly values: string[] = []
  /** Fields in it; what the arrays hold beyond that is old. */
  count = 0
  /** More than `mostBytes` (RFC 9113, SETTINGS_MAX_HEADER_LIST_SIZE) came: the rest was left out. */
  tooLarge = false
  readonly #mostBytes: number
  #size = 0

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  clear(): void {
    this.count = 0
    this.#size = 0
    this.tooLarge = false
  }

  add(name: string, value: string): void {
    this.#size += name.length + value.length + entryOverhead
    if (this.#size > this.#mostBytes) {
      this.tooLarge = true
      return
    }
    this.names[this.count] = name
    this.values[this.count++] = value
  }
}
