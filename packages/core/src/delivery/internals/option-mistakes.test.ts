import { describe, expect, it } from 'vitest'
import { createDelivery } from '../delivery.ts'
import type { DeliveryOptions } from '../delivery-api.ts'
import { optionIssues } from './option-mistakes.ts'

const transport = { request: () => Promise.reject(new Error('never asked')), close: async () => undefined }
const pointers = (options: object) => optionIssues({ transport, ...options } as DeliveryOptions).map(({ pointer }) => pointer)

describe('the options of a delivery', () => {
  it.each([
    [{}, []],
    [{ inFlight: 1, retry: { attempts: 1, budgetMs: 0, baseMs: 0 }, breaker: { failures: 1 }, rates: { oppo: { perSecond: 0.1, rampMs: 0 } } }, []],
    [{ inFlight: 0 }, ['/inFlight']],
    [{ retry: { attempts: 0, budgetMs: Number.NaN } }, ['/retry/attempts', '/retry/budgetMs']],
    [{ breaker: { failures: 0, openMs: -1 } }, ['/breaker/failures', '/breaker/openMs']],
    [{ requestTimeoutMs: '10s' }, ['/requestTimeoutMs']],
    [{ rates: { 'a/b': { perSecond: 0, burst: -1 } } }, ['/rates/a~1b/perSecond', '/rates/a~1b/burst']],
  ])('%j: mistakes at %j', (options, expected) => {
    expect(pointers(options)).toEqual(expected)
  })

  it('are checked when it is made: every mistake at once', () => {
    const make = () => createDelivery({ transport, inFlight: 0, renewEveryMs: -1 })
    expect(make).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringMatching(/\/inFlight: expected .*\/renewEveryMs: expected /) }),
    )
  })
})
