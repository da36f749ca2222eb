import type { TransportError, WireResponse } from '@rouse/core/transport'
import { describe, expect, it } from 'vitest'
import { h2 } from './h2.ts'
import { accept, asHttp2, failure, post, rig } from './testing.fixture.ts'

const { peer, client } = rig()

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

  it('closes by its grace when the transport for HTTP/1.1 does not, and says so when that one rejects', async () => {
    const stuck = h2({ http1: { request: () => new Promise(() => undefined), close: () => new Promise(() => undefined) } })
    await stuck.close(0)
    const throwing = h2({ http1: { request: () => new Promise(() => undefined), close: () => Promise.reject(new Error('no')) } })
    await expect(throwing.close(0)).rejects.toMatchObject({ name: 'RouseError', message: expect.stringContaining('"http1" did not close') })
    for (const grace of [Number.NaN, -1, Number.POSITIVE_INFINITY]) await h2().close(grace)
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

  it('tells a listener what it would tell a promise', async () => {
    const { origin } = await peer(accept)
    const it1 = client({ http1: { request: async () => ({ status: 204, headers: {}, body: new Uint8Array() }), close: async () => undefined } })
    const carried = (...[request, options]: Parameters<typeof it1.request>): Promise<WireResponse> =>
      new Promise((done, failed) => it1.carry?.(request, options, { done, failed }))
    expect(await carried(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(await carried(post(origin), { protocol: 'http1', timeoutMs: 100 })).toMatchObject({ status: 204 })
    expect(await failure(carried(post('ftp://127.0.0.1:1'), asHttp2()))).toMatchObject({ code: 'protocol', taken: false })
    expect(await failure(carried(post(origin), asHttp2(100, AbortSignal.abort())))).toMatchObject({ code: 'aborted', taken: false })
    await it1.close()
    expect(await failure(carried(post(origin), asHttp2()))).toMatchObject({ code: 'closed', taken: false })
  })

  it('a listener may ask again at once when it is told that there is no connection', async () => {
    const it1 = client()
    const codes: string[] = []
    await new Promise<void>(resolve => {
      const ask = (): void =>
        it1.carry?.(post('https://127.0.0.1:1'), asHttp2(400), {
          done: () => undefined,
          failed: error => {
            codes.push((error as TransportError).code)
            if (codes.length < 3) ask()
            else resolve()
          },
        })
      ask()
    })
    expect(codes).toEqual(['network', 'network', 'network'])
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

  it('with a header that is no text is told so, also when it has to wait for its turn', async () => {
    const { origin } = await peer(accept)
    const it1 = client()
    const bad = post(origin, '/', { headers: { a: 5 } as unknown as Record<string, string> })
    const all = [post(origin), bad, bad, post(origin), bad, post(origin)].map(request => it1.request(request, asHttp2()).catch((error: unknown) => error))
    const ends = (await Promise.all(all)).map(end => (end as { status?: number }).status ?? (end as TransportError).code)
    expect(ends).toEqual([200, 'protocol', 'protocol', 200, 'protocol', 200])
  })

  it('is bad where a header is: and the others go on', async () => {
    const { origin } = await peer(accept)
    const it1 = client()
    const bad = failure(it1.request(post(origin, '/', { headers: { a: 'x\r\ny' } }), asHttp2()))
    expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(await bad).toMatchObject({ code: 'protocol', taken: false })
  })
})
