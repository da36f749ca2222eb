import type { Transport } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import type { Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { type DeliveryScene, deliveryScene, person } from './delivery-scene.fixture.ts'
import { message } from './scene.fixture.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const transports = [
  ['nodeTransport()', (ca: string, maxConnections: number): Transport => nodeTransport({ ca, http2: { maxConnections } })],
  ['h2()', (ca: string, maxConnections: number): Transport => h2({ ca, maxConnections, http1: nodeTransport({ ca }) })],
] as const

describe.each(transports)('connections over %s', (_, transport) => {
  const scene = async (vendor: Vendor, maxConnections = 4): Promise<DeliveryScene> => {
    const made = await deliveryScene([vendor], { over: ca => transport(ca, maxConnections) })
    cleanups.push(made.close)
    return made
  }
  const push = ({ engine }: DeliveryScene, vendor: Vendor, id: string, count: number) =>
    engine.push(
      message({ id, sentAt: undefined }),
      Array.from({ length: count }, (_, i) => person(i, vendor)),
    )

  it('live long: sending again and again opens no new ones (firebase-admin-node#2488)', async () => {
    const made = await scene('fcm')
    await push(made, 'fcm', 'warm', 50)
    const { ever } = made.sandbox.control.connections('fcm')
    for (let round = 0; round < 10; round++) {
      const outcomes = await push(made, 'fcm', `m-${round}`, 10)
      expect(outcomes.every(({ status }) => status === 'accepted')).toBe(true)
    }
    expect(made.sandbox.control.connections('fcm').ever).toBe(ever)
  })

  it('never carry more streams than the peer allows: it ends none for that (firebase-admin-node#2943)', async () => {
    const made = await scene('fcm')
    const outcomes = await push(made, 'fcm', 'm', 1000)
    expect(outcomes.every(({ status, attempts }) => status === 'accepted' && attempts === 1)).toBe(true)
    // A connection that went over its limit would have been ended by GOAWAY, and another opened.
    expect(made.sandbox.control.connections('fcm').ever).toBeLessThanOrEqual(5)
    expect(made.sandbox.control.tally('fcm').accepted).toBe(1000)
  })

  it('of which one alone is allowed make the others wait, and every push settles (apns2#17)', async () => {
    const made = await scene('apns', 1)
    made.sandbox.control.quota({ vendor: 'apns', streams: 5 })
    const outcomes = await push(made, 'apns', 'm', 500)
    expect(outcomes.every(({ status }) => status === 'accepted')).toBe(true)
    expect(made.sandbox.control.connections('apns').ever).toBe(1)
  })

  it('that end with ENHANCE_YOUR_CALM in mid-burst lose nothing (parse-community/node-apn#142)', async () => {
    const made = await scene('apns')
    const all = push(made, 'apns', 'm', 3000)
    const { control } = made.sandbox
    while (control.tally('apns').accepted < 500) await new Promise(resolve => setTimeout(resolve, 5))
    control.goaway({ vendor: 'apns', code: 11 })
    expect((await all).filter(({ status }) => status !== 'accepted')).toEqual([])
    expect(control.duplicates('apns')).toEqual([])
  })

  it('that say why they end (APNs writes it into GOAWAY) are left, and nothing is lost', async () => {
    const made = await scene('apns')
    const all = push(made, 'apns', 'm', 2000)
    const { control } = made.sandbox
    while (control.tally('apns').accepted < 300) await new Promise(resolve => setTimeout(resolve, 5))
    control.goaway({ vendor: 'apns', debug: '{"reason":"Shutdown"}' })
    expect((await all).filter(({ status }) => status !== 'accepted')).toEqual([])
    expect(control.duplicates('apns')).toEqual([])
  })
})
