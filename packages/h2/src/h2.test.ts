import http2 from 'node:http2'
import type { Socket } from 'node:net'
import { TransportError, type WireResponse } from '@rouse/core/transport'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { f, goaway, ok, reset, settings, settingsAck } from './connection/harness.fixture.ts'
import { FrameReader } from './frames/frame-reader.ts'
import { h2 } from './h2.ts'
import type { H2Options } from './options.ts'
import { type Authority, accept, asHttp2, authority, failure, type Leaf, later, nodePeer, type OnStream, post, rawPeer } from './testing.fixture.ts'

let ca: Authority
let leaf: Leaf
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
  leaf = await ca.issue(['127.0.0.1', 'localhost'])
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function peer(onStream: OnStream, options?: http2.SecureServerOptions) {
  const running = await nodePeer(leaf, onStream, options)
  cleanups.push(running.stop)
  return running
}

function client(options: H2Options = {}) {
  const made = h2({ ca: ca.certificate, priorKnowledge: true, ...options })
  cleanups.push(() => made.close(0))
  return made
}

/** A peer that answers frame by frame: `onRequest` hears of each HEADERS frame's stream. */
async function scripted(onRequest: (socket: Socket, streamId: number, nth: number) => void, hello: Buffer = settings()) {
  const running = await rawPeer((socket, nth) => {
    const reader = new FrameReader((type, _, streamId) => {
      if (type === 1) onRequest(socket, streamId, nth)
    })
    let skip = 24
    socket.write(hello)
    socket.on('data', chunk => {
      const from = Math.min(skip, chunk.length)
      skip -= from
      reader.push(chunk.subarray(from), () => true)
    })
  })
  cleanups.push(running.stop)
  return running
}

const statuses = (answers: readonly WireResponse[]) => answers.map(({ status }) => status)

