import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox, type VendorInfo } from '../start.ts'
import { type RawHttp2, rawHttp2 } from './raw-http2.fixture.ts'
import { fetchPlain, openHttp2 } from './test-clients.fixture.ts'

let sandbox: Sandbox
let client: RawHttp2
const info = (vendor: 'apns' | 'xiaomi'): VendorInfo => {
  const found = sandbox.info[vendor]
  if (!found) throw new Error(`no ${vendor}`)
  return found
}
const resets = () => client.frames.filter(frame => frame.type === 3).map(frame => frame.payload.readUInt32BE(0))
const settled = () => new Promise(resolve => setTimeout(resolve, 100))

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns', 'xiaomi'] })
})
afterEach(() => client?.socket.destroy())
afterAll(() => sandbox.close())

describe('a host', () => {
  it('refuses streams over a limit that the client may not know yet, so that they are safe to send again', async () => {
    client = await rawHttp2(info('apns').url, info('apns').ca)
    for (let stream = 1; stream <= 9; stream += 2) client.post(stream, '/3/device/ab')
    await settled()
    expect(resets()).toEqual([7, 7, 7, 7])
    expect(client.frames.some(frame => frame.type === 7)).toBe(false)
  })

  it('ends the connection of a client that goes over a limit it has acknowledged, with GOAWAY', async () => {
    client = await rawHttp2(info('apns').url, info('apns').ca)
    await client.until(frame => frame.type === 4 && frame.flags === 0)
    await settled()
    for (let stream = 1; stream <= 9; stream += 2) client.post(stream, '/3/device/ab')
    expect((await client.until(frame => frame.type === 7))?.payload.readUInt32BE(4)).toBe(1)
    await settled()
    expect(client.socket.destroyed).toBe(true)
  })

  it('sends GOAWAY on demand, ENHANCE_YOUR_CALM or a reason as APNs writes it', async () => {
    client = await rawHttp2(info('apns').url, info('apns').ca)
    await client.until(frame => frame.type === 4)
    sandbox.control.goaway({ vendor: 'apns', code: 11, debug: '{"reason":"Shutdown"}' })
    const frame = await client.until(each => each.type === 7)
    expect([frame?.payload.readUInt32BE(4), frame?.payload.subarray(8).toString()]).toEqual([11, '{"reason":"Shutdown"}'])
  })

  it('speaks HTTP/2 alone where the vendor does, and both elsewhere', async () => {
    await expect(fetchPlain(`${info('apns').url}/3/device/ab`, info('apns').ca)).rejects.toThrow()
    expect((await fetchPlain(`${info('xiaomi').url}/x`, info('xiaomi').ca)).status).toBe(404)
    const session = await openHttp2(info('xiaomi').url, info('xiaomi').ca)
    expect(session.alpnProtocol).toBe('h2')
    session.destroy()
  })

  it('shows a certificate with the vendor’s names', async () => {
    const session = await openHttp2(info('apns').url, info('apns').ca)
    const { subjectaltname } = (session.socket as unknown as { getPeerCertificate(): { subjectaltname: string } }).getPeerCertificate()
    expect(subjectaltname).toBe('DNS:api.push.apple.com, DNS:localhost, IP Address:127.0.0.1')
    session.destroy()
  })

  it('counts connections', async () => {
    const { ever } = sandbox.control.connections('apns')
    const session = await openHttp2(info('apns').url, info('apns').ca)
    expect(sandbox.control.connections('apns').ever).toBe(ever + 1)
    sandbox.control.cut({ vendor: 'apns' })
    await settled()
    expect(session.destroyed).toBe(true)
    expect(sandbox.control.connections('apns').open).toBe(0)
  })
})
