import { type Json, secret } from '@rouse/core'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { fcm, validateFcmPayload } from './index.ts'
import { app, channel, key, serviceAccount, token } from './samples.fixture.ts'

const settings: readonly Readonly<Record<string, Json>>[] = [
  { data: { hint: '1', 'odd\ud800': 'v\udfff' }, icon: 'i', color: '#00ff00', clickAction: 'OPEN', ticker: 't', sticky: true },
  { titleLocKey: 'T', titleLocArgs: ['a'], bodyLocKey: 'B', bodyLocArgs: [], eventTime: '2026-11-23T10:00:00Z', localOnly: false },
  { notificationPriority: 'PRIORITY_MAX', defaultSound: true, defaultVibrateTimings: true, defaultLightSettings: false, vibrateTimings: ['0.5s', '1s'] },
  { visibility: 'SECRET', lightSettings: { color: { red: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' }, bypassProxyNotification: true, proxy: 'DENY' },
  { restrictedPackageName: 'p', directBootOk: true, bandwidthConstrainedOk: true, analyticsLabel: 'chat', fcmOptions: { analyticsLabel: 'chat' } },
  {
    apns: { headers: { 'apns-priority': '5' }, payload: { aps: {} } },
    webpush: { headers: { Urgency: 'high' }, data: { a: 'b' }, fcmOptions: { link: 'https://a' } },
  },
]

const common = {
  newMalformed: () => fcm({ apps: [null, { app: 5, serviceAccount: 7 }], addIds: 'yes' } as never),
  validatePayload: validateFcmPayload,
  token: (n: number) => `dU9-x_1:APA91b${n}x`,
  accepted: () => jsonResponse(200, { name: 'projects/chat-demo/messages/0:1' }),
  exchange: () => jsonResponse(200, { access_token: 'ya29.made-up', expires_in: 3599, token_type: 'Bearer' }),
  brokenApps: [
    { app: 'a' },
    { app: 'a', serviceAccount: { ...serviceAccount, private_key: 'no key' } },
    { app: 'a', serviceAccount: `{"client_email":"x","private_key":"${key.slice(0, 80).replaceAll('\n', '\\n')}` },
    { app: 'a', accessToken: () => Promise.reject(new Error(`boom ${key}`)) },
    { app: 'a', accessToken: () => '' },
  ],
  secrets: [key, key.split('\n')[1] as string, 'ya29.made-up'],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'google', osVersion: '14', region: 'DE', playServices: true, hmsVersion: null },
}

channelContract({ ...common, name: 'fcm', newChannel: () => fcm({ apps: [app] }) })
channelContract({
  ...common,
  name: 'fcm with everything switched on and tokens of the host',
  newChannel: () =>
    fcm({
      apps: [{ app: app.app, projectId: 'p', accessToken: async () => 'ya29.own', clickAction: 'OPEN', restrictedPackageName: 'com.example.chat' }],
      customSounds: true,
      addIds: true,
      validateOnly: true,
    }),
})

describe('fcm', () => {
  const registration = { channel: 'fcm', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    [{ platform: 'android' }, null],
    [{ platform: 'android', playServices: true, region: 'HK', osVersion: '4.1' }, null],
    [{ platform: 'other' }, null],
    [{ platform: 'android', osVersion: 'unknown' }, null],
    [{ platform: 'android', playServices: false }, 'the device has no Play services'],
    [{ platform: 'android', region: 'cn', playServices: true }, 'the device is in mainland China, where FCM does not reach it'],
    [{ platform: 'android', osVersion: '4.0.4' }, 'osVersion is "4.0.4", and FCM needs Android 4.1'],
    [{ platform: 'harmony' }, 'platform is "harmony", and FCM is for Android here'],
    [{ platform: 'ios' }, 'platform is "ios", and FCM is for Android here'],
  ])('of a device %j says %j', (facts, why) => {
    expect(channel.misfit({ id: 'd', ...facts }, registration)).toBe(why)
  })

  it.each([
    ['neither account nor token', { app: 'a' }],
    ['a token of the host without a project', { app: 'a', accessToken: () => 'x' }],
    ['an account without its key', { app: 'a', serviceAccount: { client_email: 'x' } }],
    ['a token_uri in plain http', { app: 'a', serviceAccount: { ...serviceAccount, token_uri: 'http://x' } }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it("takes an account as its file's text", () => {
    expect(channel.validators?.app?.({ app: 'a', serviceAccount: JSON.stringify(serviceAccount) })).toBe(true)
  })

  // vendors/fcm.md, "What firebase-admin refuses" and "Likely mistakes".
  it.each([
    ['a number in data', { data: { n: 1 } }],
    ['an object in data', { data: { o: {} } }],
    ['a reserved key in data', { data: { from: 'x' } }],
    ['a key of google in data', { data: { 'google.x': 'x' } }],
    ['a key of gcm in data', { data: { 'gcm.notification.x': 'x' } }],
    ['the key message_type in data', { data: { message_type: 'x' } }],
    ['a header that is no text', { apns: { headers: { a: 1 } } }],
    ['a negative duration', { vibrateTimings: ['-1s'] }],
    ['a duration as a number', { vibrateTimings: [1] }],
    ['no vibrate timings', { vibrateTimings: [] }],
    ['a colour without #', { color: '00ff00' }],
    ['title args without their key', { titleLocArgs: ['a'] }],
    ['body args without their key', { bodyLocArgs: ['a'] }],
    ['light without durations', { lightSettings: { color: {} } }],
    ['a ttl of its own: it is a neutral setting', { ttl: 5 }],
    ['time_to_live of the legacy API', { time_to_live: 5 }],
    ['a topic', { topic: 'news' }],
    ['a field in its second spelling', { title_loc_key: 'T' }],
    ['an event time without a zone', { eventTime: '2026-11-23T10:00:00' }],
    ['an image that is no URL', { apns: { fcmOptions: { image: 'a.png' } } }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
