import { describe, expect, it } from 'vitest'
import { f, goaway, Harness, ok, reset, settings, settingsAck, u32, windowUpdate } from './harness.fixture.ts'

const h = 0x1
const d = 0x0
const body = (length: number) => Buffer.alloc(length, 0x78)

/** A connection whose peer has greeted; its first answer's block starts with a size update. */
function greeted(limits: ConstructorParameters<typeof Harness>[0] = {}, ...pairs: readonly (readonly [number, number])[]): Harness {
  const peer = new Harness(limits)
  peer.feed(settings(...pairs), settingsAck)
  return peer
}

const bodyBytes = (peer: Harness, streamId: number) => peer.frames(d, streamId).reduce((sum, { payload }) => sum + payload.length, 0)
const hasEnd = (peer: Harness, streamId: number) => [...peer.frames(d, streamId), ...peer.frames(h, streamId)].some(({ flags }) => (flags & 1) === 1)

describe('the way out', () => {
  it('begins with the preface, a table of size 0, no push, and a larger window; all in one write with the first requests', async () => {
    const peer = new Harness()
    for (const path of ['/a', '/b', '/c']) peer.send(path, { headers: { 'apns-topic': 't' } })
    await peer.turn()
    expect(peer.writes).toHaveLength(1)
    expect(peer.writes[0]?.toString('latin1', 0, 24)).toBe('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    const [first] = peer.sent
    expect(first?.payload.toString('hex')).toBe(`0001${u32(0)}0002${u32(0)}0006${u32(65_536)}`)
    expect(peer.requests()).toEqual(
      ['/a', '/b', '/c'].map(path => ({
        ':method': 'POST',
        ':scheme': 'https',
        ':path': path,
        ':authority': 'push.example',
        'apns-topic': 't',
        'content-length': '2',
      })),
    )
    expect(peer.frames(h).map(({ streamId }) => streamId)).toEqual([1, 3, 5])
  })

  it('acknowledges SETTINGS, and every change of them', async () => {
    const peer = greeted()
    peer.feed(settings([3, 10]))
    await peer.turn()
    expect(peer.frames(4).filter(({ flags }) => flags === 1)).toHaveLength(2)
  })

  it('ends the stream with HEADERS where there is no body', async () => {
    const peer = greeted()
    peer.send('/a', { method: 'GET', body: Buffer.alloc(0) })
    await peer.turn()
    expect(peer.frames(h, 1)[0]?.flags).toBe(5)
    expect(peer.frames(d)).toHaveLength(0)
    expect(peer.requests()[0]).not.toHaveProperty('content-length')
  })

  it('splits headers over 16,384 bytes into CONTINUATION frames', async () => {
    const peer = greeted()
    const value = 'v'.repeat(40_000)
    peer.send('/a', { headers: { 'x-long': value }, headerBytes: 41_000 })
    await peer.turn()
    expect(peer.frames(h)).toHaveLength(1)
    expect(peer.frames(9)).toHaveLength(2)
    expect(peer.requests()[0]).toMatchObject({ 'x-long': value })
  })

  it('refuses a request with more header fields than the peer takes, and nothing of it leaves', async () => {
    const peer = greeted({}, [6, 1000])
    peer.send('/a', { headerBytes: 1001 })
    await peer.turn()
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: false })
    expect(peer.frames(h)).toHaveLength(0)
  })

  it.each([
    ['a pseudo-header field', { headers: { ':authority': 'evil.example' } }],
    ['a method with a space', { method: 'GET /evil' }],
    ['no method', { method: '' }],
  ])('refuses a request with %s', async (_, more) => {
    const peer = greeted()
    peer.send('/a', more)
    await peer.turn()
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: false })
    expect(peer.frames(h)).toHaveLength(0)
  })

  it('tells the length of the body as it is, once, whatever the request says', async () => {
    const peer = greeted()
    peer.send('/a', { headers: { 'Content-Length': '7', 'content-length': '8' }, method: 'PUT' })
    peer.send('/b', { headers: { 'content-length': '8' }, body: Buffer.alloc(0) })
    await peer.turn()
    expect(peer.requests()).toMatchObject([{ ':method': 'PUT', 'content-length': '2' }, { ':method': 'POST' }])
    expect(peer.requests()[1]).not.toHaveProperty('content-length')
    expect(peer.frames(h, 1)[0]?.payload.toString('latin1')).not.toMatch(/[78]$/)
  })

  it('refuses a header that must not be, and the next request is as it should be', async () => {
    const peer = greeted()
    peer.send('/a', { headers: { kept: 'a', bad: 'a\r\nb: c' } })
    peer.send('/b', { headers: { kept: 'a' } })
    await peer.turn()
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: false })
    expect(peer.requests()).toMatchObject([{ ':path': '/b', kept: 'a' }])
    expect(peer.frames(h)[0]?.streamId).toBe(1)
  })

  it('tells the peer of a smaller table before it uses one', async () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(settings([1, 0]))
    peer.send('/b')
    await peer.turn()
    expect(peer.requests()).toHaveLength(2)
    expect(peer.frames(h, 3)[0]?.payload[0]).toBe(0x20)
  })

  it('has one write under way at a time: what comes meanwhile leaves together', async () => {
    const peer = greeted()
    peer.reads = false
    peer.send('/a')
    await peer.turn()
    for (const path of ['/b', '/c', '/d']) {
      peer.send(path)
      await peer.turn()
    }
    expect(peer.writes).toHaveLength(1)
    peer.read()
    await peer.turn()
    expect(peer.writes).toHaveLength(2)
    expect(peer.requests()).toHaveLength(4)
  })

  it('has a bound: what does not fit has to wait, and a peer that asks and does not read is cut off', async () => {
    const peer = greeted({}, [4, 1_000_000])
    peer.feed(windowUpdate(0, 10_000_000))
    peer.reads = false
    peer.send('/a')
    await peer.turn()
    const next = peer.call('/b', { body: body(230_000) })
    expect(peer.connection.fits(next)).toBe(true)
    peer.connection.start(next)
    expect(peer.connection.fits(peer.call('/c', { body: body(100_000) }))).toBe(false)
    for (let i = 0; i < 3000; i++) peer.feed(f(0x6, 0, 0, '0102030405060708'))
    await peer.turn()
    expect(peer.connection.open).toBe(false)
    expect(peer.goodbye).toBe('ENHANCE_YOUR_CALM')
  })
})

