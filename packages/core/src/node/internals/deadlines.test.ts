import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { Deadlines, Timed } from './deadlines.ts'

const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const told: string[] = []

class Item extends Timed {
  readonly name: string
  readonly signal: AbortSignal | undefined
  constructor(name: string, signal?: AbortSignal) {
    super()
    this.name = name
    this.signal = signal
  }
  expire(): void {
    told.push(`${this.name} expired`)
  }
  abort(): void {
    told.push(`${this.name} aborted`)
  }
}

afterEach(() => {
  told.length = 0
})

describe('deadlines', () => {
  it('tell each item once, in the order of their time, and not those that were removed', async () => {
    const deadlines = new Deadlines()
    const items = ['a', 'b', 'c', 'd'].map(name => new Item(name))
    for (const [index, item] of items.entries()) deadlines.add(item, 150 - index * 50)
    deadlines.remove(items[1] as Item)
    deadlines.remove(items[1] as Item)
    await later(300)
    expect(told).toEqual(['d expired', 'c expired', 'a expired'])
  })

  it('an item that ends the others leaves none of them out, and none twice', async () => {
    const deadlines = new Deadlines()
    const others = [new Item('b'), new Item('c')]
    const first = new Item('a')
    first.expire = () => {
      told.push('a expired')
      for (const other of others) deadlines.remove(other)
      deadlines.remove(first)
    }
    deadlines.add(first, 30)
    for (const other of others) deadlines.add(other, 5000)
    await later(150)
    expect(told).toEqual(['a expired'])
  })

  it('one listener a signal, however many wait under it; aborting tells those alone', async () => {
    const deadlines = new Deadlines()
    const [mine, yours] = [new AbortController(), new AbortController()]
    const items = Array.from({ length: 1000 }, (_, index) => new Item(`${index}`, index % 2 === 0 ? mine.signal : yours.signal))
    for (const item of items) deadlines.add(item, 1000 + Number(item.name))
    expect([getEventListeners(mine.signal, 'abort').length, getEventListeners(yours.signal, 'abort').length]).toEqual([1, 1])
    mine.abort()
    expect(told).toHaveLength(500)
    expect(told.every(one => one.endsWith('aborted') && Number.parseInt(one, 10) % 2 === 0)).toBe(true)
    expect(getEventListeners(mine.signal, 'abort')).toHaveLength(0)
    for (const item of items) deadlines.remove(item)
  })

  it('leave no timer behind when nothing waits', async () => {
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    const before = timers()
    const deadlines = new Deadlines()
    const items = Array.from({ length: 100 }, (_, index) => new Item(`${index}`))
    for (const item of items) deadlines.add(item, 10_000)
    expect(timers()).toBe(before + 1)
    for (const item of items) deadlines.remove(item)
    expect(timers()).toBe(before)
  })
})
