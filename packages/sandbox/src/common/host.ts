import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { constants, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer, type SecureContextOptions, type TLSSocket } from 'node:tls'
import type { Connection } from './call.ts'
import { letGoawayOut } from './internals/goaway.ts'
import { type Arrival, createIntake } from './internals/intake.ts'
import { createWire, type Wire } from './wire.ts'

/** A TLS server on 127.0.0.1 that speaks for one vendor. */
export interface Host {
  readonly port: number
  /** `https://127.0.0.1:<port>` */
  readonly url: string
  /** Open connections now. */
  connections(): number
  /** Connections accepted since the start. */
  accepted(): number
  /** New connections see this certificate. */
  useCertificate(certificate: Certificate): void
  /** Sends GOAWAY on all HTTP/2 connections; what was taken is still answered. HTTP/1.1: closes idle ones. */
  goaway(options?: GoawayOptions): void
  /** Cuts all connections without a word. */
  cut(): void
  close(): Promise<void>
}

/** What a GOAWAY says. */
export interface GoawayOptions {
  /** An HTTP/2 error code. Default 0, NO_ERROR. */
  readonly code?: number
  /** The debug data: APNs writes `{"reason":…}` here. */
  readonly debug?: string
}

/** A certificate with its key, PEM. */
export type Certificate = Pick<SecureContextOptions, 'key' | 'cert'>

/** How a host listens. */
export interface HostOptions {
  readonly certificate: Certificate
  readonly protocols: readonly ('h2' | 'http/1.1')[]
  /** Clients are asked for a certificate, and need none; PEM of the authority that trusted ones come from. Absent: not asked. */
  readonly clientCa?: string
  /** SETTINGS_MAX_CONCURRENT_STREAMS of a new connection. */
  firstStreams(): number
  /** Bytes of a request body that are kept: a longer one comes out empty, with its true `bytes`. */
  readonly maxBody: number
  /** One whole request has come. */
  arrive(arrival: Arrival): void
}

/** What a client's certificate says; nothing where it showed none. */
function clientOf(socket: TLSSocket): Pick<Connection, 'client'> {
  const { subject } = socket.getPeerCertificate() as { readonly subject?: { readonly CN?: string | string[] } }
  return subject === undefined ? {} : { client: { name: String(subject.CN ?? ''), trusted: socket.authorized } }
}

/** Starts listening on a free port of 127.0.0.1. */
export async function startHost(options: HostOptions): Promise<Host> {
  const intake = createIntake(options)
  const sockets = new Set<TLSSocket>()
  const sessions = new Set<ServerHttp2Session>()
  const wires = new Set<Wire>()
  let connectionIds = 0

  const http1 = createServer({ keepAliveTimeout: 60_000, maxHeaderSize: 65_536 })
  const http1Connections = new WeakMap<object, { readonly connection: Connection; readonly wire: Wire }>()
  http1.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const known = http1Connections.get(request.socket)
    if (known) intake.http1(request, response, known.connection, known.wire)
  })
  http1.on('clientError', (_error, socket) => socket.destroy())

  const openSession = (socket: TLSSocket, wire: Wire): void => {
    const session = performServerHandshake(socket, {
      settings: { maxConcurrentStreams: options.firstStreams(), enablePush: false },
      maxSessionMemory: 4096,
      maxSessionRejectedStreams: 1_000,
    }) as ServerHttp2Session
    sessions.add(session)
    letGoawayOut(session)
    session.on('error', wire.broke)
    let limit = options.firstStreams()
    const announce = (streams: number): void => {
      if (!session.destroyed && !session.closed) session.settings({ maxConcurrentStreams: streams })
    }
    const connection: Connection = {
      id: ++connectionIds,
      protocol: 'h2',
      ...clientOf(socket),
      limitStreams: streams => {
        limit = streams
        announce(streams)
      },
      squeeze: (streams, ms) => {
        announce(Math.min(streams, limit))
        setTimeout(() => announce(limit), ms).unref()
      },
    }
    session.on('stream', (stream: ServerHttp2Stream, headers, _flags, rawHeaders?: readonly string[]) => {
      intake.http2(stream, headers, rawHeaders ?? [], connection, wire)
    })
    session.on('error', () => session.destroy())
    session.on('close', () => sessions.delete(session))
  }

  const clientTrust = options.clientCa === undefined ? {} : { ca: options.clientCa }
  const server = createTlsServer({
    ...options.certificate,
    ...clientTrust,
    requestCert: options.clientCa !== undefined,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ALPNProtocols: [...options.protocols],
  })
  server.on('secureConnection', socket => {
    sockets.add(socket)
    const wire = createWire(socket)
    wires.add(wire)
    socket.setNoDelay(true)
    socket.on('close', () => {
      sockets.delete(socket)
      wires.delete(wire)
    })
    socket.on('error', () => {
      wire.broke()
      socket.destroy()
    })
    if (socket.alpnProtocol === 'h2') return openSession(socket, wire)
    if (!options.protocols.includes('http/1.1')) return void socket.destroy()
    http1Connections.set(socket, { connection: { id: ++connectionIds, protocol: 'http/1.1', limitStreams: () => undefined, squeeze: () => undefined }, wire })
    http1.emit('connection', socket)
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `https://127.0.0.1:${port}`,
    connections: () => sockets.size,
    accepted: () => connectionIds,
    useCertificate: certificate => server.setSecureContext({ ...certificate, ...clientTrust, minVersion: 'TLSv1.2' }),
    goaway({ code = constants.NGHTTP2_NO_ERROR, debug } = {}) {
      for (const session of sessions) {
        if (session.destroyed) continue
        if (code !== constants.NGHTTP2_NO_ERROR || debug !== undefined) session.goaway(code, 0, debug === undefined ? undefined : Buffer.from(debug))
        session.close()
      }
      http1.closeIdleConnections()
    },
    cut() {
      for (const wire of wires) wire.cut()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
        for (const socket of sockets) socket.destroy()
        http1.close()
      }),
  }
}