describe('a peer that does not read', () => {
  it('is found out by what we have to tell it, and every request has an end', async () => {
    const peer = greeted()
    peer.reads = false
    peer.send('/first', { body: Buffer.alloc(0) })
    await peer.turn()
    const calls: ReturnType<Harness['call']>[] = []
    for (let i = 0; i < 20_000; i++) {
      const call = peer.call(`/${i}`, { body: Buffer.alloc(0) })
      if (!peer.connection.fits(call)) break
      peer.connection.start(call)
      calls.push(call)
    }
    for (const call of calls) peer.cancel(call, true)
    expect(peer.connection.active).toBe(0)
    expect(peer.connection.open).toBe(false)
    expect(peer.goodbye).toBe('ENHANCE_YOUR_CALM')
  })
})

describe('flow control on the way out', () => {
  it('keeps to the connection’s window, and goes on when it grows', async () => {
    const peer = greeted({}, [4, 1_000_000])
    peer.send('/a', { body: body(100_000) })
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(65_535)
    expect(hasEnd(peer, 1)).toBe(false)
    peer.feed(windowUpdate(0, 10))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(65_545)
    peer.feed(windowUpdate(0, 1_000_000))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(100_000)
    expect(hasEnd(peer, 1)).toBe(true)
  })

  it('keeps to the stream’s window, while others go on', async () => {
    const peer = greeted({}, [4, 10])
    peer.send('/a', { body: body(30) })
    peer.send('/b', { body: body(5) })
    await peer.turn()
    expect([bodyBytes(peer, 1), bodyBytes(peer, 3)]).toEqual([10, 5])
    peer.feed(windowUpdate(1, 100))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(30)
  })

  it('follows an initial window that changes under open streams, below zero too', async () => {
    const peer = greeted({}, [4, 10])
    peer.send('/a', { body: body(30) })
    await peer.turn()
    peer.feed(settings([4, 0]))
    peer.feed(windowUpdate(1, 5))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(10)
    peer.feed(windowUpdate(1, 8))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(13)
    peer.feed(settings([4, 100]))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(30)
  })

  it('sends frames of at most 16,384 bytes, even where the peer would take larger ones', async () => {
    const peer = greeted({}, [5, 1_000_000])
    peer.send('/a', { body: body(40_000) })
    await peer.turn()
    expect(peer.frames(d, 1).map(({ payload }) => payload.length)).toEqual([16_384, 16_384, 7232])
  })

  it('begins no request whose body has no window to go through', () => {
    const peer = greeted({}, [4, 1_000_000])
    const call = peer.send('/a', { body: body(60_000) })
    expect(call.stream?.sent).toBe(60_000)
    expect(peer.connection.fits(peer.call('/b', { body: body(5000) }))).toBe(true)
    peer.connection.start(peer.call('/c', { body: body(6000) }))
    expect(peer.connection.fits(peer.call('/d', { body: body(1) }))).toBe(false)
    expect(peer.connection.fits(peer.call('/e', { body: body(100_000) }))).toBe(false)
    expect(peer.connection.fits(peer.call('/f', { body: body(0) }))).toBe(true)
    peer.feed(windowUpdate(0, 60_000))
    expect(peer.connection.fits(peer.call('/d', { body: body(100_000) }))).toBe(true)
  })

  it('begins one for which there is not window enough: a peer that opens its window only when all of it is used would wait without end', async () => {
    const peer = greeted({}, [4, 1_000_000])
    peer.send('/a', { body: body(60_000) })
    const call = peer.call('/b', { body: body(6000) })
    expect(peer.connection.fits(call)).toBe(true)
    peer.connection.start(call)
    await peer.turn()
    expect(bodyBytes(peer, 1) + bodyBytes(peer, 3)).toBe(65_535)
    expect(peer.connection.fits(peer.call('/c', { body: body(6000) }))).toBe(false)
    peer.feed(windowUpdate(0, 65_535))
    await peer.turn()
    expect(bodyBytes(peer, 3)).toBe(6000)
    expect(hasEnd(peer, 3)).toBe(true)
  })

  it('begins none when there is no window at all', () => {
    const peer = greeted({}, [4, 1_000_000])
    peer.send('/a', { body: body(65_535) })
    expect(peer.connection.fits(peer.call('/b'))).toBe(false)
    expect(peer.connection.fits(peer.call('/c', { body: body(0) }))).toBe(true)
  })

  it('bodies that wait go on in their order, and none that has ended', async () => {
    const peer = greeted({}, [4, 0])
    const calls = ['/a', '/b', '/c'].map(path => peer.send(path, { body: body(10) }))
    await peer.turn()
    peer.cancel(calls[1] as (typeof calls)[number], false)
    peer.feed(settings([4, 100]))
    await peer.turn()
    expect(peer.frames(d).map(({ streamId }) => streamId)).toEqual([1, 5])
  })

  it('an answer that comes before the body is out ends the rest of it', async () => {
    const peer = greeted({}, [4, 10])
    peer.send('/a', { body: body(30) })
    await peer.turn()
    peer.feed(f(h, 5, 1, `20 8d`))
    await peer.turn()
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 404 } })
    expect(peer.resetOf(1)).toBe('NO_ERROR')
    peer.feed(windowUpdate(1, 100), settings([4, 1000]))
    await peer.turn()
    expect(bodyBytes(peer, 1)).toBe(10)
  })
})

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

