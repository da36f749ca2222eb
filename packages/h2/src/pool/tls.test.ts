import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { h2 } from '../h2.ts'
import type { H2Options } from '../options.ts'
import { accept, authority as anAuthority, asHttp2, failure, freePort, later, listening, post, rawPeer, rig } from '../testing.fixture.ts'

const { authority, leaf, peer, client, cleanUp } = rig()
const installed = isInstalled()

describe('TLS', () => {
  it('refuses a certificate that it does not trust, whatever the options and the environment say', async () => {
    const { origin } = await peer(accept)
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      const sly = { rejectUnauthorized: false, checkServerIdentity: () => undefined } as H2Options
      const it1 = h2(sly)
      cleanUp(() => it1.close(0))
      expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'network', taken: false })
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })

  it('wants the URL’s name in the certificate, wherever `resolve` sends it', async () => {
    const { port } = await peer(accept)
    const resolve = () => ({ hostname: '127.0.0.1', port })
    expect(await client({ resolve }).request(post('https://localhost'), asHttp2())).toMatchObject({ status: 200 })
    expect(await failure(client({ resolve }).request(post('https://evil.example'), asHttp2()))).toMatchObject({ code: 'network' })
  })

  it('wants h2 by ALPN', async () => {
    const { createServer } = await import('node:https')
    const server = createServer({ ...leaf() }, (_, response) => response.end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    cleanUp(async () => void server.close())
    const { port } = server.address() as { port: number }
    const error = await failure(client().request(post(`https://127.0.0.1:${port}`), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false })
  })

  it('shows the client certificate that the request names, on a connection of its own', async () => {
    const { origin, connections } = await peer(accept, { requestCert: true, rejectUnauthorized: false })
    const own = await authority().issue(['client'], true)
    const asked: string[] = []
    const it1 = client({
      identity: name => {
        asked.push(name)
        return own
      },
    })
    for (const identity of ['one', 'one', 'two']) await it1.request(post(origin, '/', { identity }), asHttp2())
    await it1.request(post(origin), asHttp2())
    expect(asked).toEqual(['one', 'two'])
    expect(connections()).toBe(3)
  })

  // Node's own server only hangs up: the alert is OpenSSL's.
  it.skipIf(!installed).each(['-tls1_2', '-tls1_3'])(
    'a client certificate that the peer refuses is a fault of the credential, and no reason to connect without end (pushy#454; %s)',
    async version => {
      const port = await opensslPeer(version)
      const foreign = await (await anAuthority('Another authority')).issue(['client'], true)
      let asked = 0
      const it1 = client({
        identity: () => {
          asked++
          return foreign
        },
      })
      const error = await it1.request(post(`https://127.0.0.1:${port}`, '/3/device/secret', { identity: 'one' }), asHttp2()).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'RouseError', code: 'credential-invalid', retryable: false, message: expect.stringContaining('refused') })
      expect(String((error as Error).message)).not.toContain('secret')
      expect(asked).toBe(1)
    },
  )

  it('a client certificate that is none, or whose key is another’s, is one too, and nothing is connected', async () => {
    const { origin, connections } = await peer(accept)
    const [one, two] = await Promise.all([authority().issue(['client'], true), authority().issue(['client'], true)])
    for (const identity of [
      { cert: 'no PEM', key: 'no PEM' },
      { cert: one.cert, key: two.key },
    ]) {
      const it1 = client({ identity: () => identity })
      const error = await it1.request(post(origin, '/', { identity: 'one' }), asHttp2()).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'credential-invalid', message: expect.stringContaining('PEM texts') })
      expect(String((error as Error).message)).not.toContain('PRIVATE')
    }
    expect(connections()).toBe(0)
  })

  it('a client certificate that does not come in time, or is not to be had, is told so', async () => {
    const { origin } = await peer(accept)
    const one = post(origin, '/', { identity: 'one' })
    const slow = client({ identity: () => new Promise(() => undefined), connectTimeoutMs: 100 })
    expect(await failure(slow.request(one, asHttp2()))).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('within 100 ms') })
    const none = client({ identity: () => Promise.reject(new Error('the vault is closed')) })
    expect(await failure(none.request(one, asHttp2()))).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('vault') })
    expect(await failure(client().request(one, asHttp2()))).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('"identity"') })
  })

  it('a peer that takes the connection and says nothing: the connection’s deadline', async () => {
    const { port } = await rawPeerOf(socket => socket.resume())
    const error = await failure(client({ connectTimeoutMs: 150 }).request(post(`https://127.0.0.1:${port}`), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false, message: expect.stringContaining('no connection within 150 ms') })
  })

  it('a peer that hangs up in the handshake', async () => {
    const { port } = await rawPeerOf(socket => socket.once('data', () => socket.end()))
    const error = await failure(client().request(post(`https://127.0.0.1:${port}`), asHttp2()))
    expect(error).toMatchObject({ code: 'network', taken: false })
  })

  it('a transport that is closed while it connects leaves no socket behind', async () => {
    const { port, sockets } = await rawPeerOf(socket => socket.resume())
    const it1 = client()
    const pending = failure(it1.request(post(`https://127.0.0.1:${port}`), asHttp2()))
    await later(50)
    expect(sockets.size).toBe(1)
    await it1.close(0)
    expect(await pending).toMatchObject({ code: 'closed', taken: false })
    await later(50)
    expect(sockets.size).toBe(0)
  })
})

async function rawPeerOf(onSocket: Parameters<typeof rawPeer>[0]) {
  const running = await rawPeer(onSocket)
  cleanUp(running.stop)
  return running
}

function isInstalled(): boolean {
  const found = spawnSync('openssl', ['version']).status === 0
  if (!found) console.warn('SKIPPED: openssl is not installed; how a refused client certificate is told is not tested')
  return found
}

/** A peer that speaks HTTP/2 as far as ALPN, and takes certificates of our authority alone. Resolves with its port. */
async function opensslPeer(version: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'rouse-h2-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text)
    return join(directory, name)
  }
  const { cert, key } = leaf()
  const [certFile, keyFile, caFile] = [file('cert.pem', cert), file('key.pem', key), file('ca.pem', authority().certificate)]
  const port = await freePort()
  const process = spawn(
    'openssl',
    [
      's_server',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      certFile,
      '-key',
      keyFile,
      '-CAfile',
      caFile,
      '-Verify',
      '1',
      '-verify_return_error',
      '-alpn',
      'h2',
      version,
      '-quiet',
    ],
    { stdio: 'ignore' },
  )
  cleanUp(async () => {
    process.kill()
    rmSync(directory, { recursive: true })
  })
  await listening(port)
  return port
}
