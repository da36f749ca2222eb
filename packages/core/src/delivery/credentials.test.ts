import { describe, expect, it } from 'vitest'
import type { AnyChannel, App, Credential } from '../channel/contract.ts'
import { RouseError } from '../model/errors.ts'
import { CredentialSlot } from './credentials.ts'
import { FakeClock, scriptedChannel, settle } from './testing.fixture.ts'
import { TransportError } from './transport-error.ts'

const app: App = { app: 'com.example' }
const hour = 3_600_000

function slotOf(authorize: AnyChannel['authorize'], options: { readonly renewEveryMs?: number; readonly timeoutMs?: number } = {}) {
  const time = new FakeClock()
  const calls: number[] = []
  const channel: AnyChannel = {
    ...scriptedChannel(),
    authorize: (entry, context) => {
      calls.push(context.now)
      return authorize(entry, context)
    },
  }
  const exchange = async () => ({ status: 200, headers: {}, body: new Uint8Array() })
  const slot = new CredentialSlot(channel, app, { clock: time.clock, after: time.after, exchange, ...options })
  return { time, slot, calls }
}

const numbered = () => {
  let made = 0
  return async (_: App, { now }: { readonly now: number }): Promise<Credential<unknown>> => ({
    value: ++made,
    refreshAt: now + hour - 600_000,
    expiresAt: now + hour,
  })
}

describe('a credential', () => {
  it('is made once, however many ask, and is then at hand without waiting', async () => {
    const { slot, time, calls } = slotOf(numbered())
    const all = await Promise.all(Array.from({ length: 1000 }, () => slot.get(time.now)))
    expect(new Set(all).size).toBe(1)
    expect(calls).toHaveLength(1)
    expect(slot.get(time.now)).not.toBeInstanceOf(Promise)
  })

  it('is renewed early in the background while the old one serves', async () => {
    const { slot, time, calls } = slotOf(numbered())
    const first = await slot.get(time.now)
    time.now = first.refreshAt
    expect(slot.get(time.now)).toBe(first)
    expect(slot.get(time.now)).toBe(first)
    await settle()
    expect((slot.get(time.now) as Credential<unknown>).value).toBe(2)
    expect(calls).toHaveLength(2)
  })

  it('that has expired is waited for', async () => {
    const { slot, time } = slotOf(numbered())
    const first = await slot.get(time.now)
    time.now = first.expiresAt
    expect(slot.get(time.now)).toBeInstanceOf(Promise)
    expect((await slot.get(time.now)).value).toBe(2)
  })

  it('refused by the vendor is renewed once for all who hold it', async () => {
    const { slot, time, calls } = slotOf(numbered())
    const first = await slot.get(time.now)
    const all = await Promise.all(Array.from({ length: 1000 }, () => slot.renew(first, time.now)))
    expect(new Set(all.map(one => one?.value))).toEqual(new Set([2]))
    expect(calls).toHaveLength(2)
    expect((await slot.renew(first, time.now))?.value).toBe(2)
    expect(calls).toHaveLength(2)
  })

  it('is not renewed by force again within its interval (Apple: one provider token in 20 minutes)', async () => {
    const { slot, time, calls } = slotOf(numbered(), { renewEveryMs: 1_200_000 })
    const first = await slot.get(time.now)
    const second = (await slot.renew(first, time.now)) as Credential<unknown>
    expect(slot.renew(second, time.now + 1_199_999)).toBeNull()
    expect(calls).toHaveLength(2)
    expect((await slot.renew(second, time.now + 1_200_000))?.value).toBe(3)
  })
})

