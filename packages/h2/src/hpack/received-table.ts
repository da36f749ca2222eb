import { entryOverhead } from './static-table.ts'

/** The decoder's dynamic table (RFC 7541, section 2.3.2): newest entry at 0. */
export class ReceivedTable {
  #names: string[] = []
  #values: string[] = []
  #size = 0
  #max: number

  constructor(max: number) {
    this.#max = max
  }

  get length(): number {
    return this.#names.length
  }

  get max(): number {
    return this.#max
  }

  name(at: number): string {
    return this.#names[at] as string
  }

  value(at: number): string {
    return this.#values[at] as string
  }

  resize(max: number): void {
    this.#max = max
    this.#evict(max)
  }

  /** An entry larger than the table empties it, and that is no error. */
  add(name: string, value: string): void {
    const size = name.length + value.length + entryOverhead
    this.#evict(this.#max - size)
    if (size > this.#max) return
    this.#names.unshift(name)
    this.#values.unshift(value)
    this.#size += size
  }

  #evict(room: number): void {
    while (this.#size > room && this.#names.length > 0) {
      this.#size -= (this.#names.pop() as string).length + (this.#values.pop() as string).length + entryOverhead
    }
  }
}
