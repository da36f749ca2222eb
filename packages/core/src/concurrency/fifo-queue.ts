/** Slots at the front that may be empty before the queue compacts its array. */
const maxEmptySlots = 1024

/**
 * A first-in, first-out queue: one array and the index of its first item.
 *
 *      empty slots   items
 *     ┌───┬───┬───┬───┬───┬───┐
 *     │   │   │   │ a │ b │ c │ ◀ push
 *     └───┴───┴───┴───┴───┴───┘
 *                   ▲ shift
 *
 * Array#shift would copy all items each time; this queue copies only when more than half of the array is empty.
 */
export class FifoQueue<T> {
  #items: (T | undefined)[] = []
  #first = 0

  /** Number of items. */
  get size(): number {
    return this.#items.length - this.#first
  }

  /** Adds an item at the end. */
  push(item: T): void {
    this.#items.push(item)
  }

  /** Adds an item at the front. */
  unshift(item: T): void {
    if (this.#first > 0) this.#items[--this.#first] = item
    else this.#items.unshift(item)
  }

  /** Returns the first item, which stays; undefined when the queue is empty. */
  peek(): T | undefined {
    return this.#items[this.#first]
  }

  /** Removes and returns the first item; undefined when the queue is empty. */
  shift(): T | undefined {
    const item = this.#items[this.#first]
    if (this.#first === this.#items.length) return undefined
    this.#items[this.#first++] = undefined
    if (this.#first === this.#items.length || (this.#first > maxEmptySlots && this.#first * 2 > this.#items.length)) {
      this.#items = this.#items.slice(this.#first)
      this.#first = 0
    }
    return item
  }

  /** Removes all items and returns them in order. */
  drain(): T[] {
    const items = this.#items.slice(this.#first) as T[]
    this.#items = []
    this.#first = 0
    return items
  }

  /** Removes the items that do not match. */
  keep(matches: (item: T) => boolean): void {
    this.#items = (this.#items.slice(this.#first) as T[]).filter(matches)
    this.#first = 0
  }
}
