import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { bytes } from '../channel/wire.ts'
import { createDelivery } from '../delivery/delivery.ts'
import { payload, scriptedChannel, targets } from '../delivery/testing.fixture.ts'
import { RouseError } from '../model/errors.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
import { proxyFromEnvironment } from './proxy-from-environment.ts'
import { type Authority, accept, authority, http1Peer, http2Peer, post, type Running } from './testing.fixture.ts'
import { transportUnderTest } from './transport-under-test.fixture.ts'

let ca: Authority
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A proxy that answers each CONNECT with this status, and is a tunnel for 200. */
async function proxyThatAnswers(status: string) {
  const asked: (string | undefined)[] = []
  const open = new Set<net.Socket>()
  const server = http.createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, socket: net.Socket, head) => {
    open.add(socket)
    socket.on('error', () => undefined)
    asked.push(request.headers['proxy-authorization'])
    if (status !== '200') {
      socket.end(`HTTP/1.1 ${status} Because\r\nx-secret: hunter2\r\n\r\n`)
      return
    }
    const [host, port] = (request.url ?? '').split(':')
    const far = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      far.write(head)
      far.pipe(socket).pipe(far)
    })
    far.on('error', () => socket.destroy())
    open.add(far)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(
    () =>
      new Promise(resolve => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  )
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function peer(protocol: 'http1' | 'http2'): Promise<Running> {
  const leaf = await ca.issue(['127.0.0.1', 'push.example.com'])
  const running = protocol === 'http2' ? await http2Peer(leaf, accept) : await http1Peer(leaf, (_, response) => response.end())
  cleanups.push(running.stop)
  return running
}

function transport(options: NodeTransportOptions) {
  const made = transportUnderTest({ ca: ca.certificate, ...options })
  cleanups.push(() => made.close(0))
  return made
}

const refusal = (proxy: unknown): RouseError => {
  try {
    transportUnderTest({ proxy: proxy as string })
  } catch (error) {
    expect(error).toBeInstanceOf(RouseError)
    return error as RouseError
  }
  throw new Error('the proxy was accepted')
}

describe('a proxy URL that cannot be used is refused when the transport is made', () => {
  it.each([
    ['a password with a bare percent sign', 'http://user:hunter2%@127.0.0.1:3128', 'percent-encoded'],
    ['a user with a broken escape', 'http://hunter2%zz:x@127.0.0.1:3128', 'percent-encoded'],
    ['bytes that are not UTF-8', 'http://user:hunter2%ff@127.0.0.1:3128', 'percent-encoded'],
    ['a user with a colon', 'http://us%3Aer:hunter2@127.0.0.1:3128', 'colon'],
    ['a path', 'http://user:hunter2@127.0.0.1:3128/path', 'path'],
    ['a query', 'http://user:hunter2@127.0.0.1:3128?q', 'query'],
    ['a fragment', 'http://user:hunter2@127.0.0.1:3128#f', 'fragment'],
    ['TLS to the proxy', 'https://user:hunter2@127.0.0.1:3128', 'http:'],
    ['SOCKS', 'socks5://user:hunter2@127.0.0.1:3128', 'http:'],
    ['no scheme', 'user:hunter2@127.0.0.1:3128', 'http:'],
    ['port 0', 'http://user:hunter2@127.0.0.1:0', 'port'],
    ['a port out of range', 'http://user:hunter2@127.0.0.1:70000', 'invalid'],
    ['no text', 3128, 'invalid'],
    ['null', null, 'invalid'],
    ['exceptions that are no list', { url: 'http://127.0.0.1:1', except: 'hunter2' }, 'except'],
  ])('%s', (_, proxy, word) => {
    const error = refusal(proxy)
    expect(error).toMatchObject({ code: 'config-invalid', retryable: false, message: expect.stringContaining(word) })
    expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('hunter2')
  })
})

describe.each(['http2', 'http1'] as const)('a proxy for %s', protocol => {
  const ask = (origin: string, options: NodeTransportOptions) => transport(options).request(post(origin), { protocol, timeoutMs: 5000 })
  const failed = (origin: string, options: NodeTransportOptions) =>
    ask(origin, options).then(
      () => null,
      (error: unknown) => error,
    )

  it.each([
    ['user and password, decoded', 'user:p%40s%25', 'user:p@s%'],
    ['a password without a user', ':secret', ':secret'],
    ['a user without a password', 'user', 'user:'],
  ])('is sent %s', async (_, credentials, expected) => {
    const { origin } = await peer(protocol)
    const { host, asked } = await proxyThatAnswers('200')
    expect((await ask(origin, { proxy: `http://${credentials}@${host}` })).status).toBe(200)
    expect(asked).toEqual([`Basic ${Buffer.from(expected).toString('base64')}`])
  })

  it.each(['407', '403', '400', '302'])('that answers %s is a fault of the config: said, and not sent again', async status => {
    const { host } = await proxyThatAnswers(status)
    const error = await failed('https://push.example.com', { proxy: `http://user:hunter2@${host}` })
    expect(error).toMatchObject({
      code: 'network',
      taken: false,
      retryable: false,
      reason: `proxy-${status}`,
      message: expect.stringContaining(`https://push.example.com: no connection: the proxy answered ${status}`),
    })
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain('hunter2')
  })

  it.each(['502', '503', '504', '429', '408'])('that answers %s may do better later', async status => {
    const { host } = await proxyThatAnswers(status)
    expect(await failed('https://push.example.com', { proxy: `http://${host}` })).toMatchObject({ code: 'network', retryable: true, reason: `proxy-${status}` })
  })

  it('that is not there is named', async () => {
    expect(await failed('https://push.example.com', { proxy: 'http://127.0.0.1:1' })).toMatchObject({
      retryable: true,
      reason: 'ECONNREFUSED',
      message: expect.stringContaining('no connection to the proxy'),
    })
  })

  it.each([['127.0.0.1'], ['*'], ['0.0.1'], ['.0.0.1'], ['other.example, 127.0.0.1']])('is not asked for a host that "%s" excepts', async except => {
    const { origin } = await peer(protocol)
    const { host, asked } = await proxyThatAnswers('200')
    const proxy = proxyFromEnvironment({ HTTPS_PROXY: `http://${host}`, NO_PROXY: except })
    expect((await ask(origin, proxy === undefined ? {} : { proxy })).status).toBe(200)
    expect(asked).toEqual([])
  })

  it.each([['7.0.0.1'], ['127.0.0.1:1'], ['other.example'], ['']])('is asked for a host that "%s" does not except', async except => {
    const { origin } = await peer(protocol)
    const { host, asked } = await proxyThatAnswers('200')
    expect((await ask(origin, { proxy: { url: `http://${host}`, except: [except] } })).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('that wants a password reaches the Outcome, and nothing is sent again', async () => {
    const { host } = await proxyThatAnswers('407')
    const channel = scriptedChannel({
      protocol,
      limits: { tokens: 1, token: /[a-z0-9]+/ },
      *send() {
        yield { method: 'POST', url: 'https://push.example.com/', headers: {}, body: { json: bytes('{}') } }
        return [{ kind: 'accepted', code: '200' }]
      },
    })
    const delivery = createDelivery({ transport: transport({ proxy: `http://user:hunter2@${host}` }) })
    cleanups.push(() => delivery.close(0))
    const job = { channel, app: channel.apps[0] as App, payload, targets: targets(1, 'd'), batchId: 'b', expiresAt: Date.now() + 60_000, ttlZero: false }
    expect(await delivery.deliver(job)).toMatchObject([
      { status: 'rejected', fault: 'config', attempts: 0, detail: expect.stringContaining('the proxy answered 407') },
    ])
  })
})

describe('proxyFromEnvironment', () => {
  it.each([
    [{}, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTP_PROXY: 'http://a:1', ALL_PROXY: 'socks5://b:2' }, undefined],
    [{ HTTPS_PROXY: 'http://a:1' }, { url: 'http://a:1', except: [] }],
    [{ HTTPS_PROXY: 'a:1' }, { url: 'http://a:1', except: [] }],
    [
      { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' },
      { url: 'http://b:2', except: [] },
    ],
    [{ HTTPS_PROXY: 'http://a:1', https_proxy: '' }, undefined],
    [
      { https_proxy: 'http://a:1', NO_PROXY: ' x.example,y.example  z.example:8443,' },
      { url: 'http://a:1', except: ['x.example', 'y.example', 'z.example:8443'] },
    ],
    [
      { https_proxy: 'http://a:1', NO_PROXY: 'x', no_proxy: 'y' },
      { url: 'http://a:1', except: ['y'] },
    ],
  ])('reads %j', (env: Record<string, string>, expected) => {
    expect(proxyFromEnvironment(env)).toEqual(expected)
  })

  it('names the variable of a URL that cannot be used, not its value', () => {
    for (const value of ['socks5://user:hunter2@a:1', 'user:hunter2%@a:1', 'http://a:1/hunter2']) {
      expect(() => proxyFromEnvironment({ HTTPS_PROXY: value })).toThrow(
        expect.objectContaining({ code: 'config-invalid', message: expect.stringMatching(/^HTTPS_PROXY: (?!.*hunter2)/) }),
      )
    }
  })
})
