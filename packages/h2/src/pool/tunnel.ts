import net from 'node:net'

/** A tunnel by HTTP CONNECT (RFC 9110, section 9.3.6) through a proxy `http://[user:password@]host:port`. Rejects with the signal's reason, or tells what the proxy said. */
export async function tunnel(proxy: string, hostname: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  // Not imported above: few need it, and all that it loads is more than the rest of this package.
  const { request: ask } = await import('node:http')
  const { hostname: host, port: proxyPort, username, password } = new URL(proxy)
  const path = net.isIPv6(hostname) ? `[${hostname}]:${port}` : `${hostname}:${port}`
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  return new Promise((resolve, reject) => {
    const request = ask({
      method: 'CONNECT',
      host: host.replace(/^\[(.*)\]$/, '$1'),
      port: proxyPort === '' ? 80 : Number(proxyPort),
      path,
      headers: { host: path, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` }) },
      agent: false,
      signal,
    })
    const refused = (status: number | undefined) => reject(new Error(`the proxy answered ${status}`))
    request.on('connect', ({ statusCode = 0 }, socket: net.Socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        // Of a peer that speaks first.
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
        return
      }
      socket.destroy()
      refused(statusCode)
    })
    request.on('response', response => {
      response.destroy()
      refused(response.statusCode)
    })
    request.on('error', error => reject(signal.aborted ? signal.reason : error))
    request.end()
  })
}
