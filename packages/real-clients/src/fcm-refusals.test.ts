import { fcm } from '@rouse/channel-fcm'
import { type App, deleteApp, initializeApp } from 'firebase-admin/app'
import { getMessaging, type Messaging } from 'firebase-admin/messaging'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let app: App
let messaging: Messaging
const settings = fcm({ apps: [{ app: 'a', projectId: 'p', accessToken: () => 't' }] }).validators?.settings

beforeAll(() => {
  // Nothing is sent: what is refused is refused before a token is asked for.
  app = initializeApp({ projectId: 'p', credential: { getAccessToken: () => Promise.reject(new Error('not refused')) } }, 'refusals')
  messaging = getMessaging(app)
})
afterAll(() => deleteApp(app))

const shown = (notification: object) => ({ android: { notification } })
const aps = (value: unknown) => ({ apns: { payload: { aps: value } } })
const lights = { color: '#00ff00', lightOnDurationMillis: 1, lightOffDurationMillis: 1 }
const ourLights = { color: { green: 1 }, lightOnDuration: '0.001s', lightOffDuration: '0.001s' }

/** What npm firebase-admin refuses before it sends anything, and the same in our settings. Topics, targets and ttl are none of them. */
const refusals: readonly (readonly [name: string, theirs: object, ours: object])[] = [
  ['a number in data', { data: { n: 1 } }, { data: { n: 1 } }],
  ['a number in headers for Apple', { apns: { headers: { h: 1 } } }, { apns: { headers: { h: 1 } } }],
  ['a number in headers for web push', { webpush: { headers: { h: 1 } } }, { webpush: { headers: { h: 1 } } }],
  ['a number in data for web push', { webpush: { data: { n: 1 } } }, { webpush: { data: { n: 1 } } }],
  ['a colour without #', shown({ color: '00ff00' }), { color: '00ff00' }],
  ['a colour of three digits', shown({ color: '#0f0' }), { color: '#0f0' }],
  ['body args without their key', shown({ bodyLocArgs: ['a'] }), { bodyLocArgs: ['a'] }],
  ['title args without their key', shown({ titleLocArgs: ['a'] }), { titleLocArgs: ['a'] }],
  ['no vibrate timings', shown({ vibrateTimingsMillis: [] }), { vibrateTimings: [] }],
  ['vibrate timings in words', shown({ vibrateTimingsMillis: ['x'] }), { vibrateTimings: ['x'] }],
  ['negative vibrate timings', shown({ vibrateTimingsMillis: [-1] }), { vibrateTimings: ['-0.001s'] }],
  ['an event time in words', shown({ eventTimestamp: 'noon' }), { eventTime: 'noon' }],
  ['lights without a colour', shown({ lightSettings: { ...lights, color: undefined } }), { lightSettings: { ...ourLights, color: undefined } }],
  [
    'lights of a negative time',
    shown({ lightSettings: { ...lights, lightOnDurationMillis: -1 } }),
    { lightSettings: { ...ourLights, lightOnDuration: '-1s' } },
  ],
  ['lights without a time', shown({ lightSettings: { color: '#00ff00' } }), { lightSettings: { color: { green: 1 } } }],
  ['a label that is no text', { android: { fcmOptions: { analyticsLabel: 1 } } }, { analyticsLabel: 1 }],
  ['a label of all that is no text', { fcmOptions: { analyticsLabel: 1 } }, { fcmOptions: { analyticsLabel: 1 } }],
  ['an image that is no URL', { apns: { fcmOptions: { imageUrl: 'a.png' } } }, { apns: { fcmOptions: { image: 'a.png' } } }],
  ['an empty Live Activity token', { apns: { liveActivityToken: '' } }, { apns: { liveActivityToken: '' } }],
  ['a payload that is no object', { apns: { payload: 'x' } }, { apns: { payload: 'x' } }],
  ['an aps that is no object', aps('x'), aps('x')],
  ['an alert that is a number', aps({ alert: 5 }), aps({ alert: 5 })],
  ['args of an alert without their key', aps({ alert: { locArgs: ['a'] } }), aps({ alert: { 'loc-args': ['a'] } })],
  ["args of an alert's title without their key", aps({ alert: { titleLocArgs: ['a'] } }), aps({ alert: { 'title-loc-args': ['a'] } })],
  ["args of an alert's subtitle without their key", aps({ alert: { subtitleLocArgs: ['a'] } }), aps({ alert: { 'subtitle-loc-args': ['a'] } })],
  ['an empty sound', aps({ sound: '' }), aps({ sound: '' })],
  ['a sound without a name', aps({ sound: { volume: 1 } }), aps({ sound: { volume: 1 } })],
  ['a volume over 1', aps({ sound: { name: 'a', volume: 2 } }), aps({ sound: { name: 'a', volume: 2 } })],
  ['a volume below 0', aps({ sound: { name: 'a', volume: -1 } }), aps({ sound: { name: 'a', volume: -1 } })],
  ['a field under two spellings', aps({ threadId: 'a', 'thread-id': 'a' }), aps({ threadId: 'a', 'thread-id': 'a' })],
]

describe('what firebase-admin refuses', () => {
  it.each(refusals)('%s: our settings refuse it too', async (_, theirs, ours) => {
    const refused = await Promise.resolve()
      .then(() => messaging.send({ token: 't', ...theirs } as never))
      .then(
        () => 'sent',
        (error: { code?: string }) => error.code,
      )
    expect(refused).toBe('messaging/invalid-payload')
    expect(settings?.(ours)).toBe(false)
  })

  it('is not all: what is in order passes both', async () => {
    const sent = messaging.send({ token: 't', ...aps({ alert: { locKey: 'K', locArgs: ['a'] }, sound: { name: 'a.caf', volume: 1 } }) } as never)
    await expect(sent).rejects.not.toMatchObject({ code: 'messaging/invalid-payload' })
    expect(settings?.(aps({ alert: { 'loc-key': 'K', 'loc-args': ['a'] }, sound: { name: 'a.caf', volume: 1 } }))).toBe(true)
  })
})
