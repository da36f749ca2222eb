import type { TransportError, TransportOptions } from '@rouse/core/transport'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RequestListener } from '../connection/call.ts'
import { CallQueue } from './call-queue.ts'
import { CallRegistry } from './call-registry.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const url = 'https://push.example/3/device/secret'
const request = { method: 'POST', url, headers: {}, body: new Uint8Array() }
const options = (timeoutMs = 1000, signal?: AbortSignal): TransportOptions => ({ protocol: 'http2', timeoutMs, ...(signal === undefined ? {} : { signal }) })

function setUp() {
  const start = Date.now()
  const ledger = new CallRegistry(() => Date.now() - start)
  const backlog = ledger.backlog()
  const ends: string[] = []
  const asker = (name: string): RequestListener => ({
    done: ({ status }) => ends.push(`${name} ${status}`),
    failed: error => ends.push(`${name} ${(error as TransportError).code} ${(error as TransportError).taken} @${Date.now() - start}`),
  })
  return {
    ledger,
    backlog,
    ends,
    begin: (name: string, how: TransportOptions = options()) => ledger.begin(request, url, how, asker(name)),
    wait: (name: string, how: TransportOptions = options()) => ledger.wait(backlog, request, url, how, asker(name)),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  }
}

describe('the ledger', () => {
  it('ends what waits without a record at its own deadline, as not taken, and what has a record too', async () => {
    const { ledger, backlog, ends, begin, wait, pass } = setUp()
    begin('a', options(500))
    wait('b', options(300))
    wait('c', options(700))
    wait('d', options(700))
    expect([ledger.open, backlog.length]).toEqual([4, 3])
    await pass(280)
    expect(ends).toEqual([])
    await pass(30)
    expect(ends.map(end => end.replace(/@.*/, ''))).toEqual(['b timeout false '])
    await pass(1000)
    expect(ends.map(end => end.replace(/@.*/, ''))).toEqual(['b timeout false ', 'a timeout false ', 'c timeout false ', 'd timeout false '])
    for (const end of ends) {
      const at = Number(end.replace(/.*@/, ''))
      expect(at % 100 === 1 || at % 100 > 89, end).toBe(true)
    }
    expect([ledger.open, backlog.length]).toEqual([0, 0])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('has its timer as long as anything waits', async () => {
    const { backlog, ledger, ends, wait, pass } = setUp()
    wait('a', options(60_000))
    await pass(59_000)
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    expect(backlog.length).toBe(1)
    const call = ledger.next(backlog.first as never)
    await pass(900)
    expect(ends).toEqual([])
    await pass(200)
    expect(ends).toHaveLength(1)
    expect(call.url).toBe('')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('a record that is taken out of the backlog late keeps its deadline', async () => {
    const { ledger, backlog, ends, wait, pass } = setUp()
    wait('a', options(1000))
    await pass(990)
    ledger.next(backlog.first as never)
    await pass(40)
    expect(ends.map(end => end.replace(/@.*/, ''))).toEqual(['a timeout false '])
  })

  it('a signal ends what it was given with, wherever that is, and nothing else', async () => {
    const { ledger, backlog, ends, begin, wait, pass } = setUp()
    const [one, two] = [new AbortController(), new AbortController()]
    const queue = new CallQueue()
    queue.push(begin('a', options(1000, one.signal)))
    wait('b', options(1000, one.signal))
    wait('c', options(1000, two.signal))
    wait('d')
    wait('e', options(1000, one.signal))
    one.abort()
    await pass(0)
    expect(ends.map(end => end.replace(/@.*/, ''))).toEqual(['a aborted false ', 'b aborted false ', 'e aborted false '])
    expect([queue.length, backlog.length, ledger.open]).toEqual([0, 2, 2])
    ledger.answer(ledger.next(backlog.first as never), { status: 200, headers: {}, body: new Uint8Array() })
    two.abort()
    await pass(1100)
    expect(ends.slice(3).map(end => end.replace(/@.*/, ''))).toEqual(['c 200', 'd timeout false '])
  })

  it('listens to a signal once, however many have it, and not when none has', () => {
    const { ledger, backlog, begin, wait } = setUp()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const answer = { status: 200, headers: {}, body: new Uint8Array() }
    const first = begin('a', options(1000, signal))
    for (let i = 0; i < 600; i++) wait('w', options(1000, signal))
    expect(added).toHaveBeenCalledTimes(1)
    ledger.answer(first, answer)
    while (backlog.first !== null) ledger.answer(ledger.next(backlog.first), answer)
    expect(removed).toHaveBeenCalledTimes(1)
    ledger.answer(begin('b', options(1000, signal)), answer)
    expect(added).toHaveBeenCalledTimes(2)
    expect(removed).toHaveBeenCalledTimes(2)
  })

  it('tells when the last one has ended', () => {
    const { ledger, backlog, begin, wait } = setUp()
    let drained = 0
    ledger.drained = () => {
      drained++
    }
    const call = begin('a')
    wait('b')
    ledger.fail(call, 'network', 'gone', true)
    expect(drained).toBe(0)
    ledger.refuse(ledger.next(backlog.first as never), 'no', null)
    expect(drained).toBe(1)
  })

  it('names the host in an error, and never the path', async () => {
    const { ledger, begin, pass } = setUp()
    const told: unknown[] = []
    ledger.turnAway(url, 'queue-full', 'full', { done: () => undefined, failed: error => told.push(error) })
    expect(told).toMatchObject([{ message: 'https://push.example: full' }])
    ledger.fail(begin('a'), 'network', 'gone', true)
    await pass(0)
  })

  it('uses a record again, and nothing of the last request is in it', () => {
    const { ledger, begin } = setUp()
    const first = begin('a', options(1000, new AbortController().signal))
    first.resent = 7
    ledger.answer(first, { status: 200, headers: {}, body: new Uint8Array() })
    expect(first).toMatchObject({ url: '', headers: {}, signal: undefined, resent: 0, stream: null, queue: null })
    expect(first.body).toHaveLength(0)
    expect(begin('b')).toBe(first)
    expect([first.resent, first.signal, first.url]).toEqual([0, undefined, url])
  })
})
