import { describe, expect, it } from 'vitest'
import { checkHostFacts } from './check-host-facts.ts'

const load = async (keys: readonly string[]) => keys.map(() => true)

describe('host facts at the start', () => {
  it('are taken where they can be asked', () => {
    expect(() => checkHostFacts({ vip: { load }, calendar: { load, timeoutMs: 2000 } })).not.toThrow()
  })

  it('are refused where they never could: every mistake at once', () => {
    const facts = {
      device: { load },
      vip: { load: 'yes' },
      none: null,
      never: { load, timeoutMs: 0 },
      forever: { load, timeoutMs: Number.POSITIVE_INFINITY },
      'a/b': { load, timeoutMs: Number.NaN },
    }
    expect(() => checkHostFacts(facts as never)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        mistakes: [
          { pointer: '/facts/device', message: expect.stringMatching(/another name: message, /) },
          { pointer: '/facts/vip/load', message: 'expected a function' },
          { pointer: '/facts/none/load', message: 'expected a function' },
          { pointer: '/facts/never/timeoutMs', message: 'expected milliseconds of 1…2147483647', value: '0' },
          { pointer: '/facts/forever/timeoutMs', message: 'expected milliseconds of 1…2147483647', value: 'Infinity' },
          { pointer: '/facts/a~1b/timeoutMs', message: 'expected milliseconds of 1…2147483647', value: 'NaN' },
        ],
      }),
    )
  })
})
