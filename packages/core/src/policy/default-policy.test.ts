import { describe, expect, it } from 'vitest'
import { checkPolicy } from './check/check-policy.ts'
import { defaultPolicy } from './default-policy.ts'
import { loadPolicy } from './load-policy.ts'
import type { Offer, Verdict } from './policy.ts'
import { kinds } from './testing/agree.fixture.ts'
import { sampleFacts } from './testing/sample-facts.fixture.ts'

type Changes = Parameters<typeof sampleFacts>[0]

const loaded = kinds.map(evaluator => loadPolicy(defaultPolicy, { evaluator }))

async function verdictOf(changes: Changes): Promise<Verdict | null> {
  const facts = sampleFacts(changes)
  const [first, ...others] = await Promise.all(loaded.map(({ evaluator, rules }) => evaluator.verdict(facts, 0, rules.length)))
  for (const other of others) expect(other).toEqual(first)
  return first ?? null
}

async function offerOf(changes: Changes): Promise<Offer | null> {
  const facts = sampleFacts(changes)
  const [first, ...others] = await Promise.all(loaded.map(({ evaluator }) => evaluator.selection(facts)))
  for (const other of others) expect(other).toEqual(first)
  return first ?? null
}

describe('the default policy: who gets one', () => {
  const rows: readonly (readonly [string, Changes, string | null])[] = [
    ['the app is closed', { device: { appState: 'closed' } }, null],
    ['the app is in the background', { device: { appState: 'background' } }, null],
    ['the app is in the foreground', { device: { appState: 'foreground' } }, 'foreground'],
    ['the user logged out', { device: { session: 'logged-out' } }, 'logged-out'],
    ['the user was kicked', { device: { session: 'kicked' } }, 'kicked'],
    ['nobody ever logged in', { device: { session: 'never' } }, 'never-logged-in'],
    ['a system message', { message: { kind: 'system' } }, 'system-message'],
    ['the sender’s own devices', { message: { sender: { id: 'alice', name: 'Alice' } } }, 'own-message'],
    ['receive none', { conversation: { receive: 'none' } }, 'blocked'],
    ['receive no-notify', { conversation: { receive: 'no-notify' } }, 'muted'],
    ['muted until later, even when mentioned', { conversation: { muted: true }, recipient: { mentioned: true } }, 'muted'],
    [
      'receive mentions, not mentioned in a group',
      { message: { conversation: { type: 'group', id: 'g', name: 'Team' } }, conversation: { receive: 'mentions' } },
      'muted',
    ],
    ['receive mentions in a conversation of two, where nobody mentions anybody', { conversation: { receive: 'mentions' } }, null],
    ['receive mentions, mentioned', { conversation: { receive: 'mentions' }, recipient: { mentioned: true } }, null],
    ['quiet hours', { recipient: { inQuietHours: true } }, 'quiet-hours'],
    ['older than its ttl', { message: { age: 60, stated: { enabled: undefined, ttl: 60 } } }, 'expired'],
    ['as old as its ttl but a second', { message: { age: 59, stated: { enabled: undefined, ttl: 60 } } }, null],
    ['ttl 0 never expires', { message: { age: 1e9, stated: { enabled: undefined, ttl: 0 } } }, null],
    ['ttl null never expires', { message: { age: 1e9, stated: { enabled: undefined, ttl: null } } }, null],
    ['no ttl stated never expires', { message: { age: 1e9 } }, null],
    ['no device at all', { recipient: { deviceCount: 0 }, device: null }, 'no-device'],
  ]
  it.each(rows)('%s', async (_, changes, reason) => {
    const verdict = await verdictOf(changes)
    expect(verdict?.reason ?? null).toBe(reason)
    expect(verdict?.rule ?? null).toBe(reason)
  })
})

