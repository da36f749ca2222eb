import { describe, expect, it, vi } from 'vitest'
import type { After } from '../concurrency/timers.ts'
import type { HostFact } from './facts.ts'
import { loadHostFact } from './host-facts.ts'
import { sampleFacts } from './testing/sample-facts.fixture.ts'

const { message } = sampleFacts()
const failed = { ok: false }
const value = (it: unknown) => ({ ok: true, value: it })

/** A clock that only moves when told to. */
function heldClock(): { readonly after: After; readonly run: () => void; readonly waiting: () => number } {
  const callbacks = new Set<() => void>()
  return {
    after: (_, callback) => {
      callbacks.add(callback)
      return () => callbacks.delete(callback)
    },
    run: () => {
      for (const callback of [...callbacks]) callback()
    },
    waiting: () => callbacks.size,
  }
}

const fact = (load: HostFact['load']): HostFact => ({ load })

describe('loading a host fact', () => {
  it('asks once for a thousand recipients and keeps their order', async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `user-${i}`)
    const load = vi.fn(async (asked: readonly string[]) => asked.map(key => key.length))
    const values = await loadHostFact({ load }, keys, message, 0)
    expect(load).toHaveBeenCalledTimes(1)
    expect(Object.isFrozen(load.mock.calls[0]?.[0])).toBe(true)
    expect(values).toEqual(keys.map(key => value(key.length)))
  })

  it('tells missing from failed', async () => {
    expect(
      await loadHostFact(
        fact(async () => [undefined, null, { a: [1] }]),
        ['a', 'b', 'c'],
        message,
        0,
      ),
    ).toEqual([value(undefined), value(null), value({ a: [1] })])
  })

  it('fails one value that is no JSON, not its neighbours', async () => {
    const odd = [Number.NaN, new Date(0), () => 1, 1n] as never[]
    expect(
      await loadHostFact(
        fact(async () => [...odd, 7]),
        ['a', 'b', 'c', 'd', 'e'],
        message,
        0,
      ),
    ).toEqual([failed, failed, failed, failed, value(7)])
  })

  const wrong: readonly (readonly [string, HostFact['load']])[] = [
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws at once',
      () => {
        throw new Error('bug')
      },
    ],
    ['answers too few', async () => [1]],
    ['answers too many', async () => [1, 2, 3]],
    ['answers no array', async () => 'yes' as never],
    ['answers nothing', async () => undefined as never],
  ]
  it.each(wrong)('fails every key when the host %s', async (_, load) => {
    expect(await loadHostFact(fact(load), ['a', 'b'], message, 0)).toEqual([failed, failed])
  })

  it('fails every key of a fact that the host does not have', async () => {
    expect(await loadHostFact(undefined, ['a'], message, 0)).toEqual([failed])
  })

  it('never hangs: at the deadline it fails, aborts the host, and ignores what comes later', async () => {
    const clock = heldClock()
    let answer: (values: readonly number[]) => void = () => undefined
    let signal: AbortSignal | undefined
    const asked = loadHostFact(
      fact((_, context) => {
        signal = context.signal
        return new Promise(resolve => {
          answer = resolve
        })
      }),
      ['a'],
      message,
      0,
      clock.after,
    )
    await Promise.resolve()
    clock.run()
    answer([1])
    expect(await asked).toEqual([failed])
    expect(signal?.aborted).toBe(true)
  })

  it('calls its deadline off when the answer is there', async () => {
    const clock = heldClock()
    await loadHostFact(
      fact(async () => [1]),
      ['a'],
      message,
      0,
      clock.after,
    )
    expect(clock.waiting()).toBe(0)
  })

  it('gives copies: a host that changes its answer later changes nothing', async () => {
    const shared = { level: 1 }
    const [loaded] = await loadHostFact(
      fact(async () => [shared]),
      ['a'],
      message,
      0,
    )
    shared.level = 2
    expect(loaded).toEqual(value({ level: 1 }))
  })

  it('asks nothing for nobody', async () => {
    const load = vi.fn(async () => [])
    expect(await loadHostFact({ load }, [], message, 0)).toEqual([])
    expect(load).not.toHaveBeenCalled()
  })
})
