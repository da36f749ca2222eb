import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { huawei } from '@rouse/channel-cn-vendors'
import { requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'

// The check of a message in a client of Huawei's own make: the package does not export it.
const load = createRequire(import.meta.url)
const { validateMessage } = load(join(dirname(load.resolve('@blueraydigital/hms-push')), 'push', 'message-validator.js')) as {
  readonly validateMessage: (message: object) => void
}

const channel = huawei({
  apps: [{ app: 'a', clientId: '1', clientSecret: 's', badgeClass: 'com.example.Main', clickIntent: 'intent:#Intent;end' }],
  customSounds: true,
  addIds: true,
})
type Notification = Parameters<typeof channel.render>[0]

/** The `message` of the request for this notification. */
function messageOf(changes: Partial<Notification>, badge: number | null): object {
  const exchange = channel.send(sampleBatch(channel, sampleNotification(changes), [sampleTarget('t-1', badge), sampleTarget('t-2', badge, 1)]))
  const first = exchange.next()
  if (first.done === true) throw new Error('no request')
  return (requestBody(first.value) as { message: object }).message
}

const notifications: readonly (readonly [name: string, changes: Partial<Notification>, badge: number | null])[] = [
  ['a chat message', {}, 7],
  ['a badge that is cleared', {}, 0],
  ['a custom sound', { sound: { kind: 'file', name: 'ding' } }, null],
  ['a silent one', { sound: { kind: 'silent' }, importance: 'low' }, null],
  ['an image', { image: 'https://example.com/a.png' }, null],
  ['ext for the app', { ext: { text: '{"a":1}' }, notifyMode: 'custom' }, null],
  ['a URL to open', { click: { kind: 'url', value: 'https://example.com/' } }, null],
  ['an intent to open', { click: { kind: 'intent', value: 'intent:#Intent;end' } }, null],
  ['a collapse key', { collapseKey: 'k' }, null],
  ['now or never', { ttl: 0 }, null],
  ['a call', { category: 'voip', ttl: 30 }, null],
  ['marketing', { category: 'marketing' }, null],
  ['an edit, with the badge set', { replaces: true, revision: 1, sound: { kind: 'silent' }, importance: 'low' }, 7],
  ['an edit, with the badge left alone', { replaces: true, revision: 1 }, null],
  ['big text and buttons', { vendor: { style: 1, bigTitle: 'T', bigBody: 'B', buttons: [{ name: 'Open', actionType: 1 }] } }, null],
  [
    'a color and a light',
    { vendor: { color: '#FF0000', lightSettings: { color: { alpha: 1, red: 1, green: 0, blue: 0 }, lightOnDuration: '1s', lightOffDuration: '1s' } } },
    null,
  ],
  ['a data message', { vendor: { passThrough: true, data: 'x' } }, null],
]

describe('bodies for Huawei pass the check of its own client', () => {
  it.each(notifications)('%s', (_, changes, badge) => {
    // The check fills in defaults: it gets a copy.
    expect(() => validateMessage(structuredClone(messageOf(changes, badge)))).not.toThrow()
  })

  it('which refuses what is wrong', () => {
    expect(() => validateMessage({ token: ['t'], android: { collapse_key: 500, notification: {} } })).toThrow(/collapse_key/)
  })
})
