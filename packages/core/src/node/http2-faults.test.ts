import http2 from 'node:http2'
import net from 'node:net'
import { describe, expect, it } from 'vitest'
import { failure, h2, http2Rig, later } from './http2-rig.fixture.ts'
import { accept, post, threadPeer, wireTo } from './testing.fixture.ts'

const { cleanups, leaf, peer, transport } = http2Rig()

/** Nothing else runs meanwhile. */
const busyFor = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end);
}

describe('Connections that fail', () => {
  it('a peer that never answers: settles at the deadline, as taken (node-apn#451, #665)', async () => {
    const { origin } = await peer(() => undefined)
    const start = performance.now()
    const error = await failure(transport().request(post(origin), h2(1500)))
    expect(error).toMatchObject({ code: 'timeout', taken: true, retryable: true })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  it('what never left the queue by its deadline was not taken', async () => {
    const { origin } = await peer(() => undefined)
    const client = transport({ http2: { maxConnections: 1 } })
    const [first, second] = await Promise.all([failure(client.request(post(origin), h2(2000))), failure(client.request(post(origin), h2(1500)))])
    expect(first.taken).toBe(true)
    expect(second).toMatchObject({ code: 'timeout', taken: false })
  })

  it('a process that was busy past the deadline still reads the answer that has come: sending again would be a duplicate', async () => {
    const { origin, blockUntilAnswered, stop } = await threadPeer(leaf(), 100)
    cleanups.push(stop)
    const client = transport()
    await client.request(post(origin), h2())
    const answer = client.request(post(origin), h2(400))
    await later(30)
    // Where sockets have just been read, so that timers come before they are read again.
    setImmediate(() => {
      blockUntilAnswered(2)
      busyFor(600)
    })
    expect((await answer).status).toBe(200)
  })

  it('a stream reset is a typed error, with its code (apns2#80)', async () => {
    for (const name of ['NO_ERROR', 'CANCEL', 'INTERNAL_ERROR', 'ENHANCE_YOUR_CALM'] as const) {
      const { origin } = await peer(stream => stream.close(http2.constants[`NGHTTP2_${name}`]))
      const expected = { code: 'protocol', taken: true, message: `${origin}: the peer reset the stream: ${name}` }
      expect(await failure(transport().request(post(origin), h2(5000)))).toMatchObject(expected)
    }
  })

  it('a reset in the middle of a response is no answer', async () => {
    const { origin } = await peer(stream => {
      stream.respond({ ':status': 200 })
      stream.write('half')
      setTimeout(() => stream.destroy(new Error('reset')), 20)
    })
    expect(await failure(transport().request(post(origin), h2(5000)))).toMatchObject({ code: 'protocol', taken: true })
  })

  it('a connection that drops in the middle of a response is no answer', async () => {
    const running = await peer(stream => {
      stream.respond({ ':status': 200 })
      stream.write('half')
      setTimeout(() => {
        for (const socket of running.sockets) socket.destroy()
      }, 20)
    })
    expect(await failure(transport().request(post(running.origin), h2(5000)))).toMatchObject({ code: 'network', taken: true })
  })

  it('a connection that drops: what was on it fails as taken, what waited goes over a new one', async () => {
    let dropped = false
    const running = await peer(
      (stream, _, nth) => {
        if (nth === 20 && !dropped) {
          dropped = true
          for (const socket of running.sockets) socket.destroy()
        } else accept(stream)
      },
      { settings: { maxConcurrentStreams: 10 } },
    )
    const client = transport({ http2: { maxConnections: 1 } })
    const settled = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => client.request(post(running.origin, `/${index}`), h2())))
    const failed = settled.filter(one => one.status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.length).toBeLessThanOrEqual(10)
    for (const one of failed) expect(one.reason).toMatchObject({ code: 'network' })
    expect(running.connections()).toBe(2)
  })

  it('connection refused: a typed error at once, not taken', async () => {
    const running = await peer(accept)
    await running.stop()
    const client = transport()
    expect(await failure(client.request(post(running.origin), h2(5000)))).toMatchObject({ code: 'network', taken: false })
  })

  it('a host that does not speak HTTP/2, or TLS, is a typed error', async () => {
    const server = net.createServer(socket => socket.end('hello\n'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(async () => void server.close())
    const { port } = server.address() as net.AddressInfo
    expect(await failure(transport().request(post(`https://127.0.0.1:${port}`), h2(5000)))).toMatchObject({ code: 'network', taken: false })
  })

  it('a peer that hangs up without an answer is not called without end', async () => {
    const running = await peer(stream => stream.session?.destroy())
    const client = transport()
    const start = performance.now()
    while (performance.now() - start < 600) await failure(client.request(post(running.origin), h2(2000)))
    expect(running.connections()).toBeLessThan(8)
  })

  it('a half-open session is found out by PING after a timeout, and gets no request meanwhile', async () => {
    const running = await peer(accept)
    const wire = await wireTo(running.port)
    cleanups.push(wire.stop)
    const client = transport({ http2: { pingTimeoutMs: 500, maxConnections: 1 } })
    await client.request(post(wire.origin), h2())
    wire.freeze()
    expect(await failure(client.request(post(wire.origin), h2(1000)))).toMatchObject({ code: 'timeout', taken: true })
    wire.thaw()
    expect((await client.request(post(wire.origin), h2(10_000))).status).toBe(200)
    expect(wire.connections()).toBe(2)
  })

  it('an idle session is asked by PING: one that lives stays, a dead one is closed', async () => {
    const running = await peer(accept)
    const wire = await wireTo(running.port)
    cleanups.push(wire.stop)
    const client = transport({ http2: { pingIntervalMs: 300, pingTimeoutMs: 1000 } })
    await client.request(post(wire.origin), h2())
    await later(900)
    expect((await client.request(post(wire.origin), h2(3000))).status).toBe(200)
    expect(wire.connections()).toBe(1)
    wire.freeze()
    await later(2000)
    wire.thaw()
    expect((await client.request(post(wire.origin), h2(3000))).status).toBe(200)
    expect(wire.connections()).toBe(2)
  })

  it('an old session is replaced without losing what is on it', async () => {
    const running = await peer((stream, _, nth) => (nth === 2 ? setTimeout(accept, 2000, stream) : accept(stream)))
    const client = transport({ http2: { maxAgeMs: 1000 } })
    await client.request(post(running.origin), h2())
    const slow = client.request(post(running.origin), h2())
    await later(1500)
    expect((await client.request(post(running.origin), h2())).status).toBe(200)
    expect((await slow).status).toBe(200)
    expect(running.connections()).toBe(2)
    while (running.sessions.size > 1) await later(10)
  })
})
