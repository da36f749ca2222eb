import net from 'node:net'
import tls from 'node:tls'
import { RouseError } from '../../model/errors.ts'
import { type ConnectProxy, openTunnel, proxyTo, readProxy } from '../../transport/connect-proxy.ts'
import { ConnectError } from '../../transport/connection-error.ts'
import type { Identity, NodeTransportOptions } from '../node-transport-options.ts'

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
  checkNumbers(options)
  let context: tls.SecureContext | null = null
  return {
    ...options,
    proxy: options.proxy === undefined ? null : readProxy(options.proxy),
    context: () => {
      context ??= secureContext(options)
      return context
    },
  }
}

const http2Times = ['pingIntervalMs', 'pingTimeoutMs', 'idlePingMs', 'silenceMs', 'deadAfterMs', 'maxAgeMs'] as const
const http1Times = ['keepAliveMs', 'keepAliveMaxMs'] as const

function checkNumbers({ connectTimeoutMs, http1 = {}, http2 = {} }: NodeTransportOptions): void {
  const times: readonly (readonly [string, number | undefined])[] = [
    ['connectTimeoutMs', connectTimeoutMs],
    ...http1Times.map(name => [`http1.${name}`, http1[name]] as const),
    ...http2Times.map(name => [`http2.${name}`, http2[name]] as const),
  ]
  for (const [name, value] of times) {
    if (value === undefined || value > 0) continue
    throw new RouseError('config-invalid', `nodeTransport: option "${name}" must be a number of milliseconds above 0, and is ${value}`)
  }
}

/** The peer of an origin `https://host[:port]`. */
export function peerOf(origin: string, identity: string | undefined): Peer {
  const url = new URL(origin)
  return { origin, hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? 443 : Number(url.port), identity }
}

/** The longest that the platform's timers take. */
const longestMs = 2 ** 31 - 1

/** Opens a TLS connection whose certificate was verified against the peer's name. Settles within `connectTimeoutMs`, and when `closing` aborts. */
export async function connect(peer: Peer, alpn: string, options: ConnectOptions, closing: AbortSignal): Promise<tls.TLSSocket> {
  const timeoutMs = options.connectTimeoutMs ?? 10_000
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(new ConnectError(`no connection within ${timeoutMs} ms`, 'connect-timeout')), Math.min(timeoutMs, longestMs))
  const close = () => end.abort(new ConnectError('the transport was closed', 'closed'))
  closing.addEventListener('abort', close)
  if (closing.aborted) close()
  try {
    return await open(peer, alpn, options, end.signal)
  } finally {
    clearTimeout(timer)
    closing.removeEventListener('abort', close)
  }
}

async function open(peer: Peer, alpn: string, options: ConnectOptions, deadline: AbortSignal): Promise<tls.TLSSocket> {
  const address = options.resolve?.(peer.hostname, peer.port) ?? { hostname: peer.hostname, port: peer.port }
  const identity = await identityOf(peer, options, deadline)
  // Before anything is opened: it may be of no use.
  const context = identity === undefined ? options.context() : identityContext(options, identity)
  const proxy = proxyTo(options.proxy, peer.hostname, peer.port)
  const socket = proxy === null ? undefined : await openTunnel(proxy, address.hostname, address.port, deadline)
  return new Promise((resolve, reject) => {
    const secure = tls.connect({
      ...(socket === undefined ? { host: address.hostname, port: address.port } : { socket }),
      ...(net.isIP(peer.hostname) === 0 ? { servername: peer.hostname } : {}),
      secureContext: context,
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
    const late = () => end(deadline.reason)
    const closed = () => end(new ConnectError('the host closed the connection while it was made', 'closed'))
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

/** @throws ConnectError `identity-unusable`: no network error, and no reason to try again. */
function identityContext(options: ConnectOptions, identity: Identity): tls.SecureContext {
  try {
    return secureContext(options, identity)
  } catch (error) {
    const message = 'the client certificate and its key are not what TLS can use: give PEM texts that belong together'
    throw new ConnectError(message, 'identity-unusable', { cause: error, isConfig: true })
  }
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
  if (options.identity === undefined) {
    throw new ConnectError(`the request needs the client certificate "${peer.identity}": give the transport an option "identity"`, 'identity')
  }
  const { identity } = options
  try {
    return await beforeDeadline(deadline, Promise.resolve(identity(peer.identity)))
  } catch (error) {
    if (error === deadline.reason) throw error
    throw new ConnectError(
      `the option "identity" gave no client certificate "${peer.identity}": ${error instanceof Error ? error.message : String(error)}`,
      'identity',
      { cause: error },
    )
  }
}

function beforeDeadline<T>(deadline: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(deadline.reason)
    if (deadline.aborted) return late()
    deadline.addEventListener('abort', late, { once: true })
    promise.then(resolve, reject).finally(() => deadline.removeEventListener('abort', late))
  })
}
