import type http from 'node:http'
import type https from 'node:https'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bytes, text, type WireResponse } from '../channel/wire.ts'
import type { Transport } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import { nodeTransport } from './node-transport.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
import { type Authority, authority, http1Peer, post, type Running } from './testing.fixture.ts'

let ca: Authority
let leaf: { readonly cert: string; readonly key: string }
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
  leaf = await ca.issue(['127.0.0.1'])
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function peer(onRequest: http.RequestListener, options?: https.ServerOptions): Promise<Running> {
  const running = await http1Peer(leaf, onRequest, options)
  cleanups.push(running.stop)
  return running
}

function transport(options: NodeTransportOptions = {}): Transport {
  const made = nodeTransport({ ca: ca.certificate, ...options })
  cleanups.push(() => made.close(0))
  return made
}

const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const h1 = (timeoutMs = 10_000, signal?: AbortSignal) => ({ protocol: 'http1' as const, timeoutMs, ...(signal === undefined ? {} : { signal }) })
const ok: http.RequestListener = (request, response) => {
  request.resume()
  response.end('ok')
}

async function failure(promise: Promise<WireResponse>): Promise<TransportError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

describe('a request over HTTP/1.1', () => {
  it('carries method, path, headers and body, and brings back status, headers and body', async () => {
    const seen: unknown[] = []
    const { origin } = await peer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body })
        response.writeHead(429, { 'Retry-After': '7', 'Set-Cookie': ['a', 'b'] })
        response.end('{"code":1}')
      })
    })
    const request = post(origin, '/v3/send?x=1', {
      headers: { Authorization: 'key=s', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: bytes('a=1&b=2'),
    })
    const answer = await transport().request(request, h1())
    expect(seen).toMatchObject([{ method: 'POST', url: '/v3/send?x=1', headers: { authorization: 'key=s', 'content-length': '7' }, body: 'a=1&b=2' }])
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7', 'set-cookie': 'a, b' } })
    expect(text(answer.body)).toBe('{"code":1}')
  })

  it('keeps connections alive, and opens no more than it may', async () => {
    const { origin, connections } = await peer((request, response) => setTimeout(() => ok(request, response), 5))
    const client = transport({ http1: { maxConnections: 3 } })
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.request(post(origin), h1())))
    expect(answers.every(answer => answer.status === 200)).toBe(true)
    expect(connections()).toBe(3)
  })

  it('follows no redirect', async () => {
    const { origin } = await peer((_, response) => {
      response.writeHead(307, { location: 'https://127.0.0.1:1/' })
      response.end()
    })
    expect((await transport().request(post(origin), h1())).status).toBe(307)
  })

  it('a connection is not used again after keepAliveMaxMs, whatever the host says: a NAT may have forgotten it', async () => {
    const { origin, connections } = await peer(
      (request, response) => {
        response.setHeader('keep-alive', 'timeout=600')
        ok(request, response)
      },
      { keepAliveTimeout: 600_000 },
    )
    const client = transport({ http1: { maxConnections: 1, keepAliveMaxMs: 500 } })
    await client.request(post(origin), h1())
    await client.request(post(origin), h1())
    expect(connections()).toBe(1)
    await later(2500)
    await client.request(post(origin), h1())
    expect(connections()).toBe(2)
  })

  it.each([
    ['http1.keepAliveMaxMs', { http1: { keepAliveMaxMs: 0 } }],
    ['http2.idlePingMs', { http2: { idlePingMs: Number.NaN } }],
    ['http2.deadAfterMs', { http2: { deadAfterMs: -1 } }],
    ['connectTimeoutMs', { connectTimeoutMs: 0 }],
  ])('refuses a bad option %s when it is made', (name, options) => {
    expect(() => nodeTransport(options)).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(`"${name}"`) }))
  })

  it('connection refused: at once, not taken', async () => {
    const running = await peer(ok)
    await running.stop()
    expect(await failure(transport().request(post(running.origin), h1()))).toMatchObject({ code: 'network', taken: false })
  })

  it('no answer: settles at the deadline, as taken', async () => {
    const { origin } = await peer(() => undefined)
    expect(await failure(transport().request(post(origin), h1(1500)))).toMatchObject({ code: 'timeout', taken: true })
  })

  it('what never left the queue by its deadline was not taken', async () => {
    const { origin } = await peer(() => undefined)
    const client = transport({ http1: { maxConnections: 1 } })
    const [first, second] = [failure(client.request(post(origin), h1(2000))), failure(client.request(post(origin), h1(1500)))]
    expect((await second).taken).toBe(false)
    expect((await first).taken).toBe(true)
  })

  it('a connection that drops before or within the answer is no answer', async () => {
    for (const part of [false, true]) {
      const { origin } = await peer((request, response) => {
        if (part) {
          response.writeHead(200, { 'content-length': '100' })
          response.write('half')
        }
        setTimeout(() => request.socket.destroy(), 20)
      })
      expect(await failure(transport().request(post(origin), h1()))).toMatchObject({ code: 'network', taken: true })
    }
  })

  it('goes on after a drop', async () => {
    let nth = 0
    const { origin } = await peer((request, response) => (++nth === 1 ? request.socket.destroy() : ok(request, response)))
    const client = transport({ http1: { maxConnections: 1 } })
    const [first, ...others] = await Promise.allSettled(Array.from({ length: 10 }, () => client.request(post(origin), h1())))
    expect(first?.status).toBe('rejected')
    expect(others.every(other => other.status === 'fulfilled')).toBe(true)
  })

  it('a response body has a bound', async () => {
    const { origin } = await peer((_, response) => response.end(Buffer.alloc(2000)))
    expect(await failure(transport({ maxResponseBytes: 1000 }).request(post(origin), h1()))).toMatchObject({ code: 'protocol', taken: true })
  })

  it('a header that HTTP cannot carry fails alone, and shows no value', async () => {
    const { origin } = await peer(ok)
    const client = transport()
    const error = await failure(client.request(post(origin, '/', { headers: { authorization: 'se\ncret' } }), h1()))
    expect(error).toMatchObject({ code: 'protocol', taken: false })
    expect(`${error} ${error.cause}`).not.toContain('cret')
    expect((await client.request(post(origin), h1())).status).toBe(200)
  })

  it('calling off ends it at once', async () => {
    const abort = new AbortController()
    const { origin } = await peer(() => abort.abort())
    const lost = failure(transport().request(post(origin), h1(5000, abort.signal)))
    expect(await lost).toMatchObject({ code: 'aborted', taken: true })
  })

  it('the queue has a bound', async () => {
    const { origin } = await peer((request, response) => setTimeout(() => ok(request, response), 50))
    const client = transport({ queue: 2, http1: { maxConnections: 1 } })
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => client.request(post(origin), h1())))
    expect(settled.map(one => one.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect((settled[4] as PromiseRejectedResult).reason).toMatchObject({ code: 'queue-full', taken: false })
  })

  it('close lets what is in flight end, and ends the rest after its grace', async () => {
    const { origin, sockets } = await peer((request, response) => {
      if (request.url === '/slow') setTimeout(() => ok(request, response), 50)
    })
    const client = transport()
    const slow = client.request(post(origin, '/slow'), h1())
    const never = failure(client.request(post(origin, '/never'), h1()))
    await later(20)
    await client.close(300)
    expect((await slow).status).toBe(200)
    expect(await never).toMatchObject({ code: 'closed', taken: true })
    await later(50)
    expect(sockets.size).toBe(0)
  })
})
