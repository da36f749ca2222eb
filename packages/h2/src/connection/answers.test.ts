import { describe, expect, it } from 'vitest'
import { body, d, f, greeted, h, ok } from './harness.fixture.ts'

describe('an answer', () => {
  it('has its status, fields in lower case, and body', () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 8c 0007 61706e732d6964 0178'), f(d, 0, 1, '7b'), f(d, 9, 1, '02 7d 0000'))
    expect(peer.ends.get('/a')).toEqual({ answer: { status: 400, headers: { 'apns-id': 'x' }, body: new Uint8Array([0x7b, 0x7d]) } })
  })

  it('may come with trailers, which are left out', () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 88'), f(d, 0, 1, '61'), f(h, 5, 1, '0001610162'))
    expect(peer.ends.get('/a')).toEqual({ answer: { status: 200, headers: {}, body: new Uint8Array([0x61]) } })
  })

  it('may come behind any number of 1xx, and padded, with priority, in pieces', () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 4803313033'), f(h, 4, 1, '0803313030'))
    peer.feed(f(h, 0x29, 1, '03 00000000 10 88 000000'), f(0x9, 0, 1, '000161'), f(0x9, 4, 1, '0162'))
    expect(peer.ends.get('/a')).toEqual({ answer: { status: 200, headers: { a: 'b' }, body: new Uint8Array() } })
  })

  it('joins a field’s values, and takes the first of those that have one', () => {
    const peer = greeted()
    peer.send('/a')
    const date = '0f12' // index 33
    peer.feed(f(h, 5, 1, `20 88 0f280161 0f280162 ${date}0163 ${date}0164`))
    expect(peer.ends.get('/a')).toMatchObject({ answer: { headers: { 'set-cookie': 'a, b', date: 'c' } } })
  })

  it('may say __proto__ or constructor, and nothing happens', () => {
    const peer = greeted()
    peer.send('/a')
    const proto = Buffer.from('__proto__').toString('hex')
    const made = Buffer.from('constructor').toString('hex')
    peer.feed(f(h, 5, 1, `20 88 0009${proto}0178 000b${made}0179`))
    const end = peer.ends.get('/a') as { answer: { headers: Record<string, string> } }
    expect(Object.entries(end.answer.headers)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(Object.getPrototypeOf(end.answer.headers)).toBe(Object.prototype)
  })

  it('to HEAD has a content-length and no body, as have 204 and 304', () => {
    const peer = greeted()
    peer.send('/a', { method: 'HEAD' })
    peer.send('/b')
    peer.feed(f(h, 5, 1, '20 88 0f0d0135'), f(h, 5, 3, '8b 0f0d0135'))
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 200 } })
    expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 304 } })
  })

  it('that is too large ends its stream alone', async () => {
    const peer = greeted({ maxResponseBytes: 20_000 })
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 88'), f(d, 0, 1, body(16_000)), f(d, 1, 1, body(16_000)))
    await peer.turn()
    expect(peer.resetOf(1)).toBe('CANCEL')
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: true, what: 'the answer is larger than 20000 bytes' })
    peer.send('/b')
    peer.feed(f(d, 0, 1, body(100)), ok(3))
    expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 200 } })
  })

  it('gets windows as it goes on, for the stream and the connection', async () => {
    const peer = greeted({ maxResponseBytes: 10_000_000 })
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 88'))
    for (let i = 0; i < 100; i++) {
      peer.feed(f(d, 0, 1, body(16_384)))
      await peer.turn()
    }
    peer.feed(f(d, 1, 1, body(1)))
    const granted = (id: number) => peer.frames(8, id).reduce((sum, { payload }) => sum + payload.readUInt32BE(0), 0)
    expect(granted(1)).toBeGreaterThan(1_600_000 - 65_535)
    expect(granted(0)).toBeGreaterThan(1_600_000)
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 200 } })
  })

  it('that comes byte by byte is one body, and takes no more memory than a whole one', () => {
    const peer = greeted()
    const call = peer.send('/a')
    peer.feed(f(h, 4, 1, '20 88'))
    for (let i = 0; i < 1000; i++) peer.feed(f(d, 0, 1, Uint8Array.of(i % 251)))
    expect(call.stream?.kept.length).toBeLessThanOrEqual(2000)
    peer.feed(f(d, 1, 1))
    const end = peer.ends.get('/a') as { answer: { body: Uint8Array } }
    expect(end.answer.body).toEqual(Uint8Array.from({ length: 1000 }, (_, i) => i % 251))
    expect(end.answer.body.buffer.byteLength).toBe(1000)
  })

  it('of many that never end: the connection is cut off by what it holds', async () => {
    const peer = greeted({ maxBufferedBytes: 100_000 })
    for (let i = 0; i < 10; i++) peer.send(`/${i}`)
    for (let i = 0; i < 10; i++) peer.feed(f(h, 4, 2 * i + 1, i === 0 ? '20 88' : '88'), f(d, 0, 2 * i + 1, body(16_000)))
    expect(peer.goodbye).toBe('ENHANCE_YOUR_CALM')
    expect([...peer.ends.values()]).toHaveLength(10)
  })
})
