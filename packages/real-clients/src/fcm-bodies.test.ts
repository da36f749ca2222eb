import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fcm } from '@rouse/channel-fcm'
import type { FidMessage } from 'firebase-admin/messaging'
import { describe, expect, expectTypeOf, it } from 'vitest'

type Fields = Record<string, unknown>

// Its own check of a message is not exported: it also turns the message into what goes over the wire.
const load = createRequire(import.meta.url)
const internal = join(dirname(load.resolve('firebase-admin/messaging')), 'messaging-internal.js').replace(`${join('lib', 'esm')}`, 'lib')
const { validateMessage } = load(internal) as { readonly validateMessage: (message: object) => void }

const channel = fcm({ apps: [{ app: 'a', projectId: 'p', accessToken: () => 't', clickAction: 'OPEN' }], customSounds: true, addIds: true })
type Notification = Parameters<typeof channel.render>[0]
type Target = Parameters<typeof channel.send>[0]['targets'][number]

const notification: Notification = {
  messageId: 'msg-1',
  replaceId: 'msg-1',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  title: 'Bob',
  body: 'hello',
  sound: { kind: 'default' },
  badge: true,
  kind: 'alert',
  category: 'im',
  priority: 'high',
  ttl: 86_400,
  expiresAt: 1_795_600_000,
  notifyMode: 'normal',
  click: { kind: 'app' },
  templateText: true,
  vendor: {},
}

const token = 'tok:A-1'
const fid = 'cQ4bZ7tXT0uTmB2b9y6s4N'

function wireOf(changes: Partial<Notification>, to = token, badge: number | null = 3): Fields {
  const [app] = channel.apps
  if (app === undefined) throw new Error('no app entry')
  const target: Target = { token: { reveal: () => to, toString: () => '#', toJSON: () => '#' }, badge, id: 'id' }
  const { value } = channel.send({ payload: channel.render({ ...notification, ...changes }, app), app, targets: [target], id: 'b' }).next()
  const { json } = (value as { readonly body: { readonly json: Uint8Array } }).body
  return (JSON.parse(Buffer.from(json).toString()) as { readonly message: Fields }).message
}

const milliseconds = (duration: unknown): number => Number.parseFloat(duration as string) * 1000
const renamed = (value: unknown, change: (key: string) => string): unknown => {
  if (Array.isArray(value)) return value.map(item => renamed(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [change(key), renamed(held, change)]))
}
const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
/** `0.3s` and `0.300000000s` are one duration, as Google writes both. */
const durations = (text: string): string =>
  text.replace(/"(\d+)\.(\d*?)0+s"/g, (_, whole: string, part: string) => `"${whole}${part === '' ? '' : `.${part}`}s"`)

/** A message of the wire in the words of firebase-admin's API. */
function asAdmin(message: Fields): Fields {
  const copy = structuredClone(message) as { android?: Fields & { notification?: Fields }; notification?: Fields } & Fields
  const { android } = copy
  if (android === undefined) return copy
  if (android.ttl !== undefined) android.ttl = milliseconds(android.ttl)
  android.priority = String(android.priority).toLowerCase()
  const shown = android.notification
  if (shown === undefined) return copy
  const { notificationPriority, vibrateTimings, eventTime, lightSettings, visibility, proxy, ...rest } = shown
  const lights = lightSettings as { color: { red?: number; green?: number; blue?: number }; lightOnDuration: string; lightOffDuration: string } | undefined
  const hex = (part = 0): string =>
    Math.round(part * 255)
      .toString(16)
      .padStart(2, '0')
  android.notification = {
    ...rest,
    ...(notificationPriority === undefined ? {} : { priority: String(notificationPriority).replace('PRIORITY_', '').toLowerCase() }),
    ...(vibrateTimings === undefined ? {} : { vibrateTimingsMillis: (vibrateTimings as string[]).map(milliseconds) }),
    ...(eventTime === undefined ? {} : { eventTimestamp: new Date(eventTime as string) }),
    ...(visibility === undefined ? {} : { visibility: String(visibility).toLowerCase() }),
    ...(proxy === undefined ? {} : { proxy: String(proxy).toLowerCase() }),
    ...(lights === undefined
      ? {}
      : {
          lightSettings: {
            color: `#${hex(lights.color.red)}${hex(lights.color.green)}${hex(lights.color.blue)}`,
            lightOnDurationMillis: milliseconds(lights.lightOnDuration),
            lightOffDurationMillis: milliseconds(lights.lightOffDuration),
          },
        }),
  }
  return copy
}

