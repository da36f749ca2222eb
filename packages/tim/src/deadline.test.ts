import { describe, expect, it } from 'vitest'
import { createDeadline, timer } from './deadline.ts'
import { manualTimer } from './manual-timer.fixture.ts'
import { TIMError } from './sdk/tim-error.ts'

describe('a port’s deadline', () => {
  it('passes on what is there at once, and what comes in time', async () => {
    const { after, running } = manualTimer()
    const deadline = createDeadline(50, after)
    expect(deadline('the settings store', 7)).toBe(7)
    expect(running()).toBe(0)
    const later = deadline('the settings store', Promise.resolve(8))
    expect(running()).toBe(1)
    expect(await later).toBe(8)
    await expect(deadline('the settings store', Promise.reject(new Error('disk')))).rejects.toThrow('disk')
    expect(running()).toBe(0)
  })

  it('says which port is late, and drops what it says afterwards', async () => {
    const { after, pass } = manualTimer()
    const late = Promise.withResolvers<number>()
    const answer = createDeadline(50, after)('the settings store', late.promise)
    pass()
    await expect(answer).rejects.toThrow(new TIMError(6012, 'the settings store did not answer within 50 ms: look at what stands behind it, then try again'))
    late.reject(new Error('nobody hears this'))
  })

  it('takes any library’s promise', async () => {
    const another = Object.fromEntries([['then', (done: (value: number) => void) => done(9)]]) as unknown as Promise<number>
    const answer = createDeadline(50, manualTimer().after)('unread', another)
    expect(await answer).toBe(9)
  })

  it('runs on the platform’s timers', async () => {
    await new Promise<void>(resolve => timer(0, resolve))
    timer(0, () => expect.unreachable())()
  })
})
