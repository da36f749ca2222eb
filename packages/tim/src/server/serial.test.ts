import { describe, expect, it } from 'vitest'
import { createSerial } from './serial.ts'

describe('serial work', () => {
  it('runs at once where nothing is under way, and what is there at once leaves nothing behind', () => {
    const serial = createSerial()
    expect([serial('a', () => 1), serial('a', () => 2)]).toEqual([1, 2])
  })

  it('waits for what is under way for the same key, in the order of the calls, and for no other key', async () => {
    const serial = createSerial()
    const steps: string[] = []
    const first = Promise.withResolvers<void>()
    const work = (name: string, until?: Promise<void>) => () => {
      steps.push(`${name} begins`)
      return Promise.resolve(until).then(() => void steps.push(`${name} ends`))
    }
    const all = [serial('alice', work('one', first.promise)), serial('alice', work('two')), serial('alice', work('three')), serial('bob', work('other'))]
    expect(steps).toEqual(['one begins', 'other begins'])
    first.resolve()
    await Promise.all(all)
    expect(steps.filter(step => !step.startsWith('other'))).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
  })

  it('goes on after a failure, which only its own caller hears', async () => {
    const serial = createSerial()
    const bad = serial('a', () => Promise.reject(new Error('disk')))
    const good = serial('a', () => 'done')
    await expect(bad).rejects.toThrow('disk')
    expect(await good).toBe('done')
  })
})