describe('the default policy: enabled, stated and not defaulted', () => {
  const rows: readonly (readonly [string, Changes, string | null])[] = [
    ['nothing stated', {}, null],
    ['global true', { enabled: { value: true, from: 'global' } }, null],
    [
      'the message states false',
      { message: { stated: { enabled: false, ttl: undefined } }, enabled: { value: false, from: 'message' } },
      'disabled-for-message',
    ],
    [
      'the message states false, whatever a higher layer says',
      { message: { stated: { enabled: false, ttl: undefined } }, enabled: { value: true, from: 'campaign' } },
      'disabled-for-message',
    ],
    ['global false', { enabled: { value: false, from: 'global' } }, 'disabled-globally'],
    ['global false, the message states true', { message: { stated: { enabled: true, ttl: undefined } }, enabled: { value: true, from: 'message' } }, null],
    ['another layer states false', { enabled: { value: false, from: 'night' } }, 'disabled'],
  ]
  it.each(rows)('%s', async (_, changes, reason) => {
    expect((await verdictOf(changes))?.reason ?? null).toBe(reason)
  })
})

describe('the default policy: order', () => {
  const order = [
    'system-message',
    'expired',
    'disabled-for-message',
    'own-message',
    'blocked',
    'no-device',
    'never-logged-in',
    'kicked',
    'logged-out',
    'foreground',
    'disabled-globally',
    'disabled',
    'muted',
    'quiet-hours',
  ]

  it('is that of the cases, and the first that holds is the reason', () => {
    expect(defaultPolicy.rules.map(({ name }) => name)).toEqual(order)
  })

  it('gives each reason although all that stand below it hold too', async () => {
    const everything: Changes = {
      message: { kind: 'system', age: 60, stated: { enabled: false, ttl: 60 }, sender: { id: 'alice', name: undefined } },
      conversation: { receive: 'none', muted: true },
      recipient: { deviceCount: 0, inQuietHours: true },
      device: { session: 'never', appState: 'foreground' },
      enabled: { value: false, from: 'global' },
    }
    const steps: readonly Changes[] = [
      everything,
      { message: { ...everything?.message, kind: 'chat' } },
      { message: { kind: 'chat', stated: { enabled: false, ttl: undefined }, sender: { id: 'alice', name: undefined } } },
      { message: { sender: { id: 'alice', name: undefined } } },
      { message: {} },
      { conversation: { receive: 'no-notify', muted: true } },
      { recipient: { deviceCount: 1, inQuietHours: true } },
      { device: { session: 'kicked', appState: 'foreground' } },
      { device: { session: 'logged-out', appState: 'foreground' } },
      { device: { session: 'logged-in', appState: 'foreground' } },
      { device: { session: 'logged-in', appState: 'closed' } },
      { enabled: { value: false, from: 'night' } },
      { enabled: { value: true, from: 'default' } },
      { conversation: { receive: 'all', muted: false } },
    ]
    let changes: Changes = {}
    const found: (string | null)[] = []
    for (const step of steps) {
      changes = { ...changes, ...step }
      found.push((await verdictOf(changes))?.reason ?? null)
    }
    expect(found).toEqual(order)
  })

  it('has three rules on the message alone, and six that need no device', () => {
    expect(loaded.map(({ messageRules, recipientRules }) => [messageRules, recipientRules])).toEqual(kinds.map(() => [3, 6]))
  })

  it('reads no clock, counter or host: what docs/policy.md shows of these is off by default', () => {
    for (const { reads, recentSeconds } of loaded) {
      expect([...reads].sort()).toEqual(['conversation', 'device', 'effective', 'message', 'recipient'])
      expect(recentSeconds).toBe(0)
    }
  })

  it('is accepted by its own checks', () => {
    expect(checkPolicy(defaultPolicy)).toEqual([])
    expect(checkPolicy(JSON.parse(JSON.stringify(defaultPolicy)))).toEqual([])
  })
})

