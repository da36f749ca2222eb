import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import type { Delivered, DeliveryTarget, PushPermission } from './delivery-api.ts'
import { ok, rig, type Said, type Seen, scriptedChannel, targets } from './testing.fixture.ts'

const down: Answer = { kind: 'unavailable', code: '503' }

/** Targets whose standing a test can change, and what they were told. */
function watched(count: number, badge: number | null = null) {
  const standings = new Map<string, PushPermission>()
  const asks = new Map<string, () => void>()
  const ended: (readonly [string, Delivered])[] = []
  const told = (place: number, delivered: Delivered): void => {
    ended.push([list[place]?.token.reveal() ?? '', delivered])
  }
  const list = targets(count).map((target): DeliveryTarget => {
    const name = target.token.reveal()
    return {
      ...target,
      badge,
      permission: retry => (standings.get(name) === 'badge-stale' && !retry ? 'current' : (standings.get(name) ?? 'current')),
      waits(ask) {
        asks.set(name, ask)
        return () => asks.delete(name)
      },
    }
  })
  const become = (name: string, standing: PushPermission): void => {
    standings.set(name, standing)
    asks.get(name)?.()
  }
  return { list, ended, told, asks, become }
}

const setUp = (say: (seen: Seen, nth: number) => Said, count: number, badge: number | null = null, tokens = 100) => {
  const people = watched(count, badge)
  const badges: (readonly (number | null)[])[] = []
  const plain = scriptedChannel({ limits: { tokens, token: /[a-z0-9]+/ } })
  const channel = {
    ...plain,
    send: (batch: Parameters<typeof plain.send>[0], handle?: string) => {
      badges.push(batch.targets.map(target => target.badge))
      return plain.send(batch, handle)
    },
  }
  return { ...rig(say, { channel }), ...people, badges }
}

describe('a push that loses its reason while delivery holds it', () => {
  it.each(['revoked', 'moved'] as const)('is %s before its first attempt: it is never sent', async standing => {
    const { delivery, job, time, transport, list, become, ended, told } = setUp(() => ok, 2)
    become('a0', standing)
    const delivered = await time.until(delivery.deliver(job(2, { targets: list }), told))
    expect(delivered.map(one => [one.status, one.detail, one.attempts])).toEqual([
      ['suppressed', standing, 0],
      ['accepted', null, 1],
    ])
    expect(transport.seen.map(seen => seen.tokens)).toEqual([['a1']])
    expect(ended.map(([name]) => name)).toEqual(['a0', 'a1'])
  })

  it('sends nothing at all when all have lost it', async () => {
    const { delivery, job, time, transport, list, become } = setUp(() => ok, 1)
    become('a0', 'superseded')
    expect(await time.until(delivery.deliver(job(1, { targets: list })))).toMatchObject([{ status: 'superseded', detail: null, attempts: 0 }])
    expect(transport.seen).toEqual([])
  })

  it('ends at once when it is revoked between two attempts, and is told so before the others of its batch', async () => {
    const { delivery, job, time, transport, list, become, ended, told, asks } = setUp((_, nth) => (nth === 1 ? { ...down, retryAfter: 10 } : ok), 2)
    const delivered = delivery.deliver(job(2, { targets: list }), told)
    await time.advance(100)
    expect(asks.size).toBe(2)
    become('a1', 'revoked')
    expect(ended.map(([name, { status, detail, attempts }]) => [name, status, detail, attempts])).toEqual([['a1', 'suppressed', 'revoked', 1]])
    expect((await time.until(delivered)).map(one => one.status)).toEqual(['accepted', 'suppressed'])
    expect(transport.seen.map(seen => seen.tokens)).toEqual([['a0', 'a1'], ['a0']])
    expect(asks.size).toBe(0)
  })

  it('ends the wait, and leaves no timer, when nothing else waits', async () => {
    const { delivery, job, time, transport, list, become } = setUp(() => ({ ...down, retryAfter: 30 }), 1)
    const delivered = delivery.deliver(job(1, { targets: list }))
    await time.advance(100)
    const { now } = time
    become('a0', 'moved')
    expect(await delivered).toMatchObject([{ status: 'suppressed', detail: 'moved' }])
    expect(time.now).toBe(now)
    expect(time.timers).toBe(0)
    expect(transport.seen).toHaveLength(1)
  })

  it('ends while it waits for its turn of a rate', async () => {
    const people = watched(1)
    const limited = rig(() => ok, { channel: scriptedChannel({ limits: { tokens: 1, token: /[a-z0-9]+/ } }), rates: { test: { perSecond: 1, burst: 1 } } })
    await limited.deliver(1)
    const delivered = limited.delivery.deliver(limited.job(1, { targets: people.list }))
    await limited.time.advance(10)
    people.become('a0', 'revoked')
    expect(await delivered).toMatchObject([{ status: 'suppressed', detail: 'revoked', attempts: 0 }])
    expect(limited.transport.seen).toHaveLength(1)
    // What it had reserved is given back.
    await limited.time.advance(1000)
    const start = limited.time.now
    await limited.deliver(1)
    expect(limited.transport.seen.at(-1)?.at).toBe(start)
  })

  it('is told its end even after close', async () => {
    const { delivery, job, time, list, ended, told } = setUp(() => ok, 1)
    await time.until(delivery.close())
    await delivery.deliver(job(1, { targets: list }), told)
    expect(ended.map(([name, { status, detail }]) => [name, status, detail])).toEqual([['a0', 'failed', 'closed']])
  })
})