describe('streams that the peer ends', () => {
  it('GOAWAY gives back what it did not take, lets the rest end, and then the connection closes', async () => {
    const peer = greeted()
    for (const path of ['/a', '/b', '/c']) peer.send(path)
    await peer.turn()
    peer.feed(goaway(1))
    expect(peer.events).toEqual(['retired'])
    expect(peer.connection.usable).toBe(false)
    expect([...peer.ends]).toEqual([
      ['/c', { untaken: 'unseen' }],
      ['/b', { untaken: 'unseen' }],
    ])
    peer.feed(f(h, 5, 1, '20 88'))
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 200 } })
    expect(peer.events).toEqual(['retired', 'closed'])
    expect(peer.goodbye).toBe('NO_ERROR')
  })

  it('a first GOAWAY that warns, and a second that says how far it got', () => {
    const peer = greeted()
    for (const path of ['/a', '/b']) peer.send(path)
    peer.feed(goaway(2 ** 31 - 1))
    expect(peer.ends.size).toBe(0)
    peer.feed(goaway(1))
    expect(peer.ends.get('/b')).toEqual({ untaken: 'unseen' })
  })

  it('a connection that is lost: what left may have been taken, what did not was not', async () => {
    const peer = greeted()
    peer.send('/a')
    await peer.turn()
    peer.send('/b')
    peer.connection.lost(new Error('ECONNRESET'))
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'network', taken: true })
    expect(peer.ends.get('/b')).toEqual({ untaken: 'unseen' })
    expect(peer.events).toEqual(['closed'])
  })

  it('a connection that we end: a request that has not left does not leave any more, and may be sent elsewhere', async () => {
    const peer = greeted()
    peer.send('/a')
    await peer.turn()
    peer.send('/b', { body: body(20_000) })
    peer.feed(f(0x6, 0, 1, '0102030405060708'))
    await peer.turn()
    expect(peer.goodbye).toBe('PROTOCOL_ERROR')
    expect(peer.frames(h).map(({ streamId }) => streamId)).toEqual([1])
    expect(peer.frames(d).map(({ streamId }) => streamId)).toEqual([1])
    expect([...peer.ends]).toMatchObject([
      ['/b', { untaken: 'unseen' }],
      ['/a', { failed: 'protocol', taken: true }],
    ])
  })

  it('a connection that is closed while a write is under way: the same', async () => {
    const peer = greeted()
    peer.reads = false
    peer.send('/a')
    await peer.turn()
    peer.send('/b')
    await peer.turn()
    peer.connection.destroy()
    peer.read()
    await peer.turn()
    expect(peer.frames(h).map(({ streamId }) => streamId)).toEqual([1])
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'closed', taken: true })
    expect(peer.ends.get('/b')).toMatchObject({ failed: 'closed', taken: false })
  })

  it.each([
    ['REFUSED_STREAM', reset(1, 7)],
    ['a GOAWAY', goaway(0)],
  ])('%s behind the start of an answer is not believed: the request was taken', (_, frame) => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 4, 1, '20 88'), frame)
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: true })
  })

  it('a connection that is lost behind a GOAWAY: what that did not take may be sent again', async () => {
    const peer = greeted()
    peer.send('/a')
    peer.send('/b')
    await peer.turn()
    peer.feed(goaway(1, 0xb, 'too_many_pings'))
    peer.connection.lost(null)
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'network', taken: true })
    expect(peer.ends.get('/b')).toEqual({ untaken: 'unseen' })
    expect(peer.events).toEqual(['calm', 'retired', 'closed'])
  })

  it.each([
    ['REFUSED_STREAM: not taken', 7, { untaken: 'refused' }, []],
    [
      'ENHANCE_YOUR_CALM: calm, and the peer may have acted',
      0xb,
      { failed: 'protocol', taken: true, what: 'the peer reset the stream: ENHANCE_YOUR_CALM' },
      ['calm'],
    ],
    ['INTERNAL_ERROR', 2, { failed: 'protocol', taken: true, what: 'the peer reset the stream: INTERNAL_ERROR' }, []],
    ['NO_ERROR before an answer', 0, { failed: 'protocol', taken: true, what: 'the peer reset the stream: NO_ERROR' }, []],
    ['a code of no name', 0x77, { failed: 'protocol', taken: true, what: 'the peer reset the stream: 0x77' }, []],
  ])('RST_STREAM %s', (_, code, end, events) => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(reset(1, code))
    expect(peer.ends.get('/a')).toEqual(end)
    expect(peer.events).toEqual(events)
    expect(peer.connection.active).toBe(0)
  })

  it('RST_STREAM behind a whole answer changes nothing', () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 5, 1, '20 88'), reset(1, 0), windowUpdate(1, 5))
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 200 } })
    expect(peer.connection.open).toBe(true)
  })
})

