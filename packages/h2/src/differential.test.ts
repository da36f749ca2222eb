import { nodeTransport } from '@rouse/core/node'
import type { Transport, WireRequest, WireResponse } from '@rouse/core/transport'
import { beforeAll, describe, expect, it } from 'vitest'
import { h2 } from './h2.ts'
import { type Authority, asHttp2, authority, type Leaf, nodePeer } from './testing.fixture.ts'

let ca: Authority
let leaf: Leaf

beforeAll(async () => {
  ca = await authority()
  leaf = await ca.issue(['127.0.0.1'])
})

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789 ~!$%&/()=?*+-_.,;:<>|^"{}[]'

/** Requests that differ in method, path, headers and body; the same ones for the same seed. */
function requests(origin: string, count: number): WireRequest[] {
  let seed = 7
  const next = (most: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return (seed >>> 8) % most
  }
  const text = (most: number) =>
    Array.from({ length: next(most) }, () => letters[next(letters.length)])
      .join('')
      .trim()
  return Array.from({ length: count }, (_, at) => {
    const method = ['POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT'][next(6)] as string
    const headers: Record<string, string> = { 'x-nth': String(at), 'apns-topic': ['a', 'b', 'c'][next(3)] as string }
    if (next(3) === 0) headers.authorization = `bearer ${'j'.repeat(200 + next(3))}`
    if (next(5) === 0) headers['x-any'] = text(60)
    if (next(50) === 0) headers['X-Long'] = text(6000)
    const body = new Uint8Array(method === 'POST' || method === 'PUT' ? (next(100) === 0 ? next(80_000) : next(400)) : 0).fill(97 + next(26))
    return { method, url: `${origin}/${encodeURIComponent(text(40))}?status=${[200, 200, 200, 204, 400, 404, 410, 429, 503][next(9)]}`, headers, body }
  })
}

async function all(transport: Transport, list: readonly WireRequest[], burst = 500): Promise<WireResponse[]> {
  const found: WireResponse[] = []
  for (let at = 0; at < list.length; at += burst)
    found.push(...(await Promise.all(list.slice(at, at + burst).map(request => transport.request(request, asHttp2(30_000))))))
  await transport.close()
  return found
}

const comparable = ({ status, headers: { date: _, ...headers }, body }: WireResponse) => ({ status, headers, body: Buffer.from(body).toString('latin1') })

describe('the same 10,000 mixed requests through node:http2 and through this client', () => {
  it('have the same answers, which say that the peer has seen the same', async () => {
    const peer = await nodePeer(
      leaf,
      (stream, headers) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const path = String(headers[':path'])
          const status = Number(path.slice(path.indexOf('status=') + 7))
          const nth = Number(headers['x-nth'])
          const seen = JSON.stringify([Object.entries(headers).sort(), Buffer.concat(chunks).length, chunks[0]?.[0]])
          const extra = nth % 3 === 0 ? { 'set-cookie': ['a=1', 'b=2'], 'x-unique': `v${nth}` } : { 'x-empty': '', 'x-bytes': '\xe9\xe8' }
          if (nth % 7 === 0) stream.additionalHeaders({ ':status': 103 })
          stream.respond({ ':status': status, 'x-seen': nth % 2 === 0 ? 'even' : 'odd', ...extra }, { waitForTrailers: nth % 5 === 0 && status !== 204 })
          stream.on('wantTrailers', () => stream.sendTrailers({ 'x-trailer': 'yes' }))
          stream.end(status === 204 ? undefined : seen)
        })
      },
      { settings: { maxConcurrentStreams: 200 } },
    )
    const list = requests(peer.origin, 10_000)
    const expected = await all(nodeTransport({ ca: ca.certificate }), list)
    const found = await all(h2({ ca: ca.certificate }), list)
    await peer.stop()
    expect(found).toHaveLength(10_000)
    for (let at = 0; at < list.length; at++) expect(comparable(found[at] as WireResponse)).toEqual(comparable(expected[at] as WireResponse))
  }, 60_000)
})

describe('a peer that makes its header table smaller and larger', () => {
  it.each([0, 64, 200, 4096, 65_536])(
    'from %i bytes, and as it likes in flight, sees what was sent',
    async headerTableSize => {
      const sizes = [0, 4096, 100, 150, 33, 1000, 65_536]
      let changes = 0
      const peer = await nodePeer(
        leaf,
        (stream, headers) => {
          if (stream.session?.pendingSettingsAck === false) stream.session.settings({ headerTableSize: sizes[changes++ % sizes.length] as number })
          stream.resume()
          stream.respond({ ':status': 200, 'x-seen': Buffer.from(JSON.stringify(Object.entries(headers).sort())).toString('base64') }, { endStream: true })
        },
        { settings: { headerTableSize } },
      )
      const list = requests(peer.origin, 1000)
      const expected = await all(nodeTransport({ ca: ca.certificate }), list, 30)
      const found = await all(h2({ ca: ca.certificate }), list, 30)
      await peer.stop()
      expect(changes).toBeGreaterThan(sizes.length * 2)
      expect(found.map(({ headers }) => headers['x-seen'])).toEqual(expected.map(({ headers }) => headers['x-seen']))
    },
    60_000,
  )
})
