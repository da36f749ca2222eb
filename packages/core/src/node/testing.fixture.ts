import 'reflect-metadata'
import type http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net, { type AddressInfo, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import * as x509 from '@peculiar/x509'
import { bytes, type WireRequest } from '../channel/wire.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export interface Authority {
  readonly certificate: string
  /** PEM texts of a leaf for these names. */
  issue(names: readonly string[], client?: boolean, notAfter?: Date): Promise<{ readonly cert: string; readonly key: string }>
}

/** An authority that lives as long as the test; nothing of it is written anywhere. */
export async function authority(): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notBefore = new Date(Date.now() - 60_000)
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Test authority',
    notBefore,
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  })
  return {
    certificate: ca.toString('pem'),
    async issue(names, client = false, notAfter = new Date(Date.now() + 3_600_000)) {
      const leaf = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const cert = await x509.X509CertificateGenerator.create({
        subject: 'CN=leaf',
        issuer: ca.subject,
        notBefore,
        notAfter,
        publicKey: leaf.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.ExtendedKeyUsageExtension([client ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(names.map(value => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }))),
        ],
      })
      const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', leaf.privateKey), 'PRIVATE KEY')
      return { cert: cert.toString('pem'), key }
    },
  }
}

export interface Running {
  readonly origin: string
  readonly port: number
  /** Connections since the start. */
  connections(): number
  /** Those open now. */
  readonly sockets: ReadonlySet<Socket>
  stop(): Promise<void>
}

async function listen(server: http2.Http2SecureServer | https.Server): Promise<Running> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `https://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    sockets,
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export interface Http2Peer extends Running {
  readonly server: http2.Http2SecureServer
  /** Sessions open now. */
  readonly sessions: ReadonlySet<http2.ServerHttp2Session>
  /** Most streams open at once on one session. */
  mostStreams(): number
  /** Paths of the requests that reached a handler. */
  readonly taken: string[]
}

/** An HTTP/2 peer on loopback that does what the test says with each stream. */
export async function http2Peer(
  leaf: { readonly cert: string; readonly key: string },
  onStream: (stream: http2.ServerHttp2Stream, path: string, nth: number) => void,
  options: http2.SecureServerOptions = {},
): Promise<Http2Peer> {
  const server = http2.createSecureServer({ ...leaf, ...options })
  const sessions = new Set<http2.ServerHttp2Session>()
  const taken: string[] = []
  let most = 0
  server.on('session', session => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => undefined)
    let open = 0
    session.on('stream', (stream, headers) => {
      open++
      most = Math.max(most, open)
      stream.on('close', () => {
        open--
      })
      stream.on('error', () => undefined)
      const path = String(headers[':path'])
      taken.push(path)
      onStream(stream, path, taken.length)
    })
  })
  server.on('sessionError', () => undefined)
  const running = await listen(server)
  return { ...running, server, sessions, taken, mostStreams: () => most }
}

const threadSource = `
const { createSecureServer } = require('node:http2')
const { parentPort, workerData } = require('node:worker_threads')
const server = createSecureServer(workerData.leaf)
server.on('stream', stream => {
  setTimeout(() => stream.respond({ ':status': 200 }, { endStream: true }), workerData.delayMs)
  stream.on('close', () => {
    Atomics.add(workerData.answers, 0, 1)
    Atomics.notify(workerData.answers, 0)
  })
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

export interface ThreadPeer {
  readonly origin: string
  /** Holds this thread, and with it every timer and socket, until so many answers have left. */
  blockUntilAnswered(count: number): void
  stop(): Promise<void>
}

/** A peer in a thread of its own, which answers after so many ms however busy this one is. */
export async function threadPeer(leaf: { readonly cert: string; readonly key: string }, delayMs: number): Promise<ThreadPeer> {
  const answers = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(threadSource, { eval: true, workerData: { leaf, delayMs, answers } })
  const port = await new Promise<number>((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
  })
  return {
    origin: `https://127.0.0.1:${port}`,
    blockUntilAnswered(count) {
      for (let seen = Atomics.load(answers, 0); seen < count; seen = Atomics.load(answers, 0)) {
        if (Atomics.wait(answers, 0, seen, 20_000) === 'timed-out') throw new Error('the peer in its thread has not answered in 20 s')
      }
    },
    stop: async () => void (await thread.terminate()),
  }
}

/** An HTTP/1.1 peer on loopback. */
export async function http1Peer(
  leaf: { readonly cert: string; readonly key: string },
  onRequest: http.RequestListener,
  options: https.ServerOptions = {},
): Promise<Running> {
  return listen(https.createServer({ ...leaf, ...options }, onRequest))
}

export interface Wire {
  readonly origin: string
  /** From now on nothing passes either way, and nobody is told: half open. */
  freeze(): void
  /** New connections pass again; the frozen ones stay so. */
  thaw(): void
  connections(): number
  stop(): Promise<void>
}

/** A cable that can be cut without the ends noticing. */
export async function wireTo(port: number): Promise<Wire> {
  let frozen = false
  let count = 0
  const ends = new Set<Socket>()
  const server = net.createServer(near => {
    count++
    const far = net.connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from)
      from.on('error', () => undefined)
      from.on('data', data => {
        if (cut.has(near)) return
        if (frozen) cut.add(near)
        else to.write(data)
      })
      from.on('close', () => {
        ends.delete(from)
        if (!cut.has(near)) to.destroy()
      })
    }
  })
  const cut = new WeakSet<Socket>()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
    },
    connections: () => count,
    stop: () =>
      new Promise(resolve => {
        for (const end of ends) end.destroy()
        server.close(() => resolve())
      }),
  }
}

export const accept = (stream: http2.ServerHttp2Stream): void => {
  if (stream.destroyed) return
  stream.resume()
  stream.respond({ ':status': 200 }, { endStream: true })
}

export const post = (origin: string, path = '/3/device/a', more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  url: `${origin}${path}`,
  headers: { 'apns-topic': 'com.example' },
  body: bytes('{"aps":{}}'),
  ...more,
})