describe('a request', () => {
  it('carries method, path, headers and body, and brings back status, headers and body', async () => {
    const seen: unknown[] = []
    const { origin } = await peer((stream, headers) => {
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
    const request = Object.freeze(post(origin, '/3/device/a?b=c', { headers: Object.freeze({ 'APNS-Topic': 't', Host: 'evil', Connection: 'close' }) }))
    const answer = await client().request(request, asHttp2())
    expect(seen).toMatchObject([
      { ':method': 'POST', ':path': '/3/device/a?b=c', ':scheme': 'https', 'apns-topic': 't', 'content-length': '10', body: '{"aps":{}}' },
    ])
    expect(seen[0]).not.toHaveProperty('host')
    expect(answer.status).toBe(400)
    expect(answer.headers).toMatchObject({ 'apns-id': 'x', 'set-cookie': 'a, b' })
    expect(new TextDecoder().decode(answer.body)).toBe('{"reason":"BadTopic"}')
  })

  it('that wants HTTP/1.1 goes to the transport that was given for it, which is closed with this one', async () => {
    const calls: string[] = []
    const http1 = {
      request: async (): Promise<WireResponse> => ({ status: 204, headers: {}, body: new Uint8Array() }),
      close: async () => {
        calls.push('closed')
      },
    }
    const it1 = client({ http1 })
    expect(await it1.request(post('https://push.example'), { protocol: 'http1', timeoutMs: 100 })).toMatchObject({ status: 204 })
    await it1.close()
    expect(calls).toEqual(['closed'])
  })

  it('that wants HTTP/1.1 without one is told what to do', async () => {
    const error = await failure(client().request(post('https://push.example'), { protocol: 'http1', timeoutMs: 100 }))
    expect(error).toMatchObject({ code: 'protocol', taken: false, message: expect.stringContaining('http1') })
  })

  it('never tells its path in an error', async () => {
    const error = await failure(client().request(post('https://127.0.0.1:1', '/3/device/secret-token'), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false })
    expect(`${error.message} ${String(error.cause)}`).not.toContain('secret')
  })

  it('with a body of a megabyte passes the peer’s windows, both ways', async () => {
    const { origin } = await peer(stream => {
      stream.respond({ ':status': 200 })
      stream.pipe(stream)
    })
    const body = Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 251)
    const answers = await Promise.all(Array.from({ length: 4 }, () => client().request(post(origin, '/', { body }), asHttp2())))
    for (const answer of answers) expect(Buffer.compare(answer.body, body)).toBe(0)
  })

  it('with more header fields than can be sent is told so, and holds up nothing', async () => {
    const { origin } = await peer(accept)
    const it1 = client()
    const bad = failure(it1.request(post(origin, '/', { headers: { a: 'x'.repeat(300_000) } }), asHttp2()))
    expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(await bad).toMatchObject({ code: 'protocol', taken: false })
  })

  it('is bad where a header is: and the others go on', async () => {
    const { origin } = await peer(accept)
    const it1 = client()
    const bad = failure(it1.request(post(origin, '/', { headers: { a: 'x\r\ny' } }), asHttp2()))
    expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(await bad).toMatchObject({ code: 'protocol', taken: false })
  })
})

describe('TLS', () => {
  it('refuses a certificate that it does not trust, whatever the options and the environment say', async () => {
    const { origin } = await peer(accept)
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const sly = { rejectUnauthorized: false, checkServerIdentity: () => undefined } as H2Options
      const it1 = h2(sly)
      cleanups.push(() => it1.close(0))
      expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'network', taken: false })
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })

  it('wants the URL’s name in the certificate, wherever `resolve` sends it', async () => {
    const { port } = await peer(accept)
    const resolve = () => ({ hostname: '127.0.0.1', port })
    expect(await client({ resolve }).request(post('https://localhost'), asHttp2())).toMatchObject({ status: 200 })
    expect(await failure(client({ resolve }).request(post('https://evil.example'), asHttp2()))).toMatchObject({ code: 'network' })
  })

  it('wants h2 by ALPN', async () => {
    const { createServer } = await import('node:https')
    const server = createServer({ ...leaf }, (_, response) => response.end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(async () => void server.close())
    const { port } = server.address() as { port: number }
    const error = await failure(client().request(post(`https://127.0.0.1:${port}`), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false })
  })

  it('shows the client certificate that the request names, on a connection of its own', async () => {
    const { origin, connections } = await peer(accept, { requestCert: true, rejectUnauthorized: false })
    const own = await ca.issue(['client'], true)
    const asked: string[] = []
    const it1 = client({
      identity: name => {
        asked.push(name)
        return own
      },
    })
    for (const identity of ['one', 'one', 'two']) await it1.request(post(origin, '/', { identity }), asHttp2())
    await it1.request(post(origin), asHttp2())
    expect(asked).toEqual(['one', 'two'])
    expect(connections()).toBe(3)
  })
})

