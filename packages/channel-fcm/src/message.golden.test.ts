import type { fcm_v1 } from '@googleapis/fcm'
import { type GoldenName, type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { app, channel, token } from './samples.fixture.ts'

const headers = { 'content-type': 'application/json; charset=UTF-8' }
const notification: fcm_v1.Schema$Notification = { title: 'Bob', body: 'hi' }
const shown: fcm_v1.Schema$AndroidNotification = { tag: 'msg-1', sound: 'default', notificationCount: 7 }
const android: fcm_v1.Schema$AndroidConfig = { priority: 'HIGH', ttl: '86400s', notification: shown }
const message: fcm_v1.Schema$Message = { token, notification, android }

/** A message held at compile time against the types that Google generates. */
const golden = (change: fcm_v1.Schema$Message, ...notes: readonly string[]): GoldenRequest => {
  const body: fcm_v1.Schema$SendMessageRequest = { message: { ...message, ...change } }
  return { headers, body, notes }
}

/**
 * Written by hand from docs/vendors/fcm.md. A message's 4096 bytes but for the 167 of
 * {"notification":{"title":"Bob","body":""},"android":{"priority":"HIGH","ttl":"86400s","notification":{"tag":"msg-1","sound":"default","notificationCount":2147483647}}}
 * and the 3 of … leave 3926.
 */
const requests: Readonly<Record<GoldenName, GoldenRequest>> = {
  'a c2c text': golden({}),
  'a group message with a mention': golden({ notification: { title: 'Team', body: '[You were mentioned] Bob: hi' } }),
  'an image': golden({ notification: { title: 'Bob', body: '[Image]', image: 'https://example.com/a.png' } }),
  silent: golden({ android: { ...android, notification: { tag: 'msg-1', notificationCount: 7 } } }, 'silent-unsupported'),
  'a custom sound': golden({}, 'sound-unsupported'),
  'badge off': golden({ android: { ...android, notification: { tag: 'msg-1', sound: 'default' } } }),
  'no title': golden({ notification: { title: 'bob', body: 'hi' } }),
  'a long text': golden({ notification: { title: 'Bob', body: `${'x'.repeat(3926)}…` } }, 'text-truncated'),
  // The family's 25 bytes would need 3935.
  'an emoji at the cut': golden({ notification: { title: 'Bob', body: `${'x'.repeat(3910)}…` } }, 'text-truncated'),
  'an ext of bytes': golden({ data: { ext: '//8A', extEncoding: 'base64' } }),
  'notify mode custom': golden({ data: { ext: '{"level":15}' } }, 'notify-mode-unsupported'),
  'ttl 0': golden({ android: { ...android, ttl: '0s' } }),
  marketing: golden({ android: { ...android, priority: 'NORMAL' } }),
}

goldenRequests({
  name: 'FCM',
  newChannel: () => channel,
  device: { id: 'd1', platform: 'android', registrations: [{ channel: 'fcm', token, app: app.app }] },
  url: 'https://fcm.googleapis.com/v1/projects/chat-demo/messages:send',
  emojiAfter: 3910,
  requests,
})
