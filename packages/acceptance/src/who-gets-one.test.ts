import type { Message, Recipient } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { alice, explain, group, iphone, message, verdict } from './scene.fixture.ts'

const quiet = { from: '22:00', to: '08:00' }
const rows: readonly (readonly [name: string, message: Message, recipient: Recipient, expected: string, now?: string])[] = [
  ['app closed, still logged in', message(), alice({ devices: [iphone({ appState: 'closed' })] }), 'push'],
  ['app in the background, still logged in', message(), alice({ devices: [iphone({ appState: 'background' })] }), 'push'],
  ['app in the foreground on this device', message(), alice({ devices: [iphone({ appState: 'foreground' })] }), 'foreground'],
  ['user logged out on this device', message(), alice({ devices: [iphone({ session: 'logged-out' })] }), 'logged-out'],
  ['user kicked', message(), alice({ devices: [iphone({ session: 'kicked' })] }), 'kicked'],
  ['never logged in on this device', message(), alice({ devices: [iphone({ session: 'never' })] }), 'never-logged-in'],
  ['system message', message({ kind: 'system' }), alice(), 'system-message'],
  ["the sender's own devices", message(), alice({ id: 'bob' }), 'own-message'],
  ['the recipient blocks the conversation', message(), alice({ conversation: { receive: 'none' } }), 'blocked'],
  ['the recipient muted it: receive no-notify', message(), alice({ conversation: { receive: 'no-notify' } }), 'muted'],
  ['muted until a time in the future', message(), alice({ conversation: { mutedUntil: '2026-11-23T11:00:00Z' } }), 'muted'],
  ['muted until a time that has passed', message(), alice({ conversation: { mutedUntil: '2026-11-23T09:00:00Z' } }), 'push'],
  [
    'a mute outranks a mention',
    group({ mentions: { users: ['alice'] } }),
    alice({ conversation: { receive: 'mentions', mutedUntil: '2026-11-23T11:00:00Z' } }),
    'muted',
  ],
  ['receive mentions, not mentioned', group(), alice({ conversation: { receive: 'mentions' } }), 'muted'],
  ['receive mentions, mentioned by id', group({ mentions: { users: ['alice'] } }), alice({ conversation: { receive: 'mentions' } }), 'push'],
  ['receive mentions, mentioned by @all', group({ mentions: { all: true } }), alice({ conversation: { receive: 'mentions' } }), 'push'],
  ['global do-not-disturb window', message(), alice({ quietHours: quiet, timeZone: 'Asia/Shanghai' }), 'quiet-hours', '2026-11-23T15:00:00Z'],
  ['outside the do-not-disturb window', message(), alice({ quietHours: quiet, timeZone: 'Asia/Shanghai' }), 'push', '2026-11-23T10:00:00Z'],
  ['the body is empty: no elements', message({ elements: [] }), alice(), 'no-text'],
  ['the body is empty: a custom element without description', message({ elements: [{ type: 'custom', data: 'x' }] }), alice(), 'no-text'],
  ['the body is empty: stated ""', message({ push: { body: '' } }), alice(), 'no-text'],
  ["the message's own ttl is over", message({ push: { ttl: 60 } }), alice(), 'expired', '2026-11-23T10:01:00Z'],
  ["the message's own ttl is not over", message({ push: { ttl: 60 } }), alice(), 'push', '2026-11-23T10:00:59Z'],
  ['ttl 0, now or never, never expires at the decision', message({ push: { ttl: 0 } }), alice(), 'push', '2026-11-24T10:00:00Z'],
  ['the recipient has no device at all', message(), alice({ devices: [] }), 'no-device'],
  ['no registered channel fits the device', message(), alice({ devices: [iphone({ registrations: [] })] }), 'no-channel'],
]