/** What firebase-admin would send, in camelCase; `data`, `headers` and `payload` hold no name of Google's with an underscore here. */
function adminWire(message: Fields): unknown {
  const given = asAdmin(message)
  validateMessage(given)
  const wire = renamed(JSON.parse(durations(JSON.stringify(given))), camel) as { android?: { priority?: string } }
  if (wire.android?.priority !== undefined) wire.android.priority = wire.android.priority.toUpperCase()
  return wire
}

const everything = {
  icon: 'ic',
  color: '#00ff00',
  clickAction: 'OPEN',
  titleLocKey: 'T',
  titleLocArgs: ['a'],
  bodyLocKey: 'B',
  bodyLocArgs: ['b'],
  ticker: 't',
  sticky: true,
  eventTime: '2026-11-23T10:00:00.000Z',
  localOnly: true,
  notificationPriority: 'PRIORITY_MAX',
  defaultSound: true,
  defaultVibrateTimings: true,
  defaultLightSettings: true,
  vibrateTimings: ['0.5s', '1s'],
  visibility: 'PUBLIC',
  lightSettings: { color: { red: 1, green: 0, blue: 0, alpha: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' },
  proxy: 'DENY',
  restrictedPackageName: 'p',
  directBootOk: true,
  bandwidthConstrainedOk: true,
  analyticsLabel: 'a',
  fcmOptions: { analyticsLabel: 'b' },
  webpush: { headers: { Urgency: 'high' }, data: { a: 'b' } },
}

const bodies: readonly (readonly [name: string, changes: Partial<Notification>])[] = [
  ['a c2c text', {}],
  ['a group message', { conversation: { type: 'group', id: 'g', name: 'Team' }, title: 'Team' }],
  ['an image', { image: 'https://example.com/a.png' }],
  ['a custom sound', { sound: { kind: 'file', name: 'ding' } }],
  ['a silent push', { sound: { kind: 'silent' } }],
  ['a withdrawal', { sound: { kind: 'silent' }, replaces: true, priority: 'normal' }],
  ['a call', { category: 'voip', ttl: 30 }],
  ['now or never', { ttl: 0 }],
  ['a collapse key', { collapseKey: 'typing', replaceId: 'typing' }],
  ['every setting of Android', { vendor: everything }],
  ['a data message', { ext: { text: '{"c":1}' }, vendor: { passThrough: true, data: { hint: '1' } } }],
  ['an iPhone', { ios: {} }],
  ['an iPhone with a subtitle and a category', { ios: { category: 'REPLY', interruptionLevel: 'passive' }, subtitle: 'from work' }],
  ['a withdrawal on an iPhone', { ios: {}, sound: { kind: 'silent' }, replaces: true, priority: 'normal' }],
  ['a data message to an iPhone', { ios: {}, ext: { text: 'e' }, vendor: { passThrough: true } }],
  ["what the host states in Apple's words", { ios: {}, vendor: { apns: { payload: { aps: { sound: { critical: 1, name: 'a.caf', volume: 0.5 } } } } } }],
]

describe("our messages by firebase-admin's own check", () => {
  it.each(bodies)('%s to a token passes, and is what firebase-admin would send', (_, changes) => {
    const wire = wireOf(changes)
    expect(wire).toMatchObject({ token })
    expect(adminWire(wire)).toEqual(JSON.parse(durations(JSON.stringify(wire))))
  })

  it.each(bodies)('%s to an installation id passes as a FidMessage', (_, changes) => {
    const wire = wireOf(changes, fid)
    expect(wire).toMatchObject({ fid })
    expect(wire).not.toHaveProperty('token')
    expect(adminWire(wire)).toEqual(JSON.parse(durations(JSON.stringify(wire))))
  })

  it('names an installation id as the type FidMessage does', () => {
    expectTypeOf<FidMessage['fid']>().toEqualTypeOf<string>()
  })

  it('is a check that refuses: neither both targets nor none', () => {
    expect(() => validateMessage({ ...asAdmin(wireOf({})), fid })).toThrow('Exactly one of fid, topic, token or condition is required')
    const { token: _, ...nobody } = asAdmin(wireOf({}))
    expect(() => validateMessage(nobody)).toThrow('Exactly one of fid, topic, token or condition is required')
  })
})
