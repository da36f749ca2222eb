import net from 'node:net'
import tls from 'node:tls'
import type { Identity, NodeTransportOptions } from '../node-transport-options.ts'
import { type ConnectProxy, proxyOf, tunnel } from './proxy.ts'

/** A peer as a connection needs it. */
export interface Peer {
  readonly origin: string
  readonly hostname: string
  readonly port: number
  /** The name of the client certificate. */
  readonly identity: string | undefined
}

/** What every connection of a transport shares. */
export interface ConnectOptions extends Omit<NodeTransportOptions, 'proxy'> {
  readonly proxy: ConnectProxy | null
  /** For all without a client certificate: reading some 150 authorities each time takes longer than a handshake. */
  readonly context: () => tls.SecureContext
}

/** The options of a transport, and its context, made when it is first needed. */
export function connectOptions(options: NodeTransportOptions): ConnectOptions {
  let context: tls.SecureContext | null = null
  return {
    ...options,
    proxy: options.proxy === undefined ? null : proxyOf(options.proxy),
    context: () => {
      context ??= secureContext(options)
      return context
    },
  }
}

/** The peer of an origin `https://host[:port]`. */
export function peerOf(origin: string, identity: string | undefined): Peer {
  const url = new URL(origin)
  return { origin, hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? 443 : Number(url.port), identity }
}

/** Opens a TLS connection whose certificate was verified against the peer's name. Always settles within `connectTimeoutMs`. */
export async function connect(peer: Peer, alpn: string, options: ConnectOptions): Promise<tls.TLSSocket> {
  const timeoutMs = options.connectTimeoutMs ?? 10_000
  const deadline = AbortSignal.timeout(timeoutMs)
  const address = options.resolve?.(peer.hostname, peer.port) ?? { hostname: peer.hostname, port: peer.port }
  const identity = await identityOf(peer, options, deadline)
  const socket = options.proxy === null ? undefined : await tunnel(options.proxy, address.hostname, address.port, deadline)
  return new Promise((resolve, reject) => {
    const secure = tls.connect({
      ...(socket === undefined ? { host: address.hostname, port: address.port } : { socket }),
      ...(net.isIP(peer.hostname) === 0 ? { servername: peer.hostname } : {}),
      secureContext: identity === undefined ? options.context() : secureContext(options, identity),
      ALPNProtocols: [alpn],
      // Stated, since an environment variable would change the default.
      rejectUnauthorized: true,
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(peer.hostname, certificate),
    })
    secure.setNoDelay(true)
    const end = (error: Error) => {
      clean()
      secure.destroy()
      reject(error)
    }
    const late = () => end(new Error(`no connection within ${timeoutMs} ms`))
    const closed = () => end(new Error('closed while connecting'))
    const ready = () => {
      clean()
      resolve(secure)
    }
    const clean = () => {
      deadline.removeEventListener('abort', late)
      secure.off('error', end).off('close', closed).off('secureConnect', ready)
    }
    if (deadline.aborted) return late()
    deadline.addEventListener('abort', late)
    secure.on('error', end).on('close', closed).on('secureConnect', ready)
  })
}

function secureContext({ ca }: Pick<NodeTransportOptions, 'ca'>, identity?: Identity): tls.SecureContext {
  return tls.createSecureContext({
    minVersion: 'TLSv1.2',
    ...(identity === undefined ? {} : { cert: identity.cert, key: identity.key }),
    ...(identity?.passphrase === undefined ? {} : { passphrase: identity.passphrase }),
    ...(ca === undefined ? {} : { ca: [...platformAuthorities(), ...[ca].flat()] }),
  })
}

/** With those of NODE_EXTRA_CA_CERTS and the system, where this Node can tell them: an authority of one's own must not take them away. */
const platformAuthorities = (): readonly string[] => (tls.getCACertificates === undefined ? tls.rootCertificates : tls.getCACertificates('default'))

async function identityOf(peer: Peer, options: ConnectOptions, deadline: AbortSignal): Promise<Identity | undefined> {
  if (peer.identity === undefined) return undefined
  if (options.identity === undefined) throw new Error(`the request needs the client certificate "${peer.identity}": give the transport an option "identity"`)
  return withDeadline(Promise.resolve(options.identity(peer.identity)), deadline, 'no client certificate in time')
}

function withDeadline<T>(promise: Promise<T>, deadline: AbortSignal, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new Error(what)), { once: true })
    promise.then(resolve, reject)
  })
}
