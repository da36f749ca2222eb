import type { Socket } from 'node:net'
import { RouseError } from '../model/errors.ts'
import { ConnectError } from './connection-error.ts'

/** A proxy, and the hosts that are reached without it. */
export interface ProxyOptions {
  /** `http://[user:password@]host[:port]`; user and password percent-encoded; port 80 by default. */
  readonly url: string
  /** Hosts as in NO_PROXY: `example.com` (its subdomains too), `example.com:8443`, an IP address, or `*` for all. */
  readonly except?: readonly string[]
}

/** An HTTP proxy that opens tunnels by CONNECT. */
export interface ConnectProxy {
  readonly hostname: string
  readonly port: number
  /** The header field `proxy-authorization`; null: the URL names no user. */
  readonly authorization: string | null
  /** Hosts that are reached without the proxy. */
  readonly except: readonly string[]
}

const form = 'give http://[user:password@]host[:port]'

/**
 * Reads the option `proxy` of a transport; `where` names it in errors. No error quotes the URL: it may hold a password.
 *
 * @throws RouseError `config-invalid` for anything but `http://[user:password@]host[:port]`, and for exceptions that are not texts.
 */
export function readProxy(proxy: string | ProxyOptions, where = 'option "proxy"'): ConnectProxy {
  const invalid = (what: string) => new RouseError('config-invalid', `${where}: ${what}`)
  const { url: text, except = [] } = typeof proxy === 'object' && proxy !== null ? proxy : { url: proxy }
  if (!Array.isArray(except) || except.some(host => typeof host !== 'string')) throw invalid('"except" must be an array of host names')
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : null
  if (url === null || url.hostname === '') throw invalid(`the URL is invalid; ${form}`)
  if (url.protocol !== 'http:') throw invalid(`only http: proxies are supported, with TLS to the vendor inside the tunnel; ${form}`)
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw invalid(`a proxy URL has no path, query or fragment; ${form}`)
  if (url.port === '0') throw invalid('the port must be 1 to 65535')
  const user = decode(url.username)
  const password = decode(url.password)
  if (user === null || password === null) throw invalid('user and password must be percent-encoded: write "%" as "%25"')
  // RFC 7617, section 2.
  if (user.includes(':')) throw invalid('a user name must not contain a colon')
  return {
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 80 : Number(url.port),
    authorization: user === '' && password === '' ? null : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    except: except.map(host => host.trim().toLowerCase()).filter(host => host !== ''),
  }
}

/** Returns the proxy that leads to a host, or null where the host is excepted. */
export function proxyTo(proxy: ConnectProxy | null, hostname: string, port: number): ConnectProxy | null {
  return proxy === null || proxy.except.some(entry => covers(entry, hostname.toLowerCase(), port)) ? null : proxy
}

/** `*.example.com`, `.example.com` and `example.com` mean the same, as with curl. */
function covers(entry: string, hostname: string, port: number): boolean {
  if (entry === '*') return true
  const [host, stated] = splitPort(entry)
  if (stated !== '' && Number(stated) !== port) return false
  const name = host.startsWith('*.') ? host.slice(2) : host.startsWith('.') ? host.slice(1) : host
  return name !== '' && (hostname === name || hostname.endsWith(`.${name}`))
}

/** Host and port of `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`; port '' where none is stated. */
function splitPort(entry: string): readonly [host: string, port: string] {
  if (entry.startsWith('[')) {
    const end = entry.indexOf(']')
    return end < 0 ? [entry, ''] : [entry.slice(1, end), entry.slice(end + 2)]
  }
  const at = entry.indexOf(':')
  return at < 0 || entry.includes(':', at + 1) ? [entry, ''] : [entry.slice(0, at), entry.slice(at + 1)]
}

/**
 * Opens a tunnel by HTTP CONNECT (RFC 9110, section 9.3.6). Rejects with the signal's reason, a ConnectError that says what the proxy
 * answered, or the network's Error.
 */
export async function openTunnel(proxy: ConnectProxy, hostname: string, port: number, signal: AbortSignal): Promise<Socket> {
  // Not imported above: few need it, and it loads more than a whole transport.
  const { request: ask } = await import('node:http')
  const path = hostname.includes(':') ? `[${hostname}]:${port}` : `${hostname}:${port}`
  return new Promise((resolve, reject) => {
    const request = ask({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port,
      path,
      headers: { host: path, ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }) },
      agent: false,
      signal,
    })
    request.on('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        // The first bytes of a peer that speaks first.
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
        return
      }
      socket.destroy()
      reject(refusal(statusCode))
    })
    request.on('response', response => {
      response.destroy()
      reject(refusal(response.statusCode ?? 0))
    })
    request.on('error', error =>
      reject(signal.aborted ? signal.reason : new ConnectError(`no connection to the proxy: ${codeOf(error)}`, codeOf(error), { cause: error })),
    )
    request.end()
  })
}

/** A proxy that is busy or cannot reach the host may do better later; what else it refuses is for the host's config to settle. */
function refusal(status: number): ConnectError {
  const isConfig = status < 500 && status !== 408 && status !== 429
  const advice =
    status === 407
      ? ' Proxy Authentication Required: put user and password into the proxy URL'
      : isConfig
        ? ' to CONNECT: check that it may open tunnels to this host and port'
        : ' to CONNECT'
  return new ConnectError(`the proxy answered ${status}${advice}`, `proxy-${status}`, { isConfig })
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : 'unknown')

/** null: not percent-encoded. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
