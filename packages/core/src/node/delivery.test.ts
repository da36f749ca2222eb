import http2 from 'node:http2'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { bytes } from '../channel/wire.ts'
import { createDelivery } from '../delivery/delivery.ts'
import type { Delivered, DeliveryOptions } from '../delivery/delivery-api.ts'
import { payload, scriptedChannel, targets } from '../delivery/testing.fixture.ts'
import { type Authority, accept, authority, type Http2Peer, http2Peer } from './testing.fixture.ts'
import { transportUnderTest } from './transport-under-test.fixture.ts'

let ca: Authority
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  ca = await authority()
})

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A vendor of one token a request, whose status alone tells. */
const vendor = (origin: string) =>
  scriptedChannel({
    protocol: 'http2',
    limits: { tokens: 1, token: /[a-z0-9]+/ },
    *send({ targets: [target] }) {
      const { status } = yield { method: 'POST', url: `${origin}/3/device/${target?.token.reveal()}`, headers: {}, body: { json: bytes('{"aps":{}}') } }
      return [status === 200 ? { kind: 'accepted', code: '200' } : { kind: status === 429 ? 'throttled' : 'unavailable', code: `${status}` }]
    },
  })

async function burst(
  count: number,
  onStream: Parameters<typeof http2Peer>[1],
  peerOptions: http2.SecureServerOptions = {},
  options: Partial<DeliveryOptions> = {},
) {
  const peer: Http2Peer = await http2Peer(await ca.issue(['127.0.0.1']), onStream, peerOptions)
  cleanups.push(peer.stop)
  const transport = transportUnderTest({ ca: ca.certificate, http2: { pingTimeoutMs: 500 } })
  cleanups.push(() => transport.close(0))
  const channel = vendor(peer.origin)
  const delivery = createDelivery({ transport, retry: { baseMs: 20, attempts: 8 }, ...options })
  cleanups.push(() => delivery.close(0))
  const expiresAt = Date.now() + 60_000
  const all = await Promise.all(
    targets(count, 'd').map(target =>
      delivery.deliver({ channel, app: channel.apps[0] as App, payload, targets: [target], batchId: target.id, expiresAt, ttlZero: false }),
    ),
  )
  return { peer, all: all.map(one => one[0] as Delivered) }
}

/** Lehmer's numbers: a failure repeats. */
const seeded = (seed: number) => () => {
  seed = (seed * 48271) % 2147483647
  return seed / 2147483647
}

describe('delivery over HTTP/2', () => {
  it('a burst of 20,000 loses none (parse-community/node-apn#142)', async () => {
    const { all, peer } = await burst(20_000, accept, { settings: { maxConcurrentStreams: 1000 } }, { requestTimeoutMs: 60_000 })
    expect(all.every(one => one.status === 'accepted' && one.attempts === 1)).toBe(true)
    expect(new Set(peer.taken).size).toBe(20_000)
    expect(peer.mostStreams()).toBeLessThanOrEqual(500)
  }, 60_000)

  it('a peer that answers too many streams with ENHANCE_YOUR_CALM gets less, and all of it', async () => {
    let open = 0
    const { all } = await burst(1000, stream => {
      stream.on('close', () => open--)
      if (++open > 50) stream.close(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM)
      else setTimeout(accept, 1, stream)
    })
    expect(all.filter(one => one.status !== 'accepted')).toEqual([])
  }, 60_000)

  it.each([1, 2, 3])(
    'under every fault at once (seed %i) every push has its end, and nothing is accepted twice without a lost answer',
    async seed => {
      const random = seeded(seed)
      const accepted = new Map<string, number>()
      const lost = new Set<string>()
      const open = new WeakMap<object, Set<string>>()
      const ended: Set<string>[] = []
      const { all } = await burst(
        1500,
        (stream, path) => {
          const { session } = stream
          if (session === undefined) return
          const running = open.get(session) ?? new Set<string>()
          open.set(session, running.add(path))
          const answer = () => {
            if (stream.destroyed) return
            accepted.set(path, (accepted.get(path) ?? 0) + 1)
            accept(stream)
          }
          const dice = random()
          if (dice < 0.01) stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
          else if (dice < 0.02) stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
          else if (dice < 0.03) stream.close(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM)
          else if (dice < 0.037) {
            // Its socket closes, now or when its last stream has ended: what is answered then may not arrive.
            ended.push(running)
            if (dice < 0.035) session.close()
            else session.destroy()
            answer()
          } else if (dice < 0.06) stream.respond({ ':status': random() < 0.5 ? 503 : 429 }, { endStream: true })
          else if (dice < 0.07) {
            lost.add(path)
            accepted.set(path, (accepted.get(path) ?? 0) + 1)
            stream.respond({ ':status': 200 })
            stream.write('h')
            setTimeout(() => stream.destroy(new Error('reset')), 2)
          } else setTimeout(answer, random() * 5)
        },
        { settings: { maxConcurrentStreams: 200 } },
        { requestTimeoutMs: 3000, retry: { baseMs: 20, attempts: 20 }, breaker: { failures: 1000 } },
      )
      expect(all).toHaveLength(1500)
      expect(all.filter(one => one.status !== 'accepted')).toEqual([])
      for (const running of ended) for (const path of running) lost.add(path)
      const twice = [...accepted].filter(([path, times]) => times > 1 && !lost.has(path))
      expect(twice).toEqual([])
      expect(accepted.size).toBe(1500)
    },
    60_000,
  )
})
