import http2 from 'node:http2'
import { describe, expect, it } from 'vitest'
import { text } from '../channel/wire.ts'
import { failure, h2, http2Rig, later } from './http2-rig.fixture.ts'
import { accept, post } from './testing.fixture.ts'

const { peer, transport } = http2Rig()

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
