import { describe, expect, it } from 'vitest'
import { fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import type { EngineOptions } from './types.ts'

const made = (options: object) => createEngine({ channels: [fakeChannel('fake')], transport: fakeTransport().transport, ...options } as EngineOptions)
const refused = (options: object): readonly string[] => {
  try {
    made(options)
  } catch (error) {
    const { code, mistakes } = error as { code: string; mistakes: readonly { pointer: string }[] }
    expect(code).toBe('config-invalid')
    return mistakes.map(({ pointer }) => pointer)
  }
  return []
}

describe('the options of an engine', () => {
  it.each([
    ['no lane: nothing would ever be sent', { pageConcurrency: 0 }, '/pageConcurrency'],
    ['half a lane', { pageConcurrency: 1.5 }, '/pageConcurrency'],
    ['a queue of nothing', { queue: 0 }, '/queue'],
    ['calls without bound', { inFlight: Number.POSITIVE_INFINITY }, '/inFlight'],
    ['a negative wait', { batchWaitMs: -1 }, '/batchWaitMs'],
    ['a wait that is no number', { batchWaitMs: Number.NaN }, '/batchWaitMs'],
    ['a wait longer than a timer can', { batchWaitMs: 2 ** 31 }, '/batchWaitMs'],
    ['a wait as text', { batchWaitMs: '20' }, '/batchWaitMs'],
    ['no time for a request', { requestTimeoutMs: 0 }, '/requestTimeoutMs'],
    ['nothing remembered', { historySize: 0 }, '/historySize'],
    ['no attempt', { retry: { attempts: 0 } }, '/retry/attempts'],
    ['a negative budget', { retry: { budgetMs: -1 } }, '/retry/budgetMs'],
    ['a rate of nothing', { rates: { fcm: { perSecond: 0 } } }, '/rates/fcm/perSecond'],
    ['a breaker that never closes', { breaker: { failures: 0 } }, '/breaker/failures'],
    ['an evaluator that there is not', { evaluator: 'fast' }, '/evaluator'],
    ['a name that is not known', { batchWait: 20 }, '/batchWait'],
  ])('refuse %s', (_, options, pointer) => {
    expect(refused(options)).toEqual([pointer])
  })

  it('are refused whole, with every mistake and the nearest name', () => {
    expect(refused({ pageConcurrency: -1, retry: { atempts: 3, baseMs: -5 } })).toEqual(['/pageConcurrency', '/retry/atempts', '/retry/baseMs'])
    expect(() => made({ retry: { atempts: 3 } })).toThrow('options /retry/atempts: unknown field, nearest "attempts"')
  })

  it('may be left out, or be undefined', () => {
    expect(refused({ pageConcurrency: undefined, retry: undefined, batchWaitMs: undefined })).toEqual([])
    expect(refused({ batchWaitMs: 0, retry: { baseMs: 0 }, rates: { fcm: { perSecond: 0.5 } } })).toEqual([])
  })
})
