import http2 from 'node:http2'
import { describe, expect, it } from 'vitest'
import { failure, h2, http2Rig, later } from './http2-rig.fixture.ts'
import { accept, post } from './testing.fixture.ts'

const { peer, transport } = http2Rig()

describe('Connections', () => {
  it('a burst of 20,000 loses none, and stays below the peer’s stream limit (parse-community/node-apn#142)', async () => {
    const { origin, mostStreams, taken, connections } = await peer(accept, { settings: { maxConcurrentStreams: 100 } })
    const client = transport()
    const answers = await Promise.all(Array.from({ length: 20_000 }, (_, index) => client.request(post(origin, `/${index}`), h2(60_000))))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(new Set(taken).size).toBe(20_000)
    expect(taken).toHaveLength(20_000)
    expect(mostStreams()).toBeLessThanOrEqual(100)
    expect(connections()).toBeLessThanOrEqual(4)
  }, 60_000)

  it('one stream until the first 200, whatever SETTINGS say (Apple starts at 1)', async () => {
    let open = 0
    let most = 0
    let first = true
    const { origin } = await peer(stream => {
      open++
      if (first) most = Math.max(most, open)
      setTimeout(() => {
        open--
        first = false
        accept(stream)
      }, 50)
    })
    const client = transport()
    await Promise.all(Array.from({ length: 50 }, () => client.request(post(origin), h2())))
    expect(most).toBe(1)
  })

  it('a refusal is not yet the first 200', async () => {
    let most = 0
    let open = 0
    const { origin } = await peer(stream => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        stream.respond({ ':status': 403 }, { endStream: true })
      }, 5)
    })
    const client = transport()
    await Promise.all(Array.from({ length: 12 }, () => client.request(post(origin), h2())))
    expect(most).toBe(1)
  })

  it('at most 500 streams, whatever the peer allows', async () => {
    const { origin, mostStreams } = await peer((stream, _, nth) => (nth === 1 ? accept(stream) : setTimeout(accept, 200, stream)), {
      settings: { maxConcurrentStreams: 5000 },
    })
    const client = transport({ http2: { maxConnections: 1 } })
    await Promise.all(Array.from({ length: 1200 }, () => client.request(post(origin), h2())))
    expect(mostStreams()).toBe(500)
  })

  it('opens a second session only when the first is full', async () => {
    const { origin, sessions } = await peer((stream, _, nth) => (nth === 1 ? accept(stream) : setTimeout(accept, 300, stream)), {
      settings: { maxConcurrentStreams: 10 },
    })
    const client = transport({ http2: { maxConnections: 3 } })
    await client.request(post(origin), h2())
    const ten = Promise.all(Array.from({ length: 10 }, () => client.request(post(origin), h2())))
    await later(100)
    expect(sessions.size).toBe(1)
    const more = Promise.all(Array.from({ length: 100 }, () => client.request(post(origin), h2())))
    await later(400)
    expect(sessions.size).toBeGreaterThan(1)
    await Promise.all([ten, more])
    expect(sessions.size).toBeLessThanOrEqual(3)
  })

  it('the peer lowers its stream limit in mid-flight: nothing is lost, and the new limit is kept (pushy#476)', async () => {
    let lowered = false
    let open = 0
    let mostAfter = 0
    const running = await peer(
      (stream, _, nth) => {
        open++
        if (lowered) mostAfter = Math.max(mostAfter, open)
        stream.on('close', () => open--)
        if (nth === 300) {
          for (const session of running.sessions) session.settings({ maxConcurrentStreams: 5 })
          setTimeout(() => {
            lowered = true
          }, 100)
        }
        setTimeout(accept, 2, stream)
      },
      { settings: { maxConcurrentStreams: 100 } },
    )
    const client = transport({ http2: { maxConnections: 1 } })
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, index) => client.request(post(running.origin, `/${index}`), h2(30_000))))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(lowered).toBe(true)
    expect(mostAfter).toBeLessThanOrEqual(5)
  })

  it('refused streams are sent again, and only they', async () => {
    const { origin, taken } = await peer((stream, path, nth) => {
      if (nth > 1 && nth % 5 === 0) stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
      else accept(stream)
      void path
    })
    const client = transport()
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => client.request(post(origin, `/${index}`), h2())))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(taken.length).toBe(200 + Math.floor(taken.length / 5))
  })

  it('a stream refused for ever fails as not taken', async () => {
    const { origin, taken } = await peer(stream => stream.close(http2.constants.NGHTTP2_REFUSED_STREAM))
    expect(await failure(transport().request(post(origin), h2()))).toMatchObject({ code: 'network', taken: false })
    expect(taken.length).toBeLessThan(20)
  })

  it('GOAWAY: what the peer took ends on the old session, the rest goes over a new one (node-apn#640, #685; pushy#865)', async () => {
    const running = await peer((stream, _, nth) => {
      if (nth === 50) for (const session of running.sessions) session.close()
      setTimeout(accept, 5, stream)
    })
    const client = transport({ http2: { maxConnections: 1 } })
    const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => client.request(post(running.origin, `/${index}`), h2())))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(new Set(running.taken).size).toBe(500)
    expect(running.taken).toHaveLength(500)
    expect(running.connections()).toBe(2)
  })

  it('a session that had GOAWAY is never used again, also when it is idle', async () => {
    const running = await peer(accept)
    const client = transport()
    await client.request(post(running.origin), h2())
    for (const session of running.sessions) session.goaway(0, 1)
    await later(50)
    await client.request(post(running.origin), h2())
    expect(running.connections()).toBe(2)
  })

  it('GOAWAY with ENHANCE_YOUR_CALM slows down: streams above its last id are sent again', async () => {
    let calmed = false
    const running = await peer((stream, _, nth) => {
      if (nth === 30 && !calmed) {
        calmed = true
        stream.session?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 1)
        return
      }
      if (calmed || nth === 1) accept(stream)
    })
    const client = transport({ http2: { maxConnections: 1 } })
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => client.request(post(running.origin, `/${index}`), h2())))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(running.connections()).toBe(2)
  })

  it('GOAWAY with an error does not end what the peer took: its answers still come, and none is sent again', async () => {
    const before = new Set<string>()
    const running = await peer((stream, path, nth) => {
      if (nth <= 40) before.add(path)
      if (nth === 40) {
        // Node's server takes 0 for the last stream that it has seen.
        stream.session?.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM, 0)
        setTimeout(() => stream.session?.close(), 200)
      }
      setTimeout(accept, 100, stream)
    })
    const client = transport({ http2: { maxConnections: 1 } })
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => client.request(post(running.origin, `/${index}`), h2())))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(new Set(running.taken).size).toBe(200)
    expect(running.taken.filter(path => before.has(path))).toHaveLength(40)
    expect(running.connections()).toBe(2)
  })
})