describe('streams that we end', () => {
  it('are reset with CANCEL, and what still comes for them is borne', async () => {
    const peer = greeted()
    const call = peer.send('/a')
    peer.cancel(call, false)
    await peer.turn()
    expect(peer.resetOf(1)).toBe('CANCEL')
    peer.send('/b')
    // The late block keeps the decoder in step: it holds the size update.
    peer.feed(f(h, 4, 1, '20 88'), f(d, 0, 1, '6161'), reset(1, 8), ok(3))
    expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 200 } })
  })

  it('after a thousand others are still known', () => {
    const peer = greeted()
    for (let i = 0; i < 3000; i++) peer.cancel(peer.send(`/${i}`), false)
    peer.send('/b')
    peer.feed(f(h, 5, 1, '20 88'), ok(6001))
    expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 200 } })
  })

  it('out of time: the peer is asked by PING, and gets no more until it answers', async () => {
    const peer = greeted()
    peer.cancel(peer.send('/a'), true)
    await peer.turn()
    expect(peer.connection.usable).toBe(false)
    const [ping] = peer.frames(6)
    peer.feed(f(0x6, 1, 0, ping?.payload ?? ''))
    expect(peer.connection.usable).toBe(true)
  })
})

describe('how many streams', () => {
  it('one until the first 2xx, then what the peer allows, and never more than our own limit', () => {
    const peer = greeted({ maxStreams: 50 }, [3, 100])
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(1)
    peer.send('/a')
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(0)
    peer.feed(f(h, 5, 1, '20 88'))
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(50)
    peer.feed(settings([3, 10]))
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(10)
    expect(peer.connection.room(4)).toBe(4)
  })

  it('an answer that is no 2xx proves nothing by itself', () => {
    const peer = greeted()
    peer.send('/a')
    peer.feed(f(h, 5, 1, '20 8c'))
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(1)
  })

  it('a limit that goes below what is open leaves no room, and takes nothing back', () => {
    const peer = greeted()
    for (let i = 0; i < 5; i++) peer.send(`/${i}`)
    peer.feed(settings([3, 2]))
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(0)
    expect(peer.ends.size).toBe(0)
  })

  it('the last id is used, and then the connection retires', () => {
    const peer = greeted({ firstStreamId: 2 ** 31 - 3 })
    peer.send('/a')
    expect(peer.connection.usable).toBe(true)
    peer.send('/b')
    expect(peer.connection.usable).toBe(false)
    peer.feed(f(h, 5, 2 ** 31 - 3, '20 88'), ok(2 ** 31 - 1))
    expect([...peer.ends.keys()]).toEqual(['/a', '/b'])
    expect(peer.events).toEqual(['retired', 'closed'])
  })
})

