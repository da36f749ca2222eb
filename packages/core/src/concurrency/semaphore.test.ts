import { describe, expect, it } from 'vitest'
import { createSemaphore } from './semaphore.ts'

describe('a gate', () => {
  it('lets so many through at once, and the others in the order they came', async () => {
    const gate = createSemaphore(2)
    const through: number[] = []
    const all = Array.from({ length: 5000 }, (_, index) => gate.acquire().then(() => through.push(index)))
    await Promise.resolve()
    expect(through).toEqual([0, 1])
    for (let index = 0; index < 5000; index++) {
      gate.release()
      await Promise.resolve()
    }
    await Promise.all(all)
    expect(through).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })

  it('tells when nobody is inside, and is open again as wide as before', async () => {
    const gate = createSemaphore(1)
    await gate.acquire()
    let idle = false
    void gate.idle().then(() => {
      idle = true
    })
    await Promise.resolve()
    expect(idle).toBe(false)
    gate.release()
    await Promise.resolve()
    expect(idle).toBe(true)
    await gate.acquire()
  })

  it('closing refuses those that wait and those that come later, and lets those inside leave', async () => {
    const gate = createSemaphore(1)
    await gate.acquire()
    const waiting = Promise.allSettled([gate.acquire(), gate.acquire()])
    gate.close(new Error('over'))
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(gate.acquire()).rejects.toThrow('over')
    gate.release()
    await gate.idle()
  })
})
