import { describe, expect, it } from 'vitest'
import { RouseError } from '../model/errors.ts'
import { createEngine } from './engine.ts'
import type { EngineOptions } from './types.ts'

const transport = { request: () => Promise.reject(new Error('never sent')), close: async () => undefined }

/** The pointers of the issues in these options. */
function pointersOf(options: object): readonly string[] {
  try {
    createEngine({ channels: [], transport, ...options } as EngineOptions)
    return []
  } catch (error) {
    return error instanceof RouseError ? (error.mistakes ?? []).map(({ pointer }) => pointer) : [String(error)]
  }
}

describe('the options of delivery', () => {
  it.each([
    [{}, []],
    [{ inFlight: 1, retry: { attempts: 1, budgetMs: 0, baseMs: 0 }, breaker: { failures: 1 }, rates: { oppo: { perSecond: 0.1, rampMs: 0 } } }, []],
    [{ inFlight: 0 }, ['/inFlight']],
    [{ retry: { attempts: 0, budgetMs: Number.NaN } }, ['/retry/attempts', '/retry/budgetMs']],
    [{ retry: { attempts: 1.5 } }, ['/retry/attempts']],
    [{ breaker: { failures: 0, openMs: -1 } }, ['/breaker/failures', '/breaker/openMs']],
    [{ breaker: { failures: 2.5 } }, ['/breaker/failures']],
    [{ requestTimeoutMs: '10s' }, ['/requestTimeoutMs']],
    [{ requestTimeoutMs: 2 ** 31 }, ['/requestTimeoutMs']],
    [{ rates: { 'a/b': { perSecond: 0, burst: 0.5 } } }, ['/rates/a~1b/perSecond', '/rates/a~1b/burst']],
    [{ retries: 1 }, ['/retries']],
  ])('%j: issues at %j', (options, pointers) => {
    expect(pointersOf(options)).toEqual(pointers)
  })
})
