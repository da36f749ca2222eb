import { describe, expect, it } from 'vitest'
import { createRepeats } from './repeats.ts'

describe('repeats', () => {
  it('a call that is still under way is the same call, however long it takes; one that ended counts from its start', async () => {
    const repeats = createRepeats<number>(10)
    const slow = Promise.withResolvers<number>()
    const first = repeats.once('a', 1, 0, () => slow.promise)
    const second = repeats.once('a', 1, 60_000, () => Promise.resolve(2))
    slow.resolve(1)
    expect([await first.answer, await second.answer, second.repeated]).toEqual([1, 1, true])
    const third = repeats.once('a', 1, 60_000, () => Promise.resolve(3))
    expect([await third.answer, third.repeated]).toEqual([3, false])
    expect(repeats.once('a', 1, 60_999, () => Promise.resolve(4)).repeated).toBe(true)
    expect(repeats.once('a', 1, 61_000, () => Promise.resolve(5)).repeated).toBe(false)
  })

  it('forgets the oldest key when there are too many', async () => {
    const repeats = createRepeats<number>(2)
    let runs = 0
    const call = (key: string) => repeats.once(key, 60, 0, async () => ++runs).answer
    await call('a')
    await call('b')
    await call('c')
    expect([await call('b'), await call('c'), await call('a')]).toEqual([2, 3, 4])
  })
})
