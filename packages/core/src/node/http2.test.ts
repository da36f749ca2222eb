import http2 from 'node:http2'
import net from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WireResponse } from '../channel/wire.ts'
import { text } from '../channel/wire.ts'
import type { Transport } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
import { type Authority, accept, authority, type Http2Peer, http2Peer, post, threadPeer, wireTo } from './testing.fixture.ts'
import { transportUnderTest } from './transport-under-test.fixture.ts'

let ca: Authority
let leaf: { readonly cert: string; readonly key: string }
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
  leaf = await ca.issue(['127.0.0.1', 'localhost', 'push.example'])
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function peer(...args: [onStream: Parameters<typeof http2Peer>[1], options?: http2.SecureServerOptions]): Promise<Http2Peer> {
  const running = await http2Peer(leaf, ...args)
  cleanups.push(running.stop)
  return running
}

function transport(options: NodeTransportOptions = {}): Transport {
  const made = transportUnderTest({ ca: ca.certificate, ...options })
  cleanups.push(() => made.close(0))
  return made
}

const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
/** Nothing else runs meanwhile. */
const busyFor = (ms: number): void => {
  const end = performance.now() + ms
  while (performance.now() < end);
}
const h2 = (timeoutMs = 10_000, signal?: AbortSignal) => ({ protocol: 'http2' as const, timeoutMs, ...(signal === undefined ? {} : { signal }) })

async function failure(promise: Promise<WireResponse>): Promise<TransportError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

describe('a request over HTTP/2', () => {
  it('carries method, path, headers in lower case and body, and brings back status, headers and body', async () => {
    const seen: unknown[] = []
    const { origin, server } = await peer(() => undefined)
    server.on('stream', (stream, headers) => {
      let body = ''
      stream.setEncoding('utf8')
      stream.on('data', chunk => {
        body += chunk
      })
      stream.on('end', () => {
        seen.push({ ...headers, body })
        stream.respond({ ':status': 400, 'apns-id': 'x', 'set-cookie': ['a', 'b'] })
        stream.end('{"reason":"BadTopic"}')
      })
    })
    const answer = await transport().request(post(origin, '/3/device/a?b=c', { headers: { 'APNS-Topic': 't', Host: 'evil', Connection: 'close' } }), h2())
    expect(seen).toMatchObject([
      { ':method': 'POST', ':path': '/3/device/a?b=c', ':scheme': 'https', 'apns-topic': 't', 'content-length': '10', body: '{"aps":{}}' },
    ])
    expect(answer.status).toBe(400)
    expect(answer.headers).toMatchObject({ 'apns-id': 'x', 'set-cookie': 'a, b' })
    expect(Object.keys(answer.headers).some(name => name.startsWith(':'))).toBe(false)
    expect(text(answer.body)).toBe('{"reason":"BadTopic"}')
  })

  it.each([
    [0, 2],
    [10_000, 1],
  ])('after an answer 503 goes over another session, when this one has lived %i ms or more: %i sessions', async (unavailableAgeMs, sessions) => {
    let asked = 0
    const { origin, connections } = await peer(stream => {
      stream.respond({ ':status': ++asked === 1 ? 503 : 200 })
      stream.end()
    })
    const client = transport({ http2: { unavailableAgeMs } })
    expect([(await client.request(post(origin), h2())).status, (await client.request(post(origin), h2())).status]).toEqual([503, 200])
    expect(connections()).toBe(sessions)
  })

  it('tells the reason that a peer writes into its GOAWAY, when an answer is lost to it', async () => {
    const { origin } = await peer(stream => {
      stream.session?.goaway(http2.constants.NGHTTP2_CONNECT_ERROR, stream.id ?? 1, Buffer.from('{"reason":"BadCertificate"}\n'))
      setImmediate(() => stream.session?.destroy())
    })
    const error = await failure(transport().request(post(origin), h2()))
    expect(String(error.cause)).toContain('GOAWAY CONNECT_ERROR: {"reason":"BadCertificate"}?')
  })

  it('uses one session for many requests', async () => {
    const { origin, connections } = await peer(accept)
    const client = transport()
    for (let index = 0; index < 5; index++) await client.request(post(origin), h2())
    expect(connections()).toBe(1)
  })

  it('a GET without a body ends its stream at once', async () => {
    const { origin } = await peer(accept)
    expect((await transport().request(post(origin, '/', { method: 'GET', body: new Uint8Array() }), h2())).status).toBe(200)
  })

  it('refuses what is not https, without a request', async () => {
    const error = await failure(transport().request(post('http://127.0.0.1:1'), h2()))
    expect(error).toMatchObject({ code: 'protocol', taken: false })
  })

  it('a header that HTTP/2 cannot carry fails alone, and shows no value', async () => {
    const { origin } = await peer(accept)
    const client = transport()
    const error = await failure(client.request(post(origin, '/', { headers: { authorization: 'se\ncret' } }), h2()))
    expect(error).toMatchObject({ code: 'protocol', taken: false })
    expect(`${error} ${error.cause}`).not.toContain('cret')
    expect((await client.request(post(origin), h2())).status).toBe(200)
  })

  it('no error shows the path, which holds the token', async () => {
    const { origin } = await peer(stream => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR))
    const error = await failure(transport().request(post(origin, '/3/device/tokentoken'), h2()))
    expect(JSON.stringify([error.message, String(error.cause), error.stack])).not.toContain('tokentoken')
  })
})

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
    const { origin, blockUntilAnswered, stop } = await threadPeer(leaf, 100)
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