describe('a retry', () => {
  it('leaves its badge out when a newer push has set it', async () => {
    const { delivery, job, time, list, become, badges } = setUp((_, nth) => (nth === 1 ? down : ok), 1, 3, 1)
    const delivered = delivery.deliver(job(1, { targets: list }))
    become('a0', 'badge-stale')
    expect(await time.until(delivered)).toMatchObject([{ status: 'accepted', attempts: 2 }])
    expect(badges).toEqual([[3], [null]])
  })

  it('of a batch that shares one badge goes apart from those whose badge still holds', async () => {
    const { delivery, job, time, list, become, badges, transport } = setUp((_, nth) => (nth === 1 ? down : ok), 3, 3)
    const delivered = delivery.deliver(job(3, { targets: list }))
    become('a1', 'badge-stale')
    expect((await time.until(delivered)).map(one => one.status)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(badges.map(each => each.join())).toEqual(['3,3,3', '', '3,3'])
    expect(transport.seen.map(seen => [seen.batch, seen.tokens.join()])).toEqual([
      ['b1', 'a0,a1,a2'],
      ['b1-bare', 'a1'],
      // Another id: a vendor that drops repeated ones would take them for the three.
      ['b1.1', 'a0,a2'],
    ])
  })

  it('adds its one whatever came after it: adding is right in any order', async () => {
    const people = watched(1, 3)
    const badges: (number | null)[] = []
    const plain = scriptedChannel()
    const channel = {
      ...plain,
      capabilities: { ...plain.capabilities, badge: 'add' as const },
      send: (batch: Parameters<typeof plain.send>[0]) => {
        badges.push(...batch.targets.map(target => target.badge))
        return plain.send(batch)
      },
    }
    const { delivery, job, time } = rig((_, nth) => (nth === 1 ? down : ok), { channel })
    const delivered = delivery.deliver(job(1, { targets: people.list }))
    people.become('a0', 'badge-stale')
    await time.until(delivered)
    expect(badges).toEqual([3, 3])
  })
})

describe('another credential', () => {
  it('opens the gates of the quota that the old one had used up', async () => {
    let used = true
    const { delivery, job, time, app, channel } = rig(() => (used ? { kind: 'exhausted', code: 'quota', until: { seconds: 86_400 } } : ok))
    expect(await time.until(delivery.deliver(job(1)))).toMatchObject([{ status: 'failed', detail: 'exhausted', attempts: 1 }])
    expect(await time.until(delivery.deliver(job(1)))).toMatchObject([{ status: 'failed', detail: 'exhausted', attempts: 0 }])
    used = false
    await time.until(delivery.replaceCredential(channel, { ...app }))
    expect(await time.until(delivery.deliver(job(1)))).toMatchObject([{ status: 'accepted' }])
  })
})