describe('connections', () => {
  it('a burst of 20,000 loses none and stays below the peer’s limit', async () => {
    const { origin, most, connections } = await peer(accept, { settings: { maxConcurrentStreams: 100 } })
    const it1 = client()
    const answers = await Promise.all(Array.from({ length: 20_000 }, (_, i) => it1.request(post(origin, `/3/device/${i}`), asHttp2(30_000))))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(most()).toBeLessThanOrEqual(100)
    expect(connections()).toBeLessThanOrEqual(4)
  })

  it('one stream until the first 200', async () => {
    let open = 0
    let most = 0
    let answered = false
    const { origin } = await peer(stream => {
      open++
      if (!answered) most = Math.max(most, open)
      setTimeout(() => {
        open--
        answered = true
        accept(stream, {}, 0)
      }, 20)
    })
    const it1 = client()
    await Promise.all(Array.from({ length: 50 }, () => it1.request(post(origin), asHttp2())))
    expect(most).toBe(1)
  })

  it('GOAWAY in mid-flight: what was not taken goes over the next connection, nothing is lost', async () => {
    const { origin, connections } = await scripted((socket, streamId, nth) => {
      if (nth === 1 && streamId === 3) socket.write(goaway(1))
      else if (nth === 1 && streamId > 3) return
      else socket.write(ok(streamId))
    })
    const it1 = client()
    const answers = [await it1.request(post(origin), asHttp2())]
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => it1.request(post(origin), asHttp2())))))
    expect(new Set(statuses(answers))).toEqual(new Set([200]))
    expect(connections()).toBe(2)
  })

  it('REFUSED_STREAM is sent again, a few times, and then told as not taken', async () => {
    let refused = 0
    const { origin } = await scripted((socket, streamId) => {
      if (streamId === 1) socket.write(ok(1))
      else if (refused++ < 5) socket.write(reset(streamId, 7))
      else socket.write(ok(streamId))
    })
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    expect(statuses(await Promise.all(Array.from({ length: 20 }, () => it1.request(post(origin), asHttp2()))))).toEqual(Array.from({ length: 20 }, () => 200))
    const { origin: never } = await scripted((socket, streamId) => socket.write(reset(streamId, 7)))
    expect(await failure(it1.request(post(never), asHttp2()))).toMatchObject({ code: 'network', taken: false })
  })

  it('ENHANCE_YOUR_CALM: slower, and nothing that was not taken is lost', async () => {
    const opened: number[] = []
    const { origin } = await scripted((socket, streamId, nth) => {
      if (nth === 1 && streamId === 1) socket.write(ok(1))
      else if (nth === 1 && streamId === 3) socket.end(goaway(1, 0xb, 'too_many_requests'))
      else if (nth > 1) {
        opened.push(performance.now())
        socket.write(ok(streamId))
      }
    })
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    const start = performance.now()
    const answers = await Promise.all(Array.from({ length: 50 }, () => it1.request(post(origin), asHttp2())))
    expect(answers).toHaveLength(50)
    expect((opened[0] as number) - start).toBeGreaterThan(80)
  })

  it('a peer that hangs up without an answer is not called without end', async () => {
    const { origin, connections } = await rawPeer(socket => socket.destroy())
    const it1 = client()
    const start = performance.now()
    while (performance.now() - start < 400) expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'network' })
    expect(connections()).toBeLessThan(6)
  })

  it('more connections only when the first is full, and never more than the limit', async () => {
    const waiting: http2.ServerHttp2Stream[] = []
    let hold = false
    const { origin, connections } = await peer(
      stream => {
        if (hold) waiting.push(stream)
        else accept(stream, {}, 0)
      },
      { settings: { maxConcurrentStreams: 10 } },
    )
    const it1 = client({ maxConnections: 3 })
    await it1.request(post(origin), asHttp2())
    hold = true
    const answers = Array.from({ length: 10 }, () => it1.request(post(origin), asHttp2()))
    await later(100)
    expect(connections()).toBe(1)
    answers.push(...Array.from({ length: 100 }, () => it1.request(post(origin), asHttp2())))
    await later(100)
    hold = false
    for (const stream of waiting) accept(stream, {}, 0)
    expect(statuses(await Promise.all(answers)).every(status => status === 200)).toBe(true)
    expect(connections()).toBeGreaterThan(1)
    expect(connections()).toBeLessThanOrEqual(3)
  })

  it('an old connection is replaced, and nothing on it is lost', async () => {
    const { origin, connections } = await peer(accept)
    const it1 = client({ maxAgeMs: 100 })
    const end = performance.now() + 10_000
    while (connections() < 3 && performance.now() < end) {
      expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
      await later(10)
    }
    expect(connections()).toBe(3)
  })

  it('a dead peer is found by PING, and what waits goes elsewhere', async () => {
    const { origin, connections } = await scripted((socket, streamId, nth) => {
      if (nth > 1 || streamId === 1) socket.write(ok(streamId))
    })
    const it1 = client({ silenceMs: 100, pingTimeoutMs: 100 })
    await it1.request(post(origin), asHttp2())
    expect(await failure(it1.request(post(origin), asHttp2(5000)))).toMatchObject({ code: 'network', taken: true })
    expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(connections()).toBe(2)
  })

  it('the switch of the header table: answers with a table before our SETTINGS are acknowledged, none after', async () => {
    // foo: bar is put into the table, used by index, and after the acknowledgement a size update comes first.
    const { origin } = await scripted((socket, streamId) => {
      if (streamId === 1) socket.write(f(1, 5, 1, '88 4003666f6f03626172'))
      else if (streamId === 3) socket.write(Buffer.concat([f(1, 5, 3, '88 be'), settingsAck]))
      else if (streamId === 5) socket.write(f(1, 5, 5, '20 88 0003666f6f0162'))
      else socket.write(f(1, 5, streamId, '88 be'))
    })
    const it1 = client()
    const ask = () => it1.request(post(origin), asHttp2())
    expect((await ask()).headers).toEqual({ foo: 'bar' })
    expect((await ask()).headers).toEqual({ foo: 'bar' })
    expect((await ask()).headers).toEqual({ foo: 'b' })
    expect(await failure(ask())).toMatchObject({ code: 'protocol', message: expect.stringContaining('COMPRESSION_ERROR') })
  })
})

