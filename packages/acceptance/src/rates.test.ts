import { readFile } from 'node:fs/promises'
import { apnsLimits } from '@rouse/channel-apns'
import { harmonyLimits, honorLimits, huaweiLimits, meizuLimits, oppoLimits, vivoLimits, xiaomiLimits } from '@rouse/channel-cn-vendors'
import { fcmLimits } from '@rouse/channel-fcm'
import type { Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { deliveryScene, person } from './delivery-scene.fixture.ts'
import { message } from './scene.fixture.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('the rates of the sheets', () => {
  it('stand in the channels: the least that each vendor grants, in what it counts', () => {
    const rates = [apnsLimits(), fcmLimits(), huaweiLimits(), harmonyLimits(), honorLimits(), xiaomiLimits(), oppoLimits(), vivoLimits(), meizuLimits()].map(
      ({ rate }) => rate,
    )
    expect(rates).toEqual([
      // Apple, Huawei and Honor publish none.
      undefined,
      // 600,000 a minute, ramped up over a minute.
      { perSecond: 10_000, rampMs: 60_000 },
      undefined,
      undefined,
      undefined,
      // Below 100,000 devices.
      { perSecond: 500, unit: 'request' },
      // Under 10 million accumulated users, counted in targets.
      { perSecond: 5000 },
      // Under 5 million effective users.
      { perSecond: 3000 },
      { perSecond: 200, unit: 'request' },
    ])
    expect(apnsLimits().renewEveryMs).toBe(20 * 60_000)
  })

  it('are what docs/delivery.md says', async () => {
    const page = await readFile(new URL('../../../docs/delivery.md', import.meta.url), 'utf8')
    const stated = [...page.matchAll(/^\| (\w+) \| (\d+) (tokens|requests) a second/gm)].map(([, name, perSecond, unit]) => [name, Number(perSecond), unit])
    const rows = { fcm: fcmLimits(), xiaomi: xiaomiLimits(), oppo: oppoLimits(), vivo: vivoLimits(), meizu: meizuLimits() }
    expect(stated).toEqual(Object.entries(rows).map(([name, { rate }]) => [name, rate?.perSecond, rate?.unit === 'request' ? 'requests' : 'tokens']))
  })

  const bursts: readonly (readonly [vendor: Vendor, messages: number, each: number, tooFast: string])[] = [
    ['meizu', 500, 1, '110010'],
    ['xiaomi', 1000, 1, '200002'],
    ['vivo', 6, 1000, '10072'],
    ['oppo', 9, 1000, '13'],
  ]
  it.each(bursts)('%s: a burst of %i messages to %i devices each is spread, and all are accepted', async (vendor, messages, each, tooFast) => {
    const { engine, sandbox, outcomes, close } = await deliveryScene([vendor])
    cleanups.push(close)
    // Connections first: what waits for the first handshakes would all arrive with them.
    await Promise.all(Array.from({ length: 20 }, (_, m) => engine.push(message({ id: `w-${m}`, sentAt: undefined }), [person(900_000 + m, vendor)])))
    await new Promise(resolve => setTimeout(resolve, 1000))
    await Promise.all(
      Array.from({ length: messages }, (_, m) =>
        engine.push(
          message({ id: `m-${m}`, sentAt: undefined }),
          Array.from({ length: each }, (_, i) => person(m * each + i, vendor)),
        ),
      ),
    )
    expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([])
    const { codes, requests } = sandbox.control.tally(vendor)
    // Without the quota a third and more were refused; a machine that is busy bunches some: one of ten where six others worked on it.
    expect(codes[tooFast] ?? 0).toBeLessThanOrEqual(Math.ceil(requests / 6))
  })
})
