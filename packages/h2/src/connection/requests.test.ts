import { describe, expect, it } from 'vitest'
import { body, d, f, greeted, Harness, h, settings, u32, windowUpdate } from './harness.fixture.ts'

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
    expect(peer.send('/a', { headers: { kept: 'a', bad: 'a\r\nb: c' } }).stream).toBe(null)
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
