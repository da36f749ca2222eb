import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import type { H2Options, Identity } from '../options.ts'
import type { Peer } from './peer.ts'

/** Opens a connection that speaks HTTP/2: over TLS its certificate was verified against the peer's name. Settles within `connectTimeoutMs`. */
export async function dial(peer: Peer, options: H2Options): Promise<net.Socket> {
  const timeoutMs = options.connectTimeoutMs ?? 10_000
  const deadline = AbortSignal.timeout(timeoutMs)
  const late = () => new Error(`no connection within ${timeoutMs} ms`)
  const address = options.resolve?.(peer.hostname, peer.port) ?? peer
  const identity = await before(deadline, late, identityOf(peer, options))
  const tunnel = options.proxy === undefined ? undefined : await throughProxy(options.proxy, address.hostname, address.port, deadline)
  const socket = peer.secure ? secure(peer, address, tunnel, identity, options) : (tunnel ?? net.connect(address.port, address.hostname))
  socket.setNoDelay(true)
  try {
    if (peer.secure || tunnel === undefined) await before(deadline, late, ready(socket, peer.secure ? 'secureConnect' : 'connect'))
    if (socket instanceof tls.TLSSocket && socket.alpnProtocol !== 'h2') throw new Error('the host does not speak HTTP/2 (ALPN)')
    return socket
  } catch (error) {
    socket.on('error', () => {})
    socket.destroy()
    throw error
  }
}

function secure(peer: Peer, address: { hostname: string; port: number }, tunnel: net.Socket | undefined, identity: Identity | undefined, options: H2Options) {
  return tls.connect({
    ...(tunnel === undefined ? { host: address.hostname, port: address.port } : { socket: tunnel }),
    ...(net.isIP(peer.hostname) === 0 ? { servername: peer.hostname } : {}),
    ...(identity === undefined ? {} : { cert: identity.cert, key: identity.key }),
    ...(identity?.passphrase === undefined ? {} : { passphrase: identity.passphrase }),
    ...(options.ca === undefined ? {} : { ca: [...tls.rootCertificates, ...[options.ca].flat()] }),
    ALPNProtocols: ['h2'],
    // Stated, since an environment variable would change the default.
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => tls.checkServerIdentity(peer.hostname, certificate),
    minVersion: 'TLSv1.2',
  })
}

function ready(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => done(() => reject(error))
    const close = () => done(() => reject(new Error('closed while connecting')))
    const open = () => done(resolve)
    const done = (settle: () => void) => {
      socket.off('error', fail).off('close', close).off(event, open)
      settle()
    }
    socket.on('error', fail).on('close', close).on(event, open)
  })
}

async function identityOf(peer: Peer, options: H2Options): Promise<Identity | undefined> {
  if (peer.identity === undefined) return undefined
  if (options.identity === undefined) throw new Error(`the request needs the client certificate "${peer.identity}": give the transport an option "identity"`)
  return options.identity(peer.identity)
}

function before<T>(deadline: AbortSignal, late: () => Error, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(late())
    if (deadline.aborted) return end()
    deadline.addEventListener('abort', end, { once: true })
    promise.then(resolve, reject).finally(() => deadline.removeEventListener('abort', end))
  })
}

/** A tunnel by HTTP CONNECT. */
function throughProxy(proxy: string, hostname: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const { hostname: host, port: proxyPort, username, password } = new URL(proxy)
  const path = net.isIPv6(hostname) ? `[${hostname}]:${port}` : `${hostname}:${port}`
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      host,
      port: proxyPort === '' ? 80 : Number(proxyPort),
      path,
      headers: { host: path, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` }) },
      agent: false,
      signal,
    })
    request.on('connect', (response, socket, head) => {
      if (response.statusCode === 200 && head.length === 0) return resolve(socket)
      socket.destroy()
      reject(new Error(`the proxy answered ${response.statusCode}`))
    })
    request.on('response', response => {
      response.destroy()
      reject(new Error(`the proxy answered ${response.statusCode}`))
    })
    request.on('error', reject)
    request.end()
  })
}
