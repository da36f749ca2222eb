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

let server: ChildProcess
let directory: string
let certificate: string
let origin: string

beforeAll(async () => {
  if (!installed) return
  const ca = await authority()
  const leaf = await ca.issue(['127.0.0.1'])
  certificate = ca.certificate
  directory = mkdtempSync(join(tmpdir(), 'rouse-h2-'))
  writeFileSync(join(directory, 'key.pem'), leaf.key)
  writeFileSync(join(directory, 'cert.pem'), leaf.cert)
  writeFileSync(join(directory, 'device'), '')
  writeFileSync(join(directory, 'large'), 'x'.repeat(300_000))
  const port = await freePort()
  server = spawn(
    'nghttpd',
    ['-a', '127.0.0.1', '-d', directory, '--trailer', 'x-trailer: yes', String(port), join(directory, 'key.pem'), join(directory, 'cert.pem')],
    { stdio: 'ignore' },
  )
  origin = `https://127.0.0.1:${port}`
  await listening(port)
})

afterAll(() => {
  if (!installed) return
  server.kill()
  rmSync(directory, { recursive: true })
})

describe('against nghttpd', () => {
  it.skipIf(!installed)('20,000 requests in bursts of 500 have their answers', async () => {
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
    const client = h2({ ca: certificate })
    const [large, missing] = await Promise.all(
      ['/large', '/none'].map(path => client.request(post(origin, path, { method: 'GET', body: new Uint8Array() }), asHttp2())),
    )
    await client.close()
    expect(large?.body).toHaveLength(300_000)
    expect(missing?.status).toBe(404)
  })
})
