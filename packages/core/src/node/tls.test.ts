import { execFileSync, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WireResponse } from '../channel/wire.ts'
import { isCertificateAlert } from '../delivery/certificate-alert.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
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

const protocols = ['http2', 'http1'] as const
type Protocol = (typeof protocols)[number]

interface PeerOptions {
  readonly names?: readonly string[]
  readonly notAfter?: Date
  readonly clientCa?: string
}

async function peer(protocol: Protocol, { names = ['127.0.0.1'], notAfter, clientCa }: PeerOptions = {}): Promise<Running> {
  const leaf = await ca.issue(names, false, notAfter)
  const options = clientCa === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clientCa }
  const running = protocol === 'http2' ? await http2Peer(leaf, accept, options) : await http1Peer(leaf, (_, response) => response.end(), options)
  cleanups.push(running.stop)
  return running
}

function ask(protocol: Protocol, url: string, options: NodeTransportOptions, identity?: string): Promise<WireResponse> {
  const transport = transportUnderTest(options)
  cleanups.push(() => transport.close(0))
  return transport.request(post(url, '/', identity === undefined ? {} : { identity }), { protocol, timeoutMs: 5000 })
}

const error = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (reason: unknown) => reason,
  )

describe.each(protocols)('TLS over %s', protocol => {
  it('trusts an authority that it was given, besides the platform’s', async () => {
    const { origin } = await peer(protocol)
    expect((await ask(protocol, origin, { ca: [ca.certificate] })).status).toBe(200)
  })

  it('an authority of one’s own takes none of the process’s away (NODE_EXTRA_CA_CERTS, the system’s)', async () => {
    const { origin } = await peer(protocol)
    const other = await authority()
    const before = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...before, ca.certificate])
    try {
      expect((await ask(protocol, origin, { ca: other.certificate })).status).toBe(200)
    } finally {
      tls.setDefaultCACertificates(before)
    }
    expect(await error(ask(protocol, origin, { ca: other.certificate }))).toMatchObject({ code: 'network' })
  })

  it('refuses a certificate of an unknown authority, also when an environment variable would let it pass', async () => {
    const { origin } = await peer(protocol)
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      expect(await error(ask(protocol, origin, {}))).toMatchObject({ code: 'network', taken: false })
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })

  it('has no option that switches verification off', async () => {
    const { origin } = await peer(protocol)
    const options = { rejectUnauthorized: false, checkServerIdentity: () => undefined } as NodeTransportOptions
    expect(await error(ask(protocol, origin, options))).toMatchObject({ code: 'network' })
  })

  it('refuses a certificate for another name, and one that has expired', async () => {
    for (const options of [{ names: ['other.example'] }, { notAfter: new Date(Date.now() - 1000) }]) {
      const { origin } = await peer(protocol, options)
      expect(await error(ask(protocol, origin, { ca: ca.certificate }))).toMatchObject({ code: 'network', taken: false })
    }
  })

  it('goes where `resolve` says, and still verifies the URL’s name', async () => {
    const { port } = await peer(protocol, { names: ['push.example'] })
    const resolve = (hostname: string) => (hostname.endsWith('.example') ? { hostname: '127.0.0.1', port } : null)
    expect((await ask(protocol, 'https://push.example', { ca: ca.certificate, resolve })).status).toBe(200)
    expect(await error(ask(protocol, 'https://evil.example', { ca: ca.certificate, resolve }))).toMatchObject({ code: 'network' })
  })

  it('shows the client certificate that the request names', async () => {
    const { origin } = await peer(protocol, { clientCa: ca.certificate })
    const client = await ca.issue(['client'], true)
    const asked: string[] = []
    const identity = (name: string) => {
      asked.push(name)
      return client
    }
    expect((await ask(protocol, origin, { ca: ca.certificate, identity }, 'merchant-1')).status).toBe(200)
    expect(asked).toEqual(['merchant-1'])
  })

  it('a client certificate that is missing here is told so', async () => {
    const { origin } = await peer(protocol)
    expect(await error(ask(protocol, origin, { ca: ca.certificate }, 'merchant-1'))).toMatchObject({
      code: 'network',
      taken: false,
      message: expect.stringContaining('identity'),
    })
  })

  it('goes through a CONNECT proxy, with its credentials, end to end encrypted', async () => {
    const { origin, port } = await peer(protocol)
    const proxy = await connectProxy('user', 'p:w')
    const { status } = await ask(protocol, origin, { ca: ca.certificate, proxy: `http://user:p%3Aw@127.0.0.1:${proxy.port}` })
    expect(status).toBe(200)
    expect(proxy.asked).toEqual([`127.0.0.1:${port}`])
  })

  it('a proxy that refuses is a typed error, not taken', async () => {
    const { origin } = await peer(protocol)
    const proxy = await connectProxy('user', 'other')
    expect(await error(ask(protocol, origin, { ca: ca.certificate, proxy: `http://user:pw@127.0.0.1:${proxy.port}` }))).toMatchObject({
      code: 'network',
      taken: false,
      message: expect.stringContaining('407'),
    })
  })

  it('a proxy may answer any 2xx', async () => {
    const { origin } = await peer(protocol)
    const proxy = await connectProxy('user', 'pw', '204 Made')
    expect((await ask(protocol, origin, { ca: ca.certificate, proxy: `http://user:pw@127.0.0.1:${proxy.port}` })).status).toBe(200)
  })

  it.each(['https://proxy:8080', 'socks5://proxy:1080', 'proxy:8080', 'http://proxy:8080/path', ''])('refuses "%s" for a proxy at once', text => {
    expect(() => transportUnderTest({ proxy: text })).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })

  it('a refused proxy shows no password', () => {
    expect(() => transportUnderTest({ proxy: 'https://user:hunter2@proxy:1' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  it('a peer that accepts and says nothing ends at the connection’s deadline', async () => {
    const server = net.createServer(() => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(async () => void server.close())
    const { port } = server.address() as AddressInfo
    expect(await error(ask(protocol, `https://127.0.0.1:${port}`, { connectTimeoutMs: 200 }))).toMatchObject({ code: 'network', taken: false })
  })
})

const openssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
if (!openssl) console.warn('SKIPPED: openssl is not installed; a peer that refuses a client certificate by a TLS alert is not tried')

/** A peer that refuses client certificates by an alert, which Node's own server does not send. */
async function opensslPeer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rouse-tls-'))
  const leaf = await ca.issue(['127.0.0.1'])
  await writeFile(join(folder, 'key.pem'), leaf.key)
  await writeFile(join(folder, 'cert.pem'), leaf.cert)
  await writeFile(join(folder, 'ca.pem'), ca.certificate)
  const files = ['-key', join(folder, 'key.pem'), '-cert', join(folder, 'cert.pem'), '-CAfile', join(folder, 'ca.pem')]
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...files, '-alpn', 'h2,http/1.1', '-Verify', '1', '-verify_return_error'])
  cleanups.push(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  return new Promise(resolve => {
    let out = ''
    child.stdout.on('data', chunk => {
      out += String(chunk)
      const port = /ACCEPT \S*:(\d+)/.exec(out)?.[1]
      if (port !== undefined) resolve(`https://127.0.0.1:${port}`)
    })
  })
}

describe('a client certificate that the peer refuses (pushy#454)', () => {
  it.skipIf(!openssl)('by an alert is a credential error, for whoever was sent and whoever waited', async () => {
    const origin = await opensslPeer()
    const client = await (await authority()).issue(['client'], true)
    const transport = transportUnderTest({ ca: ca.certificate, identity: () => client })
    cleanups.push(() => transport.close(0))
    const request = () => error(transport.request(post(origin, '/', { identity: 'merchant-1' }), { protocol: 'http2', timeoutMs: 5000 }))
    for (const one of await Promise.all([request(), request(), request()])) expect(one).toMatchObject({ code: 'credential-invalid', retryable: false })
  })

  it('is no reason to connect without end', async () => {
    const { origin, connections } = await peer('http2', { clientCa: ca.certificate })
    const client = await (await authority()).issue(['client'], true)
    const transport = transportUnderTest({ ca: ca.certificate, identity: () => client })
    cleanups.push(() => transport.close(0))
    const start = performance.now()
    while (performance.now() - start < 500) {
      const request = post(origin, '/', { identity: 'merchant-1' })
      expect(await error(transport.request(request, { protocol: 'http2', timeoutMs: 2000 }))).toMatchObject({ code: 'network' })
    }
    expect(connections()).toBeLessThan(8)
  })

  it.each([
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', true],
    ['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', true],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', true],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', true],
    ['ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR', true],
    ['ERR_SSL_TLSV1_ALERT_ACCESS_DENIED', true],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', false],
    ['ECONNRESET', false],
  ])('by the alert %s is a credential error: %s', (code, expected) => {
    expect(isCertificateAlert(Object.assign(new Error('x'), { code }))).toBe(expected)
  })
})

async function connectProxy(user: string, password: string, answer = '200 OK'): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = []
  const open = new Set<net.Socket>()
  const server = http.createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, socket: net.Socket, head) => {
    open.add(socket)
    socket.on('error', () => undefined)
    if (request.headers['proxy-authorization'] !== `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    asked.push(request.url ?? '')
    const [host, port] = (request.url ?? '').split(':')
    const far = net.connect(Number(port), host, () => {
      socket.write(`HTTP/1.1 ${answer}\r\n\r\n`)
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
  return { port: (server.address() as AddressInfo).port, asked }
}