describe('who gets one', () => {
  it.each(rows.map(([name, one, recipient, expected, at]) => ({ name, one, recipient, expected, at })))('$name', async ({ one, recipient, expected, at }) => {
    expect(await verdict(one, recipient, { now: at })).toBe(expected)
  })

  it('is said of each device: logged out on the phone, logged in on the tablet', async () => {
    const decisions = await explain(message(), alice({ devices: [iphone({ id: 'phone', session: 'logged-out' }), iphone({ id: 'tablet' })] }))
    expect(decisions.map(({ device, decision, reason }) => [device, decision, reason])).toEqual([
      ['phone', 'suppress', 'logged-out'],
      ['tablet', 'push', null],
    ])
  })

  it('gives the first reason in the order of the semantics where several hold', async () => {
    const everything = alice({
      id: 'bob',
      settings: { enabled: false },
      conversation: { receive: 'none' },
      devices: [iphone({ session: 'kicked', appState: 'foreground' })],
    })
    expect(await verdict(message({ kind: 'system', push: { enabled: false } }), everything)).toBe('system-message')
    expect(await verdict(message({ push: { enabled: false } }), everything)).toBe('disabled-for-message')
    expect(await verdict(message(), everything)).toBe('own-message')
    expect(await verdict(message(), { ...everything, id: 'alice' })).toBe('blocked')
    expect(await verdict(message(), { ...everything, id: 'alice', conversation: { receive: 'no-notify' } })).toBe('kicked')
    expect(
      await verdict(message(), alice({ settings: { enabled: false }, conversation: { receive: 'no-notify' }, devices: [iphone({ appState: 'foreground' })] })),
    ).toBe('foreground')
    expect(await verdict(message(), alice({ settings: { enabled: false }, conversation: { receive: 'no-notify' } }))).toBe('disabled-globally')
  })
})

describe('enabled: stated, not defaulted', () => {
  const global = (enabled: boolean | undefined): Recipient => alice(enabled === undefined ? {} : { settings: { enabled } })
  it.each([
    ['global not set, message settings absent', undefined, undefined, 'push'],
    ['global not set, enabled not stated', undefined, {}, 'push'],
    ['global not set, stated true', undefined, { enabled: true }, 'push'],
    ['global true, message settings absent', true, undefined, 'push'],
    ['global true, stated true', true, { enabled: true }, 'push'],
    ['global not set, stated false', undefined, { enabled: false }, 'disabled-for-message'],
    ['global true, stated false', true, { enabled: false }, 'disabled-for-message'],
    ['global false, stated false', false, { enabled: false }, 'disabled-for-message'],
    ['global false, message settings absent', false, undefined, 'disabled-globally'],
    ['global false, an empty layer equals no layer', false, {}, 'disabled-globally'],
    ['global false, the single message prevails', false, { enabled: true }, 'push'],
  ] as const)('%s', async (_, enabled, push, expected) => {
    expect(await verdict(message(push === undefined ? {} : { push }), global(enabled))).toBe(expected)
  })

  it('does not let a message override muting or do-not-disturb', async () => {
    expect(await verdict(message({ push: { enabled: true } }), alice({ conversation: { receive: 'no-notify' } }))).toBe('muted')
    expect(await verdict(message({ push: { enabled: true } }), alice({ quietHours: { from: '09:00', to: '11:00' } }))).toBe('quiet-hours')
  })

  it('names the layer of a policy that disables', async () => {
    const policy = {
      name: 'maintenance',
      layers: [
        {
          name: 'no-pushes',
          conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
          event: { type: 'layer' as const, params: { name: 'maintenance', priority: 300, settings: { enabled: false } } },
        },
      ],
      rules: [
        {
          name: 'disabled',
          conditions: { all: [{ fact: 'effective', path: '$.enabled', operator: 'equal', value: false }] },
          event: { type: 'suppress' as const, params: { reason: 'disabled' } },
        },
      ],
      selection: [
        {
          name: 'any',
          conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
          event: { type: 'offer' as const, params: { channels: ['*'] } },
        },
      ],
    }
    const decisions = await explain(message({ push: { enabled: true } }), alice(), { policy })
    expect(decisions[0]).toMatchObject({ decision: 'suppress', reason: 'disabled', settings: { enabled: { value: false, from: 'maintenance' } } })
  })
})