describe('the default policy: channel for a device', () => {
  const at = (maker: string | undefined, region: string | undefined, timeZone?: string, playServices?: boolean): Changes => ({
    device: { maker, region, playServices },
    recipient: { timeZone },
  })
  const rows: readonly (readonly [string, Changes, readonly string[]])[] = [
    ['an iPhone', { device: { platform: 'ios', maker: 'apple', region: 'CN' } }, ['apns', '*']],
    ['a Mac', { device: { platform: 'macos' } }, ['apns', '*']],
    ['a watch', { device: { platform: 'watchos' } }, ['apns', '*']],
    ['an Apple TV', { device: { platform: 'tvos' } }, ['apns', '*']],
    ['Xiaomi in mainland China', at('xiaomi', 'CN'), ['xiaomi', '*']],
    ['Redmi in mainland China', at('redmi', 'CN'), ['xiaomi', '*']],
    ['POCO in India', at('poco', 'IN'), ['fcm', 'xiaomi', '*']],
    ['Huawei in mainland China', at('huawei', 'CN'), ['harmony', 'huawei', '*']],
    ['Huawei in Germany', at('huawei', 'DE'), ['fcm', 'harmony', 'huawei', '*']],
    ['Honor in mainland China: its own before Huawei’s', at('honor', 'CN'), ['honor', 'huawei', '*']],
    ['Honor in Germany', at('honor', 'DE'), ['fcm', 'honor', 'huawei', '*']],
    ['Meizu in mainland China', at('meizu', 'CN'), ['meizu', '*']],
    ['OnePlus in mainland China', at('oneplus', 'CN'), ['oppo', '*']],
    ['realme in India', at('realme', 'IN'), ['fcm', 'oppo', '*']],
    ['iQOO in mainland China', at('iqoo', 'CN'), ['vivo', '*']],
    ['Hong Kong is not mainland China', at('xiaomi', 'HK'), ['fcm', 'xiaomi', '*']],
    ['Macao is not mainland China', at('xiaomi', 'MO', 'Asia/Shanghai'), ['fcm', 'xiaomi', '*']],
    ['Taiwan is not mainland China', at('xiaomi', 'TW', 'Asia/Shanghai'), ['fcm', 'xiaomi', '*']],
    ['no region, time zone Shanghai', at('vivo', undefined, 'Asia/Shanghai', true), ['vivo', '*']],
    ['no region, time zone Urumqi', at('vivo', undefined, 'Asia/Urumqi'), ['vivo', '*']],
    ['no region, time zone Berlin', at('vivo', undefined, 'Europe/Berlin'), ['fcm', 'vivo', '*']],
    ['region Germany, time zone Shanghai: the region is the place', at('vivo', 'DE', 'Asia/Shanghai'), ['fcm', 'vivo', '*']],
    ['neither known: the maker’s own first', at('oppo', undefined), ['oppo', '*']],
    ['neither known, no Play services', at('oppo', undefined, undefined, false), ['oppo', '*']],
    ['neither known, but Play services', at('oppo', undefined, undefined, true), ['fcm', 'oppo', '*']],
    ['an unknown maker in mainland China', at('nokia', 'CN'), ['*']],
    ['an unknown maker in Germany', at('nokia', 'DE'), ['fcm', '*']],
    ['nothing known at all: the newest registration', at(undefined, undefined), ['*']],
    ['no maker, Play services', at(undefined, undefined, undefined, true), ['fcm', '*']],
  ]
  it.each(rows)('%s', async (_, changes, channels) => {
    expect((await offerOf(changes))?.channels).toEqual(channels)
  })

  it('always offers something, and ends with every other channel', () => {
    expect(defaultPolicy.selection?.every(({ event }) => event.params.channels.at(-1) === '*')).toBe(true)
  })

  it('serves a document that has no selection of its own', async () => {
    for (const selection of [undefined, []]) {
      const { evaluator } = loadPolicy({ name: 'short', rules: [], selection })
      expect(await evaluator.selection(sampleFacts(at('xiaomi', 'CN')))).toEqual({ rule: 'xiaomi-at-home', channels: ['xiaomi', '*'] })
    }
  })
})
