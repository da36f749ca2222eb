import net from 'node:net'
import tls from 'node:tls'
import { ConnectError, openTunnel, proxyTo, readProxy } from '@rouse/core/transport'
import type { H2Options, Identity } from '../options.ts'
import type { Peer } from './peer.ts'
import { RequestInlet } from './request-inlet.ts'
import type { SecureContexts } from './secure-context.ts'

/** An open connection, and where its bytes come in. */
export interface Line {
  readonly socket: net.Socket
  readonly inlet: RequestInlet
}

/** The longest that the platform's timers take. */
const longestMs = 2 ** 31 - 1

/**
 * Opens a connection that speaks HTTP/2: over TLS its certificate was verified against the peer's name. Settles within `connectTimeoutMs`,
 * and when `closing` says so. Throws UnusableIdentity, or an Error of the network's.
 */
export async function dial(peer: Peer, options: H2Options, contexts: SecureContexts, closing: AbortSignal): Promise<Line> {
  const timeoutMs = options.connectTimeoutMs ?? 10_000
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(new ConnectError(`no connection within ${timeoutMs} ms`, 'connect-timeout')), Math.min(timeoutMs, longestMs))
  const close = () => end.abort(new ConnectError('the transport was closed', 'closed'))
  closing.addEventListener('abort', close)
  try {
    return await open(peer, options, contexts, end.signal)
  } finally {
    clearTimeout(timer)
    closing.removeEventListener('abort', close)
  }
}

async function open(peer: Peer, options: H2Options, contexts: SecureContexts, end: AbortSignal): Promise<Line> {
  const address = options.resolve?.(peer.hostname, peer.port) ?? peer
  const identity = peer.identity === undefined ? undefined : await before(end, identityOf(peer.identity, options))
  // Before anything is opened: it may be of no use.
  const context = peer.secure ? contexts.of(identity) : null
  const proxy = options.proxy === undefined ? null : proxyTo(readProxy(options.proxy), peer.hostname, peer.port)
  const through = proxy === null ? undefined : await openTunnel(proxy, address.hostname, address.port, end)
  const inlet = new RequestInlet()
  const to = through === undefined ? { host: address.hostname, port: address.port, onread: inlet.onread } : { socket: through }
  const socket = context === null ? (through ?? net.connect({ host: address.hostname, port: address.port, onread: inlet.onread })) : secure(peer, to, context)
  // A socket that is there already, such as the proxy's, is not read into a buffer of ours.
  if (through !== undefined) socket.on('data', chunk => inlet.take(chunk))
  socket.setNoDelay(true)
  try {
    if (peer.secure || through === undefined) await before(end, ready(socket, peer.secure ? 'secureConnect' : 'connect'))
    if (socket instanceof tls.TLSSocket) {
      if (socket.alpnProtocol !== 'h2') throw new ConnectError('the host does not speak HTTP/2 (ALPN)', 'alpn')
      // RFC 9113, section 9.2.1.
      socket.disableRenegotiation()
    }
    return { socket, inlet }
  } catch (error) {
    socket.on('error', () => {})
    socket.destroy()
    throw error
  }
}

function secure(peer: Peer, to: tls.ConnectionOptions, secureContext: tls.SecureContext): tls.TLSSocket {
  return tls.connect({
    ...to,
    ...(net.isIP(peer.hostname) === 0 ? { servername: peer.hostname } : {}),
    secureContext,
    ALPNProtocols: ['h2'],
    // Stated, since an environment variable would change the default.
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(peer.hostname, certificate),
  })
}

function ready(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => done(() => reject(error))
    const close = () => done(() => reject(new ConnectError('the host closed the connection while it was made', 'closed')))
    const open = () => done(resolve)
    const done = (settle: () => void) => {
      socket.off('error', fail).off('close', close).off(event, open)
      settle()
    }
    socket.on('error', fail).on('close', close).on(event, open)
  })
}

async function identityOf(name: string, { identity }: H2Options): Promise<Identity> {
  if (identity === undefined) {
    throw new ConnectError(`the request needs the client certificate "${name}": give the transport an option "identity"`, 'identity')
  }
  try {
    return await identity(name)
  } catch (error) {
    throw new ConnectError(
      `the option "identity" gave no client certificate "${name}": ${error instanceof Error ? error.message : String(error)}`,
      'identity',
      { cause: error },
    )
  }
}

function before<T>(end: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(end.reason)
    if (end.aborted) return late()
    end.addEventListener('abort', late, { once: true })
    promise.then(resolve, reject).finally(() => end.removeEventListener('abort', late))
  })
}
