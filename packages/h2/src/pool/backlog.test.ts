import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Call } from '../connection/call.ts'
import { Backlog, type RequestBatch } from './backlog.ts'

const headers = { 'apns-topic': 't' }
const body = new Uint8Array(3)
const asker = { done: () => undefined, failed: () => undefined }

const push = (backlog: Backlog, url: string, due: number, timeoutMs = 1000, signal?: AbortSignal) =>
  backlog.push({ method: 'PUT', url: '', headers, body }, url, due, timeoutMs, signal, asker)

/** What all records hold, in order. */
function drain(backlog: Backlog): string[] {
  const urls: string[] = []
  for (let run = backlog.first; run !== null; run = backlog.first) {
    const call = new Call()
    backlog.shift(run, call)
    urls.push(call.url)
  }
  return urls
}

describe('the backlog', () => {
  it('gives back all that a request is', () => {
    const backlog = new Backlog()
    const { signal } = new AbortController()
    expect(push(backlog, 'https://push.example/a', 77, 500, signal)).toBe(backlog.first)
    const call = new Call()
    expect(backlog.shift(backlog.first as RequestBatch, call)).toBe(true)
    expect(call).toMatchObject({ url: 'https://push.example/a', method: 'PUT', due: 77, timeoutMs: 500, slot: -1, stream: null, resent: 0 })
    expect([call.headers, call.body, call.signal, call.asker]).toEqual([headers, body, signal, asker])
    expect(call.headerBytes).toBeGreaterThan(0)
    expect([backlog.length, backlog.first]).toEqual([0, null])
  })

  it('is first in, first out, over many runs, and each run has one time to live and one signal', () => {
    const signals = [undefined, new AbortController().signal]
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('push', 'push', 'push', 'shift'), fc.nat(1), fc.nat(1)), { maxLength: 800 }), steps => {
        const backlog = new Backlog()
        const model: string[] = []
        const runs = new Set<RequestBatch>()
        for (const [at, [what, life, signal]] of steps.entries()) {
          if (what === 'push') {
            model.push(`${at}`)
            const run = push(backlog, `${at}`, at, 1000 + life, signals[signal])
            if (run !== null) runs.add(run)
          } else if (backlog.first !== null) {
            const { first } = backlog
            const call = new Call()
            expect(first.due).toBe(Number(model[0]))
            expect(backlog.shift(first, call)).toBe(first.length === 0)
            expect([call.url, call.timeoutMs, call.signal]).toEqual([model.shift(), first.timeoutMs, first.signal])
          }
          expect(backlog.length).toBe(model.length)
        }
        expect(drain(backlog)).toEqual(model)
        for (const run of runs) expect(run.length).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps many in one run, and not without end', () => {
    const backlog = new Backlog()
    let runs = 0
    for (let i = 0; i < 1000; i++) if (push(backlog, `${i}`, i) !== null) runs++
    expect(runs).toBe(5)
    expect(drain(backlog)).toEqual(Array.from({ length: 1000 }, (_, i) => `${i}`))
  })

  it('tells the runs that are due, wherever they stand', () => {
    const backlog = new Backlog()
    for (const [life, due] of [
      [1, 50],
      [2, 10],
      [3, 30],
    ] as const) {
      push(backlog, `${life}`, due, life)
      push(backlog, `${life}`, due + 5, life)
    }
    expect(backlog.due(9)).toEqual([])
    expect(backlog.due(10).map(({ timeoutMs }) => timeoutMs)).toEqual([2])
    expect(backlog.due(30).map(({ timeoutMs }) => timeoutMs)).toEqual([2, 3])
    const [middle] = backlog.due(10)
    const call = new Call()
    expect(backlog.shift(middle as RequestBatch, call)).toBe(false)
    expect(backlog.due(14)).toEqual([])
    expect(backlog.shift(middle as RequestBatch, call)).toBe(true)
    expect(drain(backlog)).toEqual(['1', '1', '3', '3'])
  })

  it('a run that ends at either end is taken out of the list, and the list goes on', () => {
    const backlog = new Backlog()
    const runs = [1, 2, 3].map(life => push(backlog, `${life}`, 5, life) as RequestBatch)
    const call = new Call()
    backlog.shift(runs[2] as RequestBatch, call)
    expect(push(backlog, 'four', 5, 2)).toBe(null)
    backlog.shift(runs[0] as RequestBatch, call)
    expect(backlog.first).toBe(runs[1])
    expect(drain(backlog)).toEqual(['2', 'four'])
  })
})