describe('bounds', () => {
  it('a response body has a bound', async () => {
    const { origin } = await peer(stream => {
      stream.respond({ ':status': 200 })
      stream.end(Buffer.alloc(2000))
    })
    expect(await failure(transport({ maxResponseBytes: 1000 }).request(post(origin), h2()))).toMatchObject({ code: 'protocol', taken: true })
    expect((await transport({ maxResponseBytes: 2000 }).request(post(origin), h2())).body).toHaveLength(2000)
  })

  it('the queue has a bound: what is above it is refused, not sent, and may come again', async () => {
    const { origin } = await peer(stream => setTimeout(accept, 100, stream))
    const client = transport({ queue: 5 })
    const settled = await Promise.allSettled(Array.from({ length: 20 }, () => client.request(post(origin), h2())))
    const refused = settled.filter(one => one.status === 'rejected')
    expect(refused.length).toBeGreaterThanOrEqual(14)
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'queue-full', taken: false, retryable: true })
    expect((await client.request(post(origin), h2())).status).toBe(200)
  })

  it('calling off: at once, from the queue as not taken, under way as taken', async () => {
    const abort = new AbortController()
    const { origin } = await peer(() => abort.abort())
    const client = transport({ http2: { maxConnections: 1 } })
    const running = failure(client.request(post(origin), h2(5000, abort.signal)))
    const waiting = failure(client.request(post(origin), h2(5000, abort.signal)))
    expect(await running).toMatchObject({ code: 'aborted', taken: true, retryable: false })
    expect(await waiting).toMatchObject({ code: 'aborted', taken: false })
    expect(await failure(client.request(post(origin), h2(5000, abort.signal)))).toMatchObject({ code: 'aborted', taken: false })
  })
})

describe('close', () => {
  it('lets what is in flight and in the queue end, then closes every socket', async () => {
    const running = await peer(stream => setTimeout(accept, 20, stream))
    const client = transport()
    const answers = Promise.all(Array.from({ length: 50 }, () => client.request(post(running.origin), h2())))
    await later(10)
    const closed = client.close(5000)
    expect(await failure(client.request(post(running.origin), h2()))).toMatchObject({ code: 'closed', taken: false })
    expect((await answers).every(answer => answer.status === 200)).toBe(true)
    await closed
    await later(50)
    expect(running.sockets.size).toBe(0)
  })

  it('ends what does not end by itself: what was sent as taken, what waited as not', async () => {
    const { origin } = await peer(() => undefined)
    const client = transport()
    const [first, second] = [failure(client.request(post(origin), h2())), failure(client.request(post(origin), h2()))]
    await later(100)
    const start = performance.now()
    await client.close(100)
    expect(await first).toMatchObject({ code: 'closed', taken: true })
    expect(await second).toMatchObject({ code: 'closed', taken: false })
    expect(performance.now() - start).toBeLessThan(2000)
  })

  it('twice is once', async () => {
    const client = transport()
    expect(client.close()).toBe(client.close())
  })
})
