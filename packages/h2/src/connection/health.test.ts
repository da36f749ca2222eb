import { describe, expect, it } from 'vitest'
import { f, greeted, Harness, h } from './harness.fixture.ts'

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

  it.each([
    ['old enough retires, so that what goes again has another', 10_000, '353033', ['retired', 'closed']],
    ['too young stays: opening and closing often is taken for an attack', 9999, '353033', []],
    ['that is well stays, whatever its age', 20_000, '323030', []],
  ])('after an answer 503 a connection %s', (_, age, status, events) => {
    const peer = greeted({ unavailableAgeMs: 10_000 })
    peer.send('/a')
    peer.now = age
    peer.feed(f(h, 5, 1, `20 08 03 ${status}`))
    expect(peer.ends.get('/a')).toMatchObject({ answer: {} })
    expect(peer.events).toEqual(events)
  })

  it('keeps the process alive as long as a request is under way, and no longer', () => {
    const peer = greeted()
    expect(peer.holds).toEqual([false])
    peer.send('/a')
    const call = peer.send('/b')
    expect(peer.holds).toEqual([false, true])
    peer.feed(f(h, 5, 1, '20 88'))
    expect(peer.holds).toEqual([false, true])
    peer.cancel(call, false)
    expect(peer.holds).toEqual([false, true, false])
    peer.send('/c')
    expect(peer.holds.at(-1)).toBe(true)
  })
})
