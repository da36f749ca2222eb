import { describe, expect, it } from 'vitest'
import { createRepeats } from './repeats.ts'

describe('repeats', () => {
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
