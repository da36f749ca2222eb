import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'

describe('a gate', () => {
  it('lets so many through at once, and the others in the order they came', async () => {
    const gate = createGate(2)
    const through: number[] = []
    const all = Array.from({ length: 5000 }, (_, index) => gate.enter().then(() => through.push(index)))
    await Promise.resolve()
    expect(through).toEqual([0, 1])
    for (let index = 0; index < 5000; index++) {
      gate.leave()
      await Promise.resolve()
    }
    await Promise.all(all)
    expect(through).toEqual(Array.from({ length: 5000 }, (_, index) => index))
  })

  it('tells when nobody is inside, and is open again as wide as before', async () => {
    const gate = createGate(1)
    await gate.enter()
    let idle = false
    void gate.idle().then(() => {
      idle = true
    })
    await Promise.resolve()
    expect(idle).toBe(false)
    gate.leave()
    await Promise.resolve()
    expect(idle).toBe(true)
    await gate.enter()
  })

  it('closing refuses those that wait and those that come later, and lets those inside leave', async () => {
    const gate = createGate(1)
    await gate.enter()
    const waiting = Promise.allSettled([gate.enter(), gate.enter()])
    gate.close(new Error('over'))
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await expect(gate.enter()).rejects.toThrow('over')
    gate.leave()
    await gate.idle()
  })
})
