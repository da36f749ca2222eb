import http from 'node:http'
import net from 'node:net'
import { RouseError } from '../../model/errors.ts'

/** An HTTP proxy that makes tunnels. */
export interface ConnectProxy {
  readonly hostname: string
  readonly port: number
  /** The header field that says who asks; null: nobody in particular. */
  readonly authorization: string | null
}

/** @throws RouseError `config-invalid` for what is no `http://[user:password@]host[:port]`; its words show neither user nor password. */
export function proxyOf(text: string): ConnectProxy {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.protocol !== 'http:' || url.hostname === '' || url.pathname !== '/' || url.search !== '') {
    throw new RouseError('config-invalid', 'the option proxy is no http://[user:password@]host:port: other kinds of proxy are not supported')
  }
  const { hostname, port, username, password } = url
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 80 : Number(port),
    authorization: username === '' ? null : `Basic ${Buffer.from(who).toString('base64')}`,
  }
}

/** A tunnel by HTTP CONNECT. */
export function tunnel(proxy: ConnectProxy, hostname: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const path = net.isIPv6(hostname) ? `[${hostname}]:${port}` : `${hostname}:${port}`
  return new Promise((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      host: proxy.hostname,
      port: proxy.port,
      path,
      headers: { host: path, ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }) },
      agent: false,
      signal,
    })
    request.on('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        // What came behind the head belongs to TLS.
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
        return
      }
      socket.destroy()
      reject(new Error(`the proxy answered ${statusCode}`))
    })
    request.on('response', response => {
      response.destroy()
      reject(new Error(`the proxy answered ${response.statusCode}`))
    })
    request.on('error', reject)
    request.end()
  })
}
