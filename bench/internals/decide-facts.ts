import type { Message, Recipient } from '@rouse/core'
import type { Facts } from '@rouse/core/policy'
import { conversationFact, deviceFact, messageFact, recipientFact } from '../../packages/core/dist/pipeline/facts.js'
import { factsOf } from '../../packages/core/dist/pipeline/types.js'
import { effectiveOf } from '../../packages/core/dist/settings/effective.js'

const now = Date.parse('2026-11-23T10:00:00Z')
const makers = ['Apple', 'Xiaomi', 'HUAWEI', 'Honor', 'OPPO', 'vivo', 'Meizu', 'Nokia'] as const
const regions = ['CN', 'CN', 'DE', undefined] as const

/** One recipient in twenty is stopped by a rule of its own; the others get a push. */
function recipient(i: number): Recipient {
  const maker = makers[i % makers.length] as string
  const region = regions[Math.floor(i / 3) % regions.length]
  const stopped = i % 20
  return {
    id: `user-${i}`,
    conversation: { receive: stopped === 7 ? 'no-notify' : 'all' },
    timeZone: i % 2 === 0 ? 'Asia/Shanghai' : 'Europe/Berlin',
    settings: stopped === 3 ? { enabled: false } : {},
    devices: [
      {
        id: 'd1',
        platform: maker === 'Apple' ? 'ios' : 'android',
        maker,
        session: stopped === 1 ? 'logged-out' : 'logged-in',
        appState: stopped === 5 ? 'foreground' : 'background',
        ...(region === undefined ? {} : { region }),
        playServices: region === 'DE',
        registrations: [],
      },
    ],
  }
}

const message = (i: number): Message => ({
  id: `msg-${i}`,
  kind: 'chat',
  conversation: { type: 'group', id: 'g1', name: 'Group' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T09:59:58Z',
  elements: [{ type: 'text', text: 'a new msg from bob' }],
})

/** Facts as the pipeline builds them: pages of 32 recipients of one message each. */
export function decideFacts(count: number): readonly Facts[] {
  const settings = { android: effectiveFact('android', true), ios: effectiveFact('ios', true) }
  const off = { android: effectiveFact('android', false), ios: effectiveFact('ios', false) }
  let current = messageFact(message(0), now)
  return Array.from({ length: count }, (_, i) => {
    if (i % 32 === 0) current = messageFact(message(i), now)
    const one = recipient(i)
    const [device] = one.devices
    if (device === undefined) throw new Error('the sample recipient has a device')
    const family = device.platform === 'ios' ? 'ios' : 'android'
    const subject = {
      recipient: one,
      fact: recipientFact(one, one.timeZone, false, i % 20 === 9, true),
      conversation: conversationFact(one, now),
      now: { iso: '2026-11-23T10:00:00.000Z', hour: 18, minute: 0, weekday: 1 },
      recent: { recipient: () => 0, conversation: () => 0 },
      host: {},
      failed: [],
    }
    return factsOf(current, subject, deviceFact(device, now), (one.settings?.enabled === false ? off : settings)[family])
  })
}

function effectiveFact(family: 'android' | 'ios', enabled: boolean): Facts['effective'] {
  const from = enabled ? 'default' : 'global'
  return effectiveOf({ enabled: { path: 'enabled', value: enabled, from, priority: enabled ? 0 : 100 } }, family).fact
}
