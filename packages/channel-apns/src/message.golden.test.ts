import { goldenRequests } from '@rouse/testkit/contract'
import { expect } from 'vitest'
import { channel, token } from './samples.fixture.ts'

const headers = {
  'apns-topic': 'com.example.chat',
  'apns-push-type': 'alert',
  'apns-priority': '10',
  // 2026-11-23T10:00:00Z is 1795428000; a day later.
  'apns-expiration': '1795514400',
  'apns-collapse-id': 'msg-1',
  'apns-id': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
}
const alert = { title: 'Bob', body: 'hi' }
const aps = { alert, sound: 'default', 'thread-id': 'bob', badge: 7 }
const { sound: _, ...silent } = aps
const { badge: __, ...unbadged } = aps

/**
 * Written by hand from docs/vendors/apns.md. A body's 4096 bytes but for the 104 of
 * {"aps":{"alert":{"title":"Bob","body":""},"sound":"default","thread-id":"bob","badge":9999999999999999}} and the 3 of … leave 3989.
 */
goldenRequests({
  name: 'APNs',
  newChannel: () => channel,
  device: { id: 'd1', platform: 'ios', registrations: [{ channel: 'apns', token, app: 'com.example.chat' }] },
  url: `https://api.push.apple.com/3/device/${token}`,
  // The family's 25 bytes would need 4000.
  emojiAfter: 3975,
  requests: {
    'a c2c text': { headers, body: { aps } },
    'a group message with a mention': {
      headers,
      body: { aps: { ...aps, alert: { title: 'Team', body: '[You were mentioned] Bob: hi' }, 'thread-id': 'team' } },
    },
    'an image': {
      headers,
      body: { aps: { ...aps, alert: { title: 'Bob', body: '[Image]' }, 'mutable-content': 1 }, image: 'https://example.com/a.png' },
    },
    silent: { headers, body: { aps: silent } },
    'a custom sound': { headers, body: { aps: { ...aps, sound: 'dudulu.caf' } } },
    'badge off': { headers, body: { aps: unbadged } },
    'no title': { headers, body: { aps: { ...aps, alert: { title: 'bob', body: 'hi' } } } },
    'a long text': { headers, body: { aps: { ...aps, alert: { title: 'Bob', body: `${'x'.repeat(3989)}…` } } }, notes: ['text-truncated'] },
    'an emoji at the cut': { headers, body: { aps: { ...aps, alert: { title: 'Bob', body: `${'x'.repeat(3975)}…` } } }, notes: ['text-truncated'] },
    'an ext of bytes': { headers, body: { aps, ext: '//8A', extEncoding: 'base64' } },
    'notify mode custom': { headers, body: { aps, ext: '{"level":15}' } },
    'ttl 0': { headers: { ...headers, 'apns-expiration': '0' }, body: { aps } },
    marketing: { headers: { ...headers, 'apns-priority': '5' }, body: { aps } },
  },
})
