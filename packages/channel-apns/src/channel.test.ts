import { channelContract } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type ApnsApp, apns, validateApnsPayload } from './index.ts'
import { app, channel, key, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

channelContract({
  name: 'apns',
  newChannel: () => apns({ apps: [app] }),
  newMalformed: () => apns({ apps: [null, { app: 5 }], imageKey: 7 } as never),
  validatePayload: validateApnsPayload,
  token: n => n.toString(16).padStart(64, '0'),
  accepted: () => ({ status: 200, headers: { 'apns-id': '0f8fad5b-d9cb-469f-a165-708670000001' }, body: new Uint8Array() }),
  brokenApps: [{ ...app, key: 'no key' } as ApnsApp, { ...app, key: key.replace('MIG', 'XIG') } as ApnsApp, { app: 'com.example.chat' }],
  secrets: [key, key.split('\n')[1] as string],
  settings,
  device: { id: 'd1', platform: 'ios', maker: 'apple', osVersion: '18.1', region: 'CN', playServices: false, hmsVersion: null },
})

describe('apns', () => {
  const registration = {
    channel: 'apns',
    token: { reveal: () => token, toString: () => '#', toJSON: () => '#' },
    app: app.app,
    kind: 'alert',
    environment: 'production',
  } as const

  it.each(['ios', 'macos', 'watchos', 'tvos', 'other'])('fits %s', platform => {
    expect(channel.misfit({ id: 'd', platform }, registration)).toBeNull()
  })

  it.each(['android', 'harmony', 'web'])('does not fit %s', platform => {
    expect(channel.misfit({ id: 'd', platform }, registration)).toBe(`platform is "${platform}", and APNs reaches Apple's only`)
  })

  it('serves both environments with an entry that names none, at its own place and at the end', () => {
    const open = { app: 'a', teamId: 'TEAM123456', keyId: 'KEY1234567', key }
    const { apps } = apns({ apps: [open, { ...open, app: 'b', environment: 'production' }] })
    expect(apps.map(({ app, environment }) => [app, environment])).toEqual([
      ['a', undefined],
      ['b', 'production'],
      ['a', 'development'],
    ])
  })

  it('makes no second development entry where one is stated', () => {
    const open = { app: 'a', teamId: 'TEAM123456', keyId: 'KEY1234567', key }
    expect(apns({ apps: [open, { ...open, environment: 'development' }] }).apps).toHaveLength(2)
  })

  it('takes a token of any length of hex, never only 64', () => {
    for (const good of ['00ff', 'a'.repeat(64), 'A'.repeat(160)]) expect(channel.limits.token.test(good)).toBe(true)
    for (const bad of ['xyz', 'abc', '00ff ', '00ff/..']) expect(channel.limits.token.test(bad)).toBe(false)
  })

  it.each([
    ['\\n as two characters', key.replaceAll('\n', '\\n')],
    ['a byte order mark', `\ufeff${key}`],
    ['quotes around it', JSON.stringify(key)],
    ['CRLF', key.replaceAll('\n', '\r\n')],
    ['base64 of the file', Buffer.from(key).toString('base64')],
    ['a placeholder', '<key>'],
  ])('accepts a key with %s', (_, text) => {
    expect(channel.checkApp?.({ ...app, key: text } as ApnsApp)).toEqual([])
  })

  it.each([
    ['AuthKey_ABC.p8', 'a path (give the text of the file)'],
    ['no key!', 'a text without "-----BEGIN PRIVATE KEY-----"'],
    [key.replaceAll('PRIVATE KEY', 'EC PRIVATE KEY'), 'a PEM of SEC1 (convert it: openssl pkcs8 -topk8 -nocrypt)'],
    [key.replace('MIG', 'XIG'), 'a PKCS#8 PEM that is cut off or damaged'],
  ])('says of a key that cannot be read what was found', (text, found) => {
    expect(channel.checkApp?.({ ...app, key: text } as ApnsApp)).toEqual([
      { pointer: '/key', message: `expected the text of Apple's .p8 file (a PKCS#8 PEM of a P-256 key), found ${found}` },
    ])
  })

  it('has no key to check beside a certificate', () => {
    expect(channel.checkApp?.({ app: 'a', certificate: 'cert' } as ApnsApp)).toEqual([])
  })

  it.each([
    ['a key and a certificate', { ...app, certificate: 'x' }],
    ['neither', { app: 'a' }],
    ['a key without its id', { app: 'a', teamId: 'TEAM123456', key }],
    ['a team id of 9 characters', { ...app, teamId: 'TEAM12345' }],
    ['a host with a path', { ...app, host: 'example.com/3' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['args without their key', { locArgs: ['a'] }],
    ['a priority of 7', { priority: 7 }],
    ['custom keys in our place', { custom: { aps: {} } }],
    ['a start of an activity without its attributes', { liveActivity: { timestamp: 1, event: 'start', contentState: {} } }],
    ['a push type beside a Live Activity', { pushType: 'alert', liveActivity: { timestamp: 1, event: 'end', contentState: {} } }],
    ['a relevance over 1', { relevanceScore: 2 }],
    [
      'a start of an activity without its alert',
      { liveActivity: { timestamp: 1, event: 'start', contentState: {}, attributesType: 'A', attributes: {}, alert: false } },
    ],
    ['priority 1 for a Live Activity', { priority: 1, liveActivity: { timestamp: 1, event: 'update', contentState: {} } }],
    ['a channel for an update', { liveActivity: { timestamp: 1, event: 'update', contentState: {}, inputPushChannel: 'YQ==' } }],
    [
      'an update token and a channel at once',
      {
        liveActivity: { timestamp: 1, event: 'start', contentState: {}, attributesType: 'A', attributes: {}, inputPushToken: 1, inputPushChannel: 'YQ==' },
      },
    ],
  ])('refuses settings with %s', (_, settings) => {
    expect(channel.validators?.settings?.(settings)).toBe(false)
  })
})
