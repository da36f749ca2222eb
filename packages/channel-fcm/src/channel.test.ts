import { generateKeyPairSync } from 'node:crypto'
import { secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type FcmApp, fcm, validateFcmPayload } from './index.ts'
import { app, channel, key, serviceAccount, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

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
    [{ platform: 'web' }, 'platform is "web", and FCM is for Android here'],
    [{ platform: 'ios', region: 'CN', playServices: false, osVersion: '4.0' }, null],
    [{ platform: 'macos' }, null],
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

  it.each([
    ['with \\n as two characters', { ...serviceAccount, private_key: key.replaceAll('\n', '\\n') }],
    ['with a byte order mark', { ...serviceAccount, private_key: `\ufeff${key}` }],
    ['as text', JSON.stringify(serviceAccount)],
    ['as text with a byte order mark', `\ufeff${JSON.stringify(serviceAccount)}`],
    ['as JSON within a JSON string', JSON.stringify(JSON.stringify(serviceAccount))],
    ['as base64', Buffer.from(JSON.stringify(serviceAccount)).toString('base64')],
    ['as a placeholder', '<serviceAccount>'],
  ])('accepts an account %s', (_, account) => {
    expect(channel.checkApp?.({ app: 'a', serviceAccount: account } as FcmApp)).toEqual([])
  })

  it.each([
    ['a path for its text', 'service-account.json', ['/serviceAccount', 'found no JSON object']],
    ['a path for its key', { ...serviceAccount, private_key: '/run/secrets/key.pem' }, ['/serviceAccount/private_key', 'found a path']],
    ['PKCS#1', { ...serviceAccount, private_key: key.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY') }, ['/serviceAccount/private_key', 'a PEM of PKCS#1']],
    ['a key that is cut off', { ...serviceAccount, private_key: key.slice(0, 200) }, ['/serviceAccount/private_key', 'cut off or damaged']],
    ['no e-mail address, as text', JSON.stringify({ ...serviceAccount, client_email: undefined }), ['/serviceAccount', 'client_email']],
    ['no project', { ...serviceAccount, project_id: undefined }, ['/projectId', 'no project_id']],
    ['a token_uri in plain http, as text', JSON.stringify({ ...serviceAccount, token_uri: 'http://x' }), ['/serviceAccount', 'https']],
  ])('says of an account with %s where it is wrong and what was found', (_, account, [pointer, words]) => {
    const mistakes = channel.checkApp?.({ app: 'a', serviceAccount: account } as FcmApp)
    expect(mistakes).toEqual([{ pointer, message: expect.stringContaining(words as string) }])
    expect(JSON.stringify(mistakes)).not.toContain(key.slice(40, 80))
  })

  it('says of a key that is too short for RS256 how long it is', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const short = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const entry = { app: 'a', serviceAccount: { ...serviceAccount, private_key: short } } as FcmApp
    expect(channel.checkApp?.(entry)).toEqual([{ pointer: '/serviceAccount/private_key', message: expect.stringContaining('an RSA key of 1024 bits') }])
    const context = { now: 0, exchange: async () => jsonResponse(200, {}), signal: new AbortController().signal }
    await expect(channel.authorize(entry, context)).rejects.toMatchObject({ code: 'credential-invalid' })
  })

  it('has nothing to check where the host gives the access token', () => {
    expect(channel.checkApp?.({ app: 'a', projectId: 'p', accessToken: () => 't' } as FcmApp)).toEqual([])
  })

  it("takes an account as its file's text", () => {
    expect(channel.validators?.app?.({ app: 'a', serviceAccount: JSON.stringify(serviceAccount) })).toBe(true)
  })

  // docs/vendors/fcm.md, "What firebase-admin refuses" and "Likely mistakes".
  it.each([
    ['a number in data', { data: { n: 1 } }],
    ['an object in data', { data: { o: {} } }],
    ['a reserved key in data', { data: { from: 'x' } }],
    ['a key of google in data', { data: { 'google.x': 'x' } }],
    ['a key of gcm in data', { data: { 'gcm.notification.x': 'x' } }],
    ['a key that begins with google', { data: { google_x: 'x' } }],
    ['a key that begins with gcm', { data: { gcmx: 'x' } }],
    ['a short key of gcm', { data: { 'gcm.n.e': 'x' } }],
    ["the key of the message's ext", { data: { ext: 'x' } }],
    ["the key of the ext's encoding", { data: { extEncoding: 'x' } }],
    ['a passThrough in words', { passThrough: 'yes' }],
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
    ['an event time of no day', { eventTime: '2026-02-29T10:00:00Z' }],
    ['an event time of no month', { eventTime: '2026-13-01T10:00:00Z' }],
    ['an event time of no hour', { eventTime: '2026-12-01T24:00:00Z' }],
    ['an image that is no URL', { apns: { fcmOptions: { image: 'a.png' } } }],
    ['an image at no host', { apns: { fcmOptions: { image: 'https://' } } }],
    ['a header of web push that is no text', { webpush: { headers: { TTL: 60 } } }],
    ['web push data that is no text', { webpush: { data: { a: {} } } }],
    ['an empty Live Activity token', { apns: { liveActivityToken: '' } }],
    ['an aps that is no object', { apns: { payload: { aps: 'hi' } } }],
    ['an alert that is neither text nor object', { apns: { payload: { aps: { alert: 5 } } } }],
    ['an empty sound', { apns: { payload: { aps: { sound: '' } } } }],
    ['a sound without a name', { apns: { payload: { aps: { sound: { critical: 1, volume: 1 } } } } }],
    ['a volume over 1', { apns: { payload: { aps: { sound: { name: 'a.caf', volume: 1.5 } } } } }],
    ['a volume in words', { apns: { payload: { aps: { sound: { name: 'a.caf', volume: 'loud' } } } } }],
    ["Apple's args without their key", { apns: { payload: { aps: { alert: { 'loc-args': ['a'] } } } } }],
    ["Apple's title args without their key", { apns: { payload: { aps: { alert: { 'title-loc-args': ['a'] } } } } }],
    ["Apple's subtitle args without their key", { apns: { payload: { aps: { alert: { 'subtitle-loc-args': ['a'] } } } } }],
    ["Apple's field in Google's spelling", { apns: { payload: { aps: { contentAvailable: true } } } }],
    ["Apple's field in both spellings", { apns: { payload: { aps: { 'thread-id': 'a', threadId: 'a' } } } }],
    ["Apple's alert in Google's spelling", { apns: { payload: { aps: { alert: { locKey: 'K' } } } } }],
    ['a package that is none', { restrictedPackageName: 'com example' }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })

  it.each(['2026-11-23T10:00:00Z', '2028-02-29T23:59:59.123456789+08:00', '2000-02-29T00:00:00-05:30', '2026-04-30T00:00:00Z'])(
    'takes the event time %s',
    eventTime => {
      expect(channel.validators?.settings?.({ eventTime })).toBe(true)
    },
  )
})
