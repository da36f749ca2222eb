import { describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { bytes } from '../channel/wire.ts'
import { createDelivery } from '../delivery/delivery.ts'
import { payload, scriptedChannel, targets } from '../delivery/testing.fixture.ts'
import { failure, h2, http2Rig, later } from './http2-rig.fixture.ts'
import type { Http2Options } from './node-transport-options.ts'
import { accept, post, threadPeer, wireTo } from './testing.fixture.ts'

const { cleanups, leaf, peer, transport } = http2Rig()

/** A peer behind a NAT: `wire.freeze()` makes it forget the connections that are open. */
async function behindNat(onStream: Parameters<typeof peer>[0] = accept) {
  const running = await peer(onStream)
  const wire = await wireTo(running.port)
  cleanups.push(wire.stop)
  return { running, wire }
}

const limits: Http2Options = { idlePingMs: 200, deadAfterMs: 600, maxConnections: 1 }

describe('a connection that a NAT forgot', () => {
  it('is found by the PING that goes with the next request, long before the request runs out of time', async () => {
    const { wire } = await behindNat()
    const client = transport({ http2: limits })
    await client.request(post(wire.origin), h2())
    await later(400)
    wire.freeze()
    const requests = Array.from({ length: 20 }, (_, at) => failure(client.request(post(wire.origin, `/3/device/${at}`), h2(60_000))))
    await later(50)
    wire.thaw()
    for (const error of await Promise.all(requests)) {
      expect(error).toMatchObject({ code: 'network', taken: true, retryable: true, reason: 'dead-connection', message: expect.stringContaining('PING') })
    }
    expect((await client.request(post(wire.origin), h2())).status).toBe(200)
    expect(wire.connections()).toBe(2)
  })

  it('is found as well without a pause before', async () => {
    const { wire } = await behindNat()
    const client = transport({ http2: { silenceMs: 100, deadAfterMs: 600 } })
    await client.request(post(wire.origin), h2())
    wire.freeze()
    expect(await failure(client.request(post(wire.origin), h2(60_000)))).toMatchObject({ code: 'network', taken: true, reason: 'dead-connection' })
  })

  it('takes the idle ones beside it along: what goes again does not meet the next dead one', async () => {
    const gate: (() => void)[] = []
    const { wire } = await behindNat((stream, _, nth) => {
      // The first proves the connection; then two fill it, so that a second one opens.
      if (nth === 1 || gate.length >= 3) accept(stream)
      else {
        gate.push(() => accept(stream))
        if (gate.length === 3) for (const open of gate) open()
      }
    })
    const client = transport({ http2: { maxConnections: 2, maxStreams: 2, idlePingMs: 200, deadAfterMs: 600 } })
    const ask = () => client.request(post(wire.origin), h2(60_000))
    await ask()
    await Promise.all([ask(), ask(), ask()])
    expect(wire.connections()).toBe(2)
    await later(800)
    wire.freeze()
    const lost = failure(ask())
    await later(50)
    wire.thaw()
    expect(await lost).toMatchObject({ code: 'network', taken: true })
    expect(await Promise.all([ask(), ask(), ask()].map(async one => (await one).status))).toEqual([200, 200, 200])
  })

  it('that lives answers the PING and stays, however slow the answer to the request', async () => {
    const { wire } = await behindNat((stream, _, nth) => void (nth === 1 ? accept(stream) : setTimeout(accept, 1500, stream)))
    const client = transport({ http2: { idlePingMs: 200, silenceMs: 100, deadAfterMs: 400, pingTimeoutMs: 400 } })
    await client.request(post(wire.origin), h2())
    await later(400)
    expect((await client.request(post(wire.origin), h2())).status).toBe(200)
    expect(wire.connections()).toBe(1)
  })

  it('a process that was busy itself does not take a connection for dead', async () => {
    const { origin, stop } = await threadPeer(leaf(), 100)
    cleanups.push(stop)
    const client = transport({ http2: { idlePingMs: 100, silenceMs: 50, deadAfterMs: 300, pingTimeoutMs: 300 } })
    await client.request(post(origin), h2())
    await later(300)
    const answer = client.request(post(origin), h2())
    for (let turn = 0; turn < 4; turn++) {
      await later(5)
      const end = performance.now() + 400
      while (performance.now() < end);
    }
    expect((await answer).status).toBe(200)
  })
})

describe('delivery over a connection that a NAT forgot', () => {
  it.each([
    ['a push', false, 20],
    ['now or never (ttl 0)', true, 20],
    ['now or never, more than would open the breaker', true, 500],
  ])(
    '%s: all accepted, with the defaults of everything',
    async (_, ttlZero, count) => {
      const { wire, running } = await behindNat()
      const channel = scriptedChannel({
        protocol: 'http2',
        limits: { tokens: 1, token: /[a-z0-9]+/ },
        *send({ targets: [target] }) {
          const { status } = yield {
            method: 'POST',
            url: `${wire.origin}/3/device/${target?.token.reveal()}`,
            headers: {},
            body: { json: bytes('{"aps":{}}') },
          }
          return [status === 200 ? { kind: 'accepted', code: '200' } : { kind: 'unavailable', code: `${status}` }]
        },
      })
      const delivery = createDelivery({ transport: transport() })
      cleanups.push(() => delivery.close(0))
      const deliver = (count: number, prefix: string) =>
        delivery.deliver({
          channel,
          app: channel.apps[0] as App,
          payload,
          targets: targets(count, prefix),
          batchId: prefix,
          expiresAt: Date.now() + 60_000,
          ttlZero,
        })
      expect(await deliver(1, 'a')).toMatchObject([{ status: 'accepted' }])
      wire.freeze()
      const all = deliver(count, 'b')
      await later(100)
      wire.thaw()
      const statuses = (await all).map(({ status, detail }) => `${status} ${detail}`)
      expect(new Set(statuses)).toEqual(new Set(['accepted null']))
      expect(running.taken).toHaveLength(count + 1)
    },
    30_000,
  )
})
