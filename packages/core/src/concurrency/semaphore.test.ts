import { describe, expect, it } from 'vitest'
import { Semaphore } from './semaphore.ts'

describe('Semaphore', () => {
  it('lets so many through at once, and the others in the order they came', async () => {
    const semaphore = new Semaphore(2)
    const through: number[] = []
    const all = Array.from({ length: 5000 }, (_, index) => semaphore.acquire().then(() => through.push(index)))
    await Promise.resolve()
    expect(through).toEqual([0, 1])
    for (let index = 0; index < 5000; index++) {
      semaphore.release()
      await Promise.resolve()
    }
    await Promise.all(all)
    expect(through).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })

  it('tells when nobody is inside, and is open again as wide as before', async () => {
    const semaphore = new Semaphore(1)
    await semaphore.acquire()
    let idle = false
    void semaphore.idle().then(() => {
      idle = true
    })
    await Promise.resolve()
    expect(idle).toBe(false)
    semaphore.release()
    await Promise.resolve()
    expect(idle).toBe(true)
    await semaphore.acquire()
  })

  it('closing refuses those that wait and those that come later, and lets those inside leave', async () => {
    const semaphore = new Semaphore(1)
    await semaphore.acquire()
    const waiting = Promise.allSettled([semaphore.acquire(), semaphore.acquire()])
    semaphore.close(new Error('over'))
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(semaphore.acquire()).rejects.toThrow('over')
    semaphore.release()
    await semaphore.idle()
  })
})
