import { EventEmitter } from 'node:events'
import { map, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { guarded } from './guarded-stream.ts'

const fail = (): never => {
  throw new Error('of the host')
}

/** A guarded stream of numbers, what its subscribers threw, and what reached the process. */
function setUp() {
  const source = new Subject<number>()
  const errors: string[] = []
  return { source, errors, stream: guarded(source, 'outcomes$', (error, name) => errors.push(`${name} ${(error as Error).message}`)) }
}

describe('a subscriber that throws', () => {
  it('is reported, stays subscribed, and stops no other', () => {
    const { source, errors, stream } = setUp()
    const seen: number[] = []
    let calls = 0
    stream.subscribe(() => {
      calls++
      fail()
    })
    stream.subscribe({ next: value => seen.push(value) })
    source.next(1)
    source.next(2)
    expect([seen, calls, errors]).toEqual([[1, 2], 2, ['outcomes$ of the host', 'outcomes$ of the host']])
  })

  it('is reported behind operators, and so is an operator that throws', () => {
    const { source, errors, stream } = setUp()
    stream.pipe(map(value => value + 1)).subscribe(fail)
    stream.pipe(map(fail)).subscribe()
    source.next(1)
    expect(errors).toEqual(['outcomes$ of the host', 'outcomes$ of the host'])
  })

  it('is reported when its promise rejects', async () => {
    const { source, errors, stream } = setUp()
    stream.subscribe(async () => fail())
    source.next(1)
    await Promise.resolve()
    await Promise.resolve()
    expect(errors).toEqual(['outcomes$ of the host'])
  })

  it('keeps an error handler of its own, and can unsubscribe', () => {
    const { source, errors, stream } = setUp()
    const own: string[] = []
    stream.pipe(map(fail)).subscribe({ error: (error: Error) => own.push(error.message) })
    const subscription = stream.subscribe(fail)
    subscription.unsubscribe()
    source.next(1)
    expect([own, errors]).toEqual([['of the host'], []])
  })

  it('of the engine changes no push', async () => {
    const errors: unknown[] = []
    const { transport, sent } = fakeTransport()
    const onSubscriberError = (_: unknown, stream: string) => errors.push(stream)
    const engine = createEngine({ channels: [fakeChannel('fake')], transport, onSubscriberError })
    engine.outcomes$.subscribe(fail)
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
    expect([sent.length, errors]).toEqual([1, ['outcomes$']])
  })

  it('becomes one process warning that names no value where the host has no handler, or one that throws', async () => {
    const { transport } = fakeTransport()
    const warnings: Error[] = []
    const heard = new EventEmitter()
    const listen = (warning: Error & { code?: string }) => {
      if (warning.code !== 'ROUSE_SUBSCRIBER') return
      warnings.push(warning)
      heard.emit('warning')
    }
    process.on('warning', listen)
    try {
      const engine = createEngine({ channels: [fakeChannel('fake')], transport })
      engine.outcomes$.subscribe(fail)
      const warned = new Promise(resolve => heard.once('warning', resolve))
      await engine.push(aMessage(), [aRecipient('alice'), aRecipient('carol')])
      await warned
      expect(warnings.map(({ message }) => message)).toEqual([
        'a subscriber of outcomes$ failed with Error: pass onSubscriberError to createEngine to see each error',
      ])
    } finally {
      process.off('warning', listen)
    }
  })
})
