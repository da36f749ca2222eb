import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import type { Sandbox, Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { deliveryScene, person } from './delivery-scene.fixture.ts'
import { message } from './scene.fixture.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** How many credentials the vendor saw; those that are made here, without a request, show in a header of every push. */
const credentialsSeen = ({ control }: Sandbox, vendor: Vendor): number => {
  const made = control.received({ vendor, kind: 'auth' }).length
  return made > 0 ? made : new Set(control.received({ vendor, kind: 'send' }).map(({ headers }) => headers.authorization)).size
}

const transports = [
  ['nodeTransport()', (ca: string) => nodeTransport({ ca }), ['apns', 'fcm', 'huawei', 'harmony', 'honor', 'oppo', 'vivo']],
  // Those of HTTP/2: the others go over the same HTTP/1.1.
  ['h2()', (ca: string) => h2({ ca, http1: nodeTransport({ ca }) }), ['apns', 'fcm']],
] as const

describe.each(transports)('a credential that expires in mid-burst, over %s', (_, over, vendors) => {
  it.each(vendors)('%s: exactly one refresh, shared by all who wait, and nothing lost', async vendor => {
    const { sandbox, engine, outcomes, close } = await deliveryScene([vendor], { over })
    cleanups.push(close)
    const count = 300
    const pushed = Array.from({ length: count }, (_, i) => engine.push(message({ id: `m-${i}`, sentAt: undefined }), [person(i, vendor)]))
    await Promise.race(pushed)
    sandbox.control.expire({ vendor })
    await Promise.all(pushed)
    expect(outcomes.map(({ status, detail }) => `${status} ${detail ?? ''}`.trim())).toEqual(new Array(count).fill('accepted'))
    expect(credentialsSeen(sandbox, vendor)).toBe(2)
    expect(sandbox.control.tally(vendor).accepted).toBe(count)
    // The point of the test: some were refused under way, and went again.
    expect(Math.max(...outcomes.map(({ attempts }) => attempts))).toBe(2)
  })
})
