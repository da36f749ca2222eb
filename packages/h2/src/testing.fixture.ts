import 'reflect-metadata'
import http2 from 'node:http2'
import net, { type AddressInfo, type Socket } from 'node:net'
import * as x509 from '@peculiar/x509'
import { type Transport, TransportError, type WireRequest, type WireResponse } from '@rouse/core/transport'
import { afterEach, beforeAll, expect } from 'vitest'
import { settings } from './connection/harness.fixture.ts'
import { FrameReader } from './frames/frame-reader.ts'
import { h2 } from './h2.ts'
import type { H2Options } from './options.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export interface Leaf {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  readonly certificate: string
  issue(names: readonly string[], client?: boolean): Promise<Leaf>
}

/** An authority that lives as long as the test; nothing of it is written anywhere. */
export async function authority(name = 'Test authority'): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const life = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) }
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...life,
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  })
  return {
    certificate: ca.toString('pem'),
    async issue(names, client = false) {
      const leaf = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const cert = await x509.X509CertificateGenerator.create({
        ...life,
        subject: 'CN=leaf',
        issuer: ca.subject,
        publicKey: leaf.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.ExtendedKeyUsageExtension([client ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(names.map(value => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }))),
        ],
      })
      return { cert: cert.toString('pem'), key: x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', leaf.privateKey), 'PRIVATE KEY') }
    },
  }
}

export interface Peer {
  readonly origin: string
  readonly port: number
  /** Connections since the start. */
  connections(): number
  readonly sockets: ReadonlySet<Socket>
  stop(): Promise<void>
}

async function listen(server: net.Server, scheme: 'http' | 'https'): Promise<Peer> {
  const sockets = new Set<Socket>()
  let count = 0
  server.on('connection', (socket: Socket) => {
    count++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `${scheme}://127.0.0.1:${port}`,
    port,
    connections: () => count,
    sockets,
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export type OnStream = (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders, nth: number) => void

/** node:http2's own server, over TLS. */
export async function nodePeer(
  leaf: Leaf,
  onStream: OnStream,
  options: http2.SecureServerOptions = {},
): Promise<Peer & { readonly server: http2.Http2SecureServer; most(): number }> {
  const server = http2.createSecureServer({ ...leaf, ...options })
  let nth = 0
  let most = 0
  server.on('session', session => {
    let open = 0
    session.on('error', () => undefined)
    session.on('stream', (stream, headers) => {
      most = Math.max(most, ++open)
      stream.on('close', () => {
        open--
      })
      stream.on('error', () => undefined)
      onStream(stream, headers, ++nth)
    })
  })
  server.on('sessionError', () => undefined)
  return { ...(await listen(server as unknown as net.Server, 'https')), server, most: () => most }
}

/** A peer over plain TCP that says what the test says, byte for byte. */
export function rawPeer(onSocket: (socket: Socket, nth: number) => void): Promise<Peer> {
  let nth = 0
  return listen(
    net.createServer(socket => {
      socket.on('error', () => undefined)
      onSocket(socket, ++nth)
    }),
    'http',
  )
}

export const accept: OnStream = stream => {
  if (stream.destroyed) return
  stream.resume()
  stream.respond({ ':status': 200 }, { endStream: true })
}

export const post = (origin: string, path = '/3/device/a', more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  url: `${origin}${path}`,
  headers: { 'apns-topic': 'com.example' },
  body: new TextEncoder().encode('{"aps":{}}'),
  ...more,
})

export const asHttp2 = (timeoutMs = 10_000, signal?: AbortSignal) => ({ protocol: 'http2' as const, timeoutMs, ...(signal === undefined ? {} : { signal }) })

/** The error by which a request ended. */
export async function failure(promise: Promise<WireResponse>): Promise<TransportError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}

export const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export const statuses = (answers: readonly WireResponse[]): number[] => answers.map(({ status }) => status)

export interface Rig {
  authority(): Authority
  leaf(): Leaf
  peer(...args: [onStream: OnStream, options?: http2.SecureServerOptions]): ReturnType<typeof nodePeer>
  client(options?: H2Options): Transport
  /** A peer that answers frame by frame: `onRequest` hears of each HEADERS frame's stream. */
  scripted(onRequest: (socket: Socket, streamId: number, nth: number) => void, hello?: Buffer): Promise<Peer>
  /** Called behind the test. */
  cleanUp(what: () => Promise<void>): void
}

/** What the tests of one file share; what a test has started ends with it. */
export function rig(): Rig {
  let ca: Authority
  let leaf: Leaf
  const cleanups: (() => Promise<void>)[] = []
  const cleanUp = (what: () => Promise<void>) => void cleanups.push(what)
  beforeAll(async () => {
    ca = await authority()
    leaf = await ca.issue(['127.0.0.1', 'localhost'])
  })
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  return {
    authority: () => ca,
    leaf: () => leaf,
    cleanUp,
    async peer(...args) {
      const running = await nodePeer(leaf, ...args)
      cleanUp(running.stop)
      return running
    },
    client(options = {}) {
      const made = h2({ ca: ca.certificate, priorKnowledge: true, ...options })
      cleanUp(() => made.close(0))
      return made
    },
    async scripted(onRequest, hello = settings()) {
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
      cleanUp(running.stop)
      return running
    },
  }
}

/** A port that nobody listens to now. */
export async function freePort(): Promise<number> {
  const probe = net.createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}

/** Waits until somebody takes connections there. */
export async function listening(port: number): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const socket = net.connect(port, '127.0.0.1')
    const open = await new Promise<boolean>(resolve => socket.on('connect', () => resolve(true)).on('error', () => resolve(false)))
    socket.destroy()
    if (open) return
    await later(50)
  }
}
