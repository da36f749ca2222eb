import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ok, settings } from '../connection/harness.fixture.ts'
import { h2 } from '../h2.ts'
import { accept, asHttp2, failure, post, rig } from '../testing.fixture.ts'

const { peer, client, scripted, cleanUp } = rig()

interface Proxy {
  readonly port: number
  readonly asked: (string | undefined)[][]
}

/** A proxy that answers CONNECT with `reply`; if that is a 2xx, it is a tunnel from then on. */
async function proxyTo(reply: string | null, host = '127.0.0.1'): Promise<Proxy> {
  const asked: (string | undefined)[][] = []
  const open = new Set<net.Socket>()
  const server = http.createServer((_, response) => response.writeHead(405).end())
  server.on('connection', socket => open.add(socket))
  server.on('connect', (request, socket: net.Socket, head) => {
    socket.on('error', () => undefined)
    asked.push([request.url, request.headers['proxy-authorization'], request.headers.host])
    if (reply === null) return
    if (!reply.startsWith('2')) {
      socket.end(`HTTP/1.1 ${reply}\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const { hostname, port } = new URL(`http://${request.url}`)
    const far = net.connect(Number(port), hostname, () => {
      far.once('data', first => {
        // The peer's first bytes come in one piece with the answer.
        socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 ${reply}\r\n\r\n`), first]))
        far.pipe(socket)
      })
      far.write(head)
      socket.pipe(far)
      // Over TLS it is the client that speaks first.
      if (reply.startsWith('200')) socket.write(`HTTP/1.1 ${reply}\r\n\r\n`, () => far.removeAllListeners('data').pipe(socket))
    })
    far.on('error', () => socket.destroy())
    open.add(far)
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  cleanUp(
    () =>
      new Promise(resolve => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  )
  return { port: (server.address() as AddressInfo).port, asked }
}

describe('a CONNECT proxy', () => {
  it('is asked with its credentials for the peer, and what goes through it is verified end to end', async () => {
    const { origin, port } = await peer(accept)
    const proxy = await proxyTo('200 OK')
    const it1 = client({ proxy: `http://user:p%3Aw@127.0.0.1:${proxy.port}` })
    for (let i = 0; i < 3; i++) expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    const basic = `Basic ${Buffer.from('user:p:w').toString('base64')}`
    expect(proxy.asked).toEqual([[`127.0.0.1:${port}`, basic, `127.0.0.1:${port}`]])
    const blind = h2({ proxy: `http://127.0.0.1:${proxy.port}` })
    cleanUp(() => blind.close(0))
    expect(await failure(blind.request(post(origin), asHttp2()))).toMatchObject({ code: 'network', taken: false })
    expect(proxy.asked[1]?.[1]).toBe(undefined)
  })

  it('may answer with any 2xx, and bring the peer’s first bytes along', async () => {
    const { origin } = await scripted((socket, streamId) => socket.write(ok(streamId)), settings([3, 7]))
    const proxy = await proxyTo('204 Tunnel')
    expect(await client({ proxy: `http://127.0.0.1:${proxy.port}` }).request(post(origin), asHttp2())).toMatchObject({ status: 200 })
  })

  it('that refuses is told, as not taken, and never its password', async () => {
    const { origin } = await peer(accept)
    const proxy = await proxyTo('407 Proxy Authentication Required')
    const error = await failure(client({ proxy: `http://user:hidden@127.0.0.1:${proxy.port}` }).request(post(origin), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('the proxy answered 407') })
    expect(`${error.message} ${String(error.cause)} ${error.stack}`).not.toContain('hidden')
  })

  it('that does not answer ends at the connection’s deadline', async () => {
    const { origin } = await peer(accept)
    const proxy = await proxyTo(null)
    const error = await failure(client({ proxy: `http://127.0.0.1:${proxy.port}`, connectTimeoutMs: 150 }).request(post(origin), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('no connection within 150 ms') })
  })

  it('that is not there', async () => {
    const error = await failure(client({ proxy: 'http://127.0.0.1:1' }).request(post('https://127.0.0.1:2'), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('ECONNREFUSED') })
  })

  it('is not asked for a peer whose client certificate is of no use', async () => {
    const { origin } = await peer(accept)
    const proxy = await proxyTo('200 OK')
    const it1 = client({ proxy: `http://127.0.0.1:${proxy.port}`, identity: () => ({ cert: 'none', key: 'none' }) })
    await expect(it1.request(post(origin, '/', { identity: 'one' }), asHttp2())).rejects.toMatchObject({ code: 'credential-invalid' })
    expect(proxy.asked).toEqual([])
  })
})
