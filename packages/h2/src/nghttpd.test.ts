import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireResponse } from '@rouse/core/transport'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { h2 } from './h2.ts'
import { asHttp2, authority, freePort, listening, post } from './testing.fixture.ts'

const installed = isInstalled()
if (!installed) console.warn('SKIPPED: nghttpd is not installed (Debian: nghttp2-server); the client is not held against it')

function isInstalled(): boolean {
  try {
    execFileSync('nghttpd', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const servers: ChildProcess[] = []
let directory: string
let certificate: string

/** Starts nghttpd with these options; resolves with its origin. */
async function start(...options: readonly string[]): Promise<string> {
  const port = await freePort()
  const files = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  servers.push(spawn('nghttpd', ['-a', '127.0.0.1', '-d', directory, ...options, String(port), ...files], { stdio: 'ignore' }))
  await listening(port)
  return `https://127.0.0.1:${port}`
}

beforeAll(async () => {
  const ca = await authority()
  const leaf = await ca.issue(['127.0.0.1'])
  certificate = ca.certificate
  directory = mkdtempSync(join(tmpdir(), 'rouse-h2-'))
  writeFileSync(join(directory, 'key.pem'), leaf.key)
  writeFileSync(join(directory, 'cert.pem'), leaf.cert)
  writeFileSync(join(directory, 'device'), '')
  writeFileSync(join(directory, 'large'), 'x'.repeat(300_000))
})

afterAll(() => {
  for (const server of servers) server.kill()
  rmSync(directory, { recursive: true })
})

describe('against nghttpd', () => {
  it.skipIf(!installed)('20,000 requests in bursts of 500 have their answers', async () => {
    const origin = await start('-m', '1000')
    const client = h2({ ca: certificate })
    const found: WireResponse[] = []
    for (let burst = 0; burst < 40; burst++) {
      found.push(...(await Promise.all(Array.from({ length: 500 }, (_, i) => client.request(post(origin, `/device?${burst * 500 + i}`), asHttp2())))))
    }
    await client.close()
    expect(found.filter(({ status }) => status === 200)).toHaveLength(20_000)
    expect(found[0]?.headers.server).toContain('nghttp2')
  })

  it.skipIf(!installed)('large answers come whole, missing ones with their status', async () => {
    const origin = await start('--trailer', 'x-trailer: yes')
    const client = h2({ ca: certificate })
    const [large, missing] = await Promise.all(
      ['/large', '/none'].map(path => client.request(post(origin, path, { method: 'GET', body: new Uint8Array() }), asHttp2())),
    )
    await client.close()
    expect(large?.body).toHaveLength(300_000)
    expect(missing?.status).toBe(404)
  })

  it.skipIf(!installed).each([
    ['a header table of 128 bytes', ['-c', '128']],
    ['no header table', ['-c', '0']],
    ['windows of 1,023 bytes', ['-w', '10', '-W', '10']],
    ['three streams', ['-m', '3']],
    ['padded frames', ['-b', '200']],
    ['all of it', ['-c', '100', '-w', '12', '-W', '11', '-m', '5', '-b', '50']],
  ])('with %s: small requests, large bodies and large answers', async (_, options) => {
    const origin = await start('--echo-upload', ...options)
    const client = h2({ ca: certificate, maxConnections: 2 })
    const body = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
    const small = Array.from({ length: 1000 }, (_, i) =>
      client.request(post(origin, '/device', { headers: { 'apns-id': `${i}`, 'apns-topic': `t${i % 7}` } }), asHttp2()),
    )
    const large = Array.from({ length: 6 }, () => client.request(post(origin, '/device', { body }), asHttp2(20_000)))
    const gets = Array.from({ length: 6 }, () => client.request(post(origin, '/large', { method: 'GET', body: new Uint8Array() }), asHttp2(20_000)))
    for (const { status } of await Promise.all(small)) expect(status).toBe(200)
    for (const answer of await Promise.all(large)) expect(Buffer.compare(answer.body, body)).toBe(0)
    for (const answer of await Promise.all(gets)) expect(answer.body).toHaveLength(300_000)
    await client.close()
  })
})