describe('a credential that cannot be had', () => {
  it('is a typed error, remembered for a moment so that an outage is not hammered', async () => {
    const { slot, time, calls } = slotOf(async () => {
      throw new TransportError('network', 'down', false)
    })
    const asked = async () => Promise.resolve(slot.get(time.now)).catch((error: unknown) => error)
    for (let second = 0; second < 60; second++) {
      for (let index = 0; index < 100; index++) expect(await asked()).toMatchObject({ code: 'network', retryable: true })
      time.now += 1000
    }
    // 1, 2, 4, 8, 16 and then 30 seconds apart.
    expect(calls.length).toBeLessThanOrEqual(7)
  })

  it('what a host’s code throws becomes credential-invalid, and its words stay in the cause', async () => {
    const { slot, time } = slotOf(async () => {
      throw new Error('key is hunter2')
    })
    const error = await Promise.resolve(slot.get(time.now)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RouseError)
    expect(error).toMatchObject({ code: 'credential-invalid', retryable: false })
    expect((error as RouseError).message).not.toContain('hunter2')
  })

  it('one that throws at once is no different', async () => {
    const { slot, time } = slotOf(() => {
      throw new Error('at once')
    })
    expect(await Promise.resolve(slot.get(time.now)).catch((reason: unknown) => reason)).toMatchObject({ code: 'credential-invalid' })
  })

  it('a failed renewal in the background leaves the old one in use, and is tried again later', async () => {
    let made = 0
    const { slot, time, calls } = slotOf(async (_, { now }) => {
      if (++made === 2) throw new TransportError('timeout', 't', false)
      return { value: made, refreshAt: now + 1000, expiresAt: now + hour }
    })
    const first = await slot.get(time.now)
    time.now += 1000
    expect(slot.get(time.now)).toBe(first)
    await settle()
    expect(slot.get(time.now)).toBe(first)
    expect(calls).toHaveLength(2)
    time.now += 1000
    expect(slot.get(time.now)).toBe(first)
    await settle()
    expect((slot.get(time.now) as Credential<unknown>).value).toBe(3)
  })

  it('one that never comes ends at its deadline, and is told so', async () => {
    let told: AbortSignal | null = null
    const { slot, time } = slotOf(
      (_, { signal }) => {
        told = signal
        return new Promise(() => undefined)
      },
      { timeoutMs: 5000 },
    )
    expect(await time.until(Promise.resolve(slot.get(time.now)).catch((reason: unknown) => reason))).toMatchObject({ code: 'timeout' })
    expect((told as AbortSignal | null)?.aborted).toBe(true)
    expect(time.timers).toBe(0)
  })
})

describe('another app entry', () => {
  const keyed = async (entry: App, { now }: { readonly now: number }) => {
    if (entry.region === 'bad') throw new RouseError('credential-invalid', 'bad key')
    if (entry.region === 'slow') return new Promise<Credential<unknown>>(() => undefined)
    return { value: entry.region ?? 'first', refreshAt: now + hour / 2, expiresAt: now + hour }
  }
  const entry = (region: string): App => ({ app: 'com.example', region })

  it('is tried without changing what is in force, and adopted with its credential', async () => {
    const { slot, time } = slotOf(keyed)
    const first = await slot.get(time.now)
    const tried = await slot.tryApp(entry('new'), time.now)
    expect(slot.get(time.now)).toBe(first)
    slot.adopt(entry('new'), tried)
    expect(slot.get(time.now)).toBe(tried)
    time.now += hour
    expect((await slot.get(time.now)).value).toBe('new')
  })

  it('that is refused leaves the old one in force, also when the old credential is renewed an hour later', async () => {
    const { slot, time } = slotOf(keyed)
    const first = await slot.get(time.now)
    await expect(slot.tryApp(entry('bad'), time.now)).rejects.toMatchObject({ code: 'credential-invalid' })
    expect(slot.get(time.now)).toBe(first)
    time.now += hour
    expect((await slot.get(time.now)).value).toBe('first')
  })

  it('serves those who wait for the old one, once that fails', async () => {
    let fail = (_: Error) => {}
    const { slot, time } = slotOf((app, context) =>
      app.region === undefined
        ? new Promise((_, reject) => {
            fail = reject
          })
        : keyed(app, context),
    )
    const waiting = Promise.resolve(slot.get(time.now))
    slot.adopt(entry('new'), await slot.tryApp(entry('new'), time.now))
    fail(new Error('the old key is gone'))
    expect((await waiting).value).toBe('new')
  })

  it('is given up when the slot is closed', async () => {
    const { slot, time } = slotOf(keyed)
    const tried = slot.tryApp(entry('slow'), time.now)
    slot.close()
    await expect(tried).rejects.toMatchObject({ code: 'closed' })
    await settle()
    expect(time.timers).toBe(0)
  })
})