describe('whether the peer lives', () => {
  it('a PING is answered with its own payload', async () => {
    const peer = greeted()
    peer.feed(f(0x6, 0, 0, '0102030405060708'))
    await peer.turn()
    expect(peer.frames(6)).toMatchObject([{ flags: 1, payload: Buffer.from('0102030405060708', 'hex') }])
  })

  function tick(peer: Harness, ms: number): void {
    for (const end = peer.now + ms; peer.now < end; ) {
      peer.now += 1000
      peer.connection.tick(peer.now)
    }
  }

  it('silence with a request under way: a PING, and without its answer the end', async () => {
    const peer = greeted({ silenceMs: 10_000, pingTimeoutMs: 5000 })
    peer.send('/a')
    tick(peer, 9000)
    await peer.turn()
    expect(peer.frames(6)).toHaveLength(0)
    tick(peer, 3000)
    await peer.turn()
    expect(peer.frames(6)).toHaveLength(1)
    tick(peer, 4000)
    expect(peer.connection.open).toBe(true)
    tick(peer, 3000)
    expect(peer.destroyed).toBe(true)
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'network', taken: true })
  })

  it('silence while idle: a PING about hourly, and it lives on when it is answered', async () => {
    const peer = greeted()
    tick(peer, 3_500_000)
    await peer.turn()
    expect(peer.frames(6)).toHaveLength(0)
    tick(peer, 103_000)
    await peer.turn()
    const [ping] = peer.frames(6)
    peer.feed(f(0x6, 1, 0, ping?.payload ?? ''))
    tick(peer, 60_000)
    expect(peer.connection.open).toBe(true)
  })

  it('a request after a pause takes a PING along', async () => {
    const peer = greeted({ silenceMs: 10_000 })
    tick(peer, 60_000)
    peer.send('/a')
    peer.send('/b')
    await peer.turn()
    expect(peer.frames(6)).toHaveLength(1)
  })

  it('a process that stood still itself looks for the answer before it blames the peer', async () => {
    const peer = greeted({ silenceMs: 10_000, pingTimeoutMs: 5000 })
    peer.send('/a')
    tick(peer, 12_000)
    peer.now += 60_000
    peer.connection.tick(peer.now)
    expect(peer.connection.open).toBe(true)
    await peer.turn()
    peer.feed(f(0x6, 1, 0, peer.frames(6)[0]?.payload ?? ''))
    peer.connection.tick(peer.now + 1)
    expect(peer.connection.open).toBe(true)
  })

  it('SETTINGS that are never acknowledged: SETTINGS_TIMEOUT', async () => {
    const peer = new Harness({ settingsTimeoutMs: 5000 })
    peer.send('/a')
    await peer.turn()
    tick(peer, 5000)
    expect(peer.connection.open).toBe(true)
    tick(peer, 1000)
    expect(peer.goodbye).toBe('SETTINGS_TIMEOUT')
    expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: true })
  })

  it('an old connection retires', () => {
    const peer = greeted({ maxAgeMs: 50_000, silenceMs: 1e9 })
    peer.send('/a')
    tick(peer, 52_000)
    expect(peer.events).toEqual(['retired'])
    peer.feed(f(h, 5, 1, '20 88'))
    expect(peer.events).toEqual(['retired', 'closed'])
  })
})
