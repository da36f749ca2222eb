import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ConnectError, connectionProblem } from '../transport/connection-error.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
import { type Authority, authority, post } from './testing.fixture.ts'
import { transportUnderTest } from './transport-under-test.fixture.ts'

let ca: Authority
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function listening(server: net.Server): Promise<string> {
  server.on('connection', socket => socket.on('error', () => undefined))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => void server.close())
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function failure(origin: string, protocol: 'http1' | 'http2', options: NodeTransportOptions = {}) {
  const transport = transportUnderTest({ ca: ca.certificate, ...options })
  cleanups.push(() => transport.close(0))
  return transport.request(post(origin, '/3/device/0a0b0c'), { protocol, timeoutMs: 5000 }).then(
    () => null,
    (error: unknown) => error as Error & { reason: string },
  )
}

describe.each(['http2', 'http1'] as const)('why there is no connection over %s', protocol => {
  it('a port that is closed', async () => {
    const error = await failure('https://127.0.0.1:1', protocol)
    expect(error).toMatchObject({
      name: 'RouseError',
      code: 'network',
      retryable: true,
      taken: false,
      reason: 'ECONNREFUSED',
      message: 'https://127.0.0.1:1: no connection: the host refused the connection (ECONNREFUSED)',
    })
  })

  it('a certificate that no authority vouches for', async () => {
    const other = await authority()
    const origin = await listening(tls.createServer(await other.issue(['127.0.0.1'])))
    expect(await failure(origin, protocol)).toMatchObject({
      code: 'network',
      taken: false,
      reason: 'CERT_SIGNATURE_FAILURE',
      message: expect.stringContaining("the host's certificate is not trusted"),
    })
  })

  it('a certificate for another name, one that has expired', async () => {
    const otherName = await listening(tls.createServer(await ca.issue(['other.example'])))
    expect(await failure(otherName, protocol)).toMatchObject({ reason: 'ERR_TLS_CERT_ALTNAME_INVALID', message: expect.stringContaining('for another name') })
    const expired = await listening(tls.createServer(await ca.issue(['127.0.0.1'], false, new Date(Date.now() - 1000))))
    expect(await failure(expired, protocol)).toMatchObject({ reason: 'CERT_HAS_EXPIRED', message: expect.stringContaining('has expired') })
  })

  it('a host that speaks another protocol by ALPN', async () => {
    const origin = await listening(tls.createServer({ ...(await ca.issue(['127.0.0.1'])), ALPNProtocols: ['other'] }))
    expect(await failure(origin, protocol)).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('(ALPN)') })
  })

  it('a host that does not speak TLS', async () => {
    const origin = await listening(net.createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    expect(await failure(origin, protocol)).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('does not speak TLS') })
  })

  it('a client certificate that is of no use is a credential error, and nothing is opened for it', async () => {
    let opened = 0
    const origin = await listening(net.createServer(() => opened++))
    const transport = transportUnderTest({ ca: ca.certificate, identity: () => ({ cert: 'none', key: 'hidden' }) })
    cleanups.push(() => transport.close(0))
    const error = await transport.request(post(origin, '/', { identity: 'one' }), { protocol, timeoutMs: 5000 }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'RouseError', code: 'credential-invalid', retryable: false })
    expect(String(error)).not.toContain('hidden')
    expect(opened).toBe(0)
  })

  it('no error holds the path, which holds the token', async () => {
    expect(String(await failure('https://127.0.0.1:1', protocol))).not.toContain('0a0b0c')
  })
})

describe('the words for a fault', () => {
  const withCode = (code: string) => Object.assign(new Error('secret'), { code })

  it.each([
    ['ENOTFOUND', 'the host name does not resolve (ENOTFOUND)'],
    ['EAI_AGAIN', 'the name server does not answer (EAI_AGAIN)'],
    ['ECONNRESET', 'the connection was reset (ECONNRESET)'],
    ['ETIMEDOUT', 'the host does not answer (ETIMEDOUT)'],
    ['EHOSTUNREACH', 'there is no route to the host (EHOSTUNREACH)'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', "the host's certificate is not trusted: add its authority to the option ca (DEPTH_ZERO_SELF_SIGNED_CERT)"],
    ['ESOMETHING', 'the connection failed (ESOMETHING)'],
  ])('%s', (code, message) => {
    expect(connectionProblem(withCode(code))).toEqual({ reason: code, message, isConfig: false })
  })

  it('a foreign error is named, not quoted', () => {
    expect(connectionProblem(new TypeError('secret'))).toEqual({ reason: 'TypeError', message: 'an unknown fault (TypeError)', isConfig: false })
    expect(connectionProblem('secret')).toEqual({ reason: 'unknown', message: 'an unknown fault', isConfig: false })
    expect(connectionProblem(new ConnectError('told', 'why', { isConfig: true }))).toMatchObject({ reason: 'why', message: 'told', isConfig: true })
  })
})
