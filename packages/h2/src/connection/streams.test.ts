import { describe, expect, it } from 'vitest'
import { body, d, f, goaway, greeted, h, ok, reset, settings, windowUpdate } from './harness.fixture.ts'

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

  it('a connection is lost once', () => {
    const peer = greeted()
    peer.connection.lost(null)
    peer.connection.lost(null)
    peer.connection.destroy()
    peer.connection.retire()
    expect(peer.events.filter(event => event === 'closed')).toHaveLength(1)
    expect([peer.connection.open, peer.destroyed]).toEqual([false, true])
    peer.feed(f(0x6, 0, 0, '0102030405060708'))
    expect(peer.ended).toBe(false)
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
    ['HTTP_1_1_REQUIRED', 13, { failed: 'protocol', taken: true, what: 'the peer reset the stream: HTTP_1_1_REQUIRED' }, []],
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

  it('end once: calling one off again, or on a connection that is closed, does nothing', async () => {
    const peer = greeted()
    const { stream } = peer.send('/a')
    if (stream === null) throw new Error('no stream')
    peer.connection.cancel(stream, false)
    peer.connection.cancel(stream, true)
    await peer.turn()
    expect(peer.frames(3)).toHaveLength(1)
    expect(peer.frames(6)).toHaveLength(0)
    expect(peer.connection.active).toBe(0)
    const last = peer.send('/b').stream
    peer.connection.lost(null)
    if (last !== null) peer.connection.cancel(last, false)
    expect(peer.connection.active).toBe(0)
    expect(peer.events).toEqual(['closed'])
  })

  it('in the middle of a header block: its rest is borne, and the decoder stays in step', () => {
    const peer = greeted()
    const call = peer.send('/a')
    peer.send('/b')
    peer.feed(f(h, 0, 1, '20 88'))
    peer.cancel(call, false)
    peer.feed(f(0x9, 4, 1, '0001610162'), ok(3))
    expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 200 } })
    expect(peer.goodbye).toBe(null)
  })

  it('give back to the peer what it still sends on them', async () => {
    const peer = greeted()
    const calls = Array.from({ length: 40 }, (_, i) => peer.send(`/${i}`))
    for (const call of calls) peer.cancel(call, false)
    for (let i = 0; i < 40; i++) peer.feed(f(d, 0, 2 * i + 1, body(16_384)))
    await peer.turn()
    expect(peer.frames(8, 0).reduce((sum, { payload }) => sum + payload.readUInt32BE(0), 0) - (1_048_576 - 65_535)).toBeGreaterThanOrEqual(524_288)
    expect(peer.frames(8).every(({ streamId }) => streamId === 0)).toBe(true)
  })

  it('were the last ones of a connection that retires: it closes', () => {
    const peer = greeted()
    const call = peer.send('/a')
    peer.connection.retire()
    expect(peer.events).toEqual(['retired'])
    peer.cancel(call, false)
    expect(peer.events).toEqual(['retired', 'closed'])
    expect(peer.ended).toBe(true)
  })

  it('leave their record for the next one, and nothing of theirs in it', () => {
    const peer = greeted()
    const first = peer.send('/a', { body: body(100_000) })
    const { stream } = first
    peer.feed(f(h, 4, 1, '20 88 0f0d0135'), f(d, 0, 1, '6161'))
    peer.cancel(first, false)
    expect(first.stream).toBe(null)
    const second = peer.send('/b', { body: body(0) })
    expect(second.stream).toBe(stream)
    expect(stream).toMatchObject({ id: 3, sent: 0, status: 0, headers: {}, stated: -1, received: 0, granted: false, receiveWindow: 65_535 })
    peer.feed(ok(3))
    expect(peer.ends.get('/b')).toEqual({ answer: { status: 200, headers: {}, body: new Uint8Array() } })
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
    expect(peer.connection.room(Number.POSITIVE_INFINITY)).toBe(0)
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