describe('every promise settles', () => {
  it('at its deadline, as taken, when the peer never answers', async () => {
    const { origin } = await peer((_, __, nth) => nth)
    const start = performance.now()
    expect(await failure(client().request(post(origin), asHttp2(200)))).toMatchObject({ code: 'timeout', taken: true })
    expect(performance.now() - start).toBeLessThan(400)
  })

  it('at its deadline, as not taken, when it never left the queue', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client({ maxConnections: 1 })
    const [first, second] = await Promise.all([failure(it1.request(post(origin), asHttp2(300))), failure(it1.request(post(origin), asHttp2(200)))])
    expect([first.taken, second.taken]).toEqual([true, false])
    expect(second.code).toBe('timeout')
  })

  it('by its signal, before, while it waits, and on the way', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client()
    expect(await failure(it1.request(post(origin), asHttp2(5000, AbortSignal.abort())))).toMatchObject({ code: 'aborted', taken: false })
    const control = new AbortController()
    const pending = Array.from({ length: 3 }, () => failure(it1.request(post(origin), asHttp2(5000, control.signal))))
    await later(100)
    control.abort()
    expect((await Promise.all(pending)).map(({ code, taken }) => [code, taken])).toEqual([
      ['aborted', true],
      ['aborted', false],
      ['aborted', false],
    ])
  })

  it('when the queue is full: at once, and nothing was sent', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client({ queue: 5, maxConnections: 1 })
    const all = Array.from({ length: 10 }, () => failure(it1.request(post(origin), asHttp2(300))))
    const codes = (await Promise.all(all)).map(({ code }) => code)
    expect(codes.filter(code => code === 'queue-full')).toHaveLength(5)
  })

  it('when it is closed: what is on the way may end, what comes then is refused', async () => {
    const { origin } = await peer(stream => setTimeout(() => accept(stream, {}, 0), 100))
    const it1 = client()
    const all = Array.from({ length: 5 }, () => it1.request(post(origin), asHttp2()))
    const closed = it1.close()
    expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'closed', taken: false })
    expect(statuses(await Promise.all(all))).toEqual([200, 200, 200, 200, 200])
    await closed
  })

  it('when it is closed and the peer does not answer: after the grace', async () => {
    const { origin, sockets } = await peer(() => undefined)
    const it1 = client()
    const pending = [failure(it1.request(post(origin), asHttp2())), failure(it1.request(post(origin), asHttp2()))]
    await later(100)
    await it1.close(50)
    expect((await Promise.all(pending)).map(({ code, taken }) => [code, taken])).toEqual([
      ['closed', true],
      ['closed', false],
    ])
    await later(50)
    expect(sockets.size).toBe(0)
  })

  it('at 5,000 random ends: answers, resets, hang-ups, deadlines, signals', async () => {
    let seed = 42
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff
      return seed / 0x7fff_ffff
    }
    const { origin } = await peer((stream, _, nth) => {
      const dice = random()
      if (nth === 1 || dice < 0.9) accept(stream, {}, 0)
      else if (dice < 0.93) stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
      else if (dice < 0.96) stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
      else if (dice < 0.961) stream.session?.destroy()
      else if (dice < 0.962) stream.session?.close()
      else if (dice < 0.98) setTimeout(() => accept(stream, {}, 0), 150)
    })
    const it1 = client()
    const ends = await Promise.all(
      Array.from({ length: 5000 }, async () => {
        const signal = random() < 0.05 ? AbortSignal.timeout(Math.floor(random() * 300)) : undefined
        await later(random() * 300)
        return it1.request(post(origin), asHttp2(100 + Math.floor(random() * 1000), signal)).then(
          ({ status }) => String(status),
          (error: unknown) => (error instanceof TransportError ? error.code : String(error)),
        )
      }),
    )
    expect(ends).toHaveLength(5000)
    for (const end of ends) expect(['200', 'network', 'protocol', 'timeout', 'aborted']).toContain(end)
    expect(ends).toContain('200')
  })
})
