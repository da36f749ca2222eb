import type { Json, Notification } from '@rouse/core/channel'
import { firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { channel, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly badge?: number | null
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Json
}

const url = `https://api.push.apple.com/3/device/${token}`
const headers = {
  'apns-topic': 'com.example.chat',
  'apns-push-type': 'alert',
  'apns-priority': '10',
  'apns-expiration': '1795600000',
  'apns-collapse-id': 'msg-1',
  'apns-id': '0f8fad5b-d9cb-469f-a165-708670000000',
}
const alert = { title: 'Bob', body: 'a new msg from bob' }
const aps = { alert, sound: 'default', 'thread-id': 'bob' }
const group = { type: 'group', id: 'team', name: 'Team' } as const

/** Written by hand from docs/vendors/apns.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text', changes: {}, badge: 7, body: { aps: { ...aps, badge: 7 } } },
  {
    name: 'a group message with a mention',
    changes: { conversation: group, title: 'Team', body: '[You were mentioned] Bob: hi' },
    badge: 1,
    body: { aps: { alert: { title: 'Team', body: '[You were mentioned] Bob: hi' }, sound: 'default', 'thread-id': 'team', badge: 1 } },
  },
  {
    name: 'an image, for the service extension',
    changes: { image: 'https://example.com/a.png' },
    badge: 2,
    body: { aps: { ...aps, 'mutable-content': 1, badge: 2 }, image: 'https://example.com/a.png' },
  },
  { name: 'silent: the sound key is left out', changes: { sound: { kind: 'silent' } }, badge: 1, body: { aps: { alert, 'thread-id': 'bob', badge: 1 } } },
  {
    name: 'a custom sound',
    changes: { sound: { kind: 'file', name: 'dudulu.caf' } },
    badge: 1,
    body: { aps: { ...aps, sound: 'dudulu.caf', badge: 1 } },
  },
  { name: 'badge off: the key is left out', changes: { badge: false }, badge: null, body: { aps } },
  { name: 'an unknown unread count: the key is left out, never 1', changes: {}, badge: null, body: { aps } },
  { name: 'an unread count of 0 clears the badge', changes: {}, badge: 0, body: { aps: { ...aps, badge: 0 } } },
  { name: 'no title', changes: { title: '' }, badge: 1, body: { aps: { ...aps, alert: { body: 'a new msg from bob' }, badge: 1 } } },
  {
    name: 'a long text, as it was fitted',
    changes: { body: `${'x'.repeat(3000)}…` },
    badge: 12,
    body: { aps: { ...aps, alert: { title: 'Bob', body: `${'x'.repeat(3000)}…` }, badge: 12 } },
  },
  {
    name: 'an emoji at the cut',
    changes: { body: `${'x'.repeat(100)}👨‍👩‍👧‍👦…` },
    badge: 1,
    body: { aps: { ...aps, alert: { title: 'Bob', body: `${'x'.repeat(100)}👨‍👩‍👧‍👦…` }, badge: 1 } },
  },
  {
    name: 'an ext of text, beside aps, JSON text staying text',
    changes: { ext: { text: '{"level":15,"task":"TASK15"}' } },
    badge: 1,
    body: { aps: { ...aps, badge: 1 }, ext: '{"level":15,"task":"TASK15"}' },
  },
  {
    name: 'an ext of bytes',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    badge: 1,
    body: { aps: { ...aps, badge: 1 }, ext: '//8A', extEncoding: 'base64' },
  },
  { name: 'notify mode custom: the app always gets ext', changes: { notifyMode: 'custom', ext: { text: 'e' } }, badge: null, body: { aps, ext: 'e' } },
  { name: 'ttl 0: try once, do not store', changes: { ttl: 0 }, badge: null, headers: { ...headers, 'apns-expiration': '0' }, body: { aps } },
  {
    name: 'marketing of normal priority',
    changes: { category: 'marketing', priority: 'normal' },
    badge: null,
    headers: { ...headers, 'apns-priority': '5' },
    body: { aps },
  },
  {
    name: "a subtitle and Apple's own words",
    changes: {
      subtitle: 'from work',
      threadId: 'project',
      ios: { category: 'REPLY', interruptionLevel: 'time-sensitive', mutableContent: true },
      vendor: { targetContentId: 'win', relevanceScore: 0.5, filterCriteria: 'work', priority: 5 },
    },
    badge: null,
    headers: { ...headers, 'apns-priority': '5' },
    body: {
      aps: {
        alert: { title: 'Bob', subtitle: 'from work', body: 'a new msg from bob' },
        sound: 'default',
        'thread-id': 'project',
        category: 'REPLY',
        'mutable-content': 1,
        'target-content-id': 'win',
        'interruption-level': 'time-sensitive',
        'filter-criteria': 'work',
        'relevance-score': 0.5,
      },
    },
  },
  {
    name: 'a background update: neither alert, badge nor sound, and priority 5',
    changes: { vendor: { pushType: 'background', custom: { sync: true } } },
    badge: 7,
    headers: { ...headers, 'apns-push-type': 'background', 'apns-priority': '5' },
    body: { aps: { 'content-available': 1 }, sync: true },
  },
  {
    name: 'a call',
    changes: { kind: 'voip', category: 'voip' },
    badge: null,
    headers: { ...headers, 'apns-topic': 'com.example.chat.voip', 'apns-push-type': 'voip', 'apns-expiration': `${1_795_600_000 - 86_400 + 30}` },
    body: { aps },
  },
  {
    name: 'a call of 20 seconds',
    changes: { kind: 'voip', category: 'voip', ttl: 20, expiresAt: 1_795_500_020 },
    headers: { ...headers, 'apns-topic': 'com.example.chat.voip', 'apns-push-type': 'voip', 'apns-expiration': '1795500020' },
    body: { aps },
  },
  {
    name: 'a reload of widgets: content-changed is the whole of aps',
    changes: { vendor: { pushType: 'widgets' }, sound: { kind: 'file', name: 'a.caf' } },
    badge: 3,
    headers: { ...headers, 'apns-topic': 'com.example.chat.push-type.widgets', 'apns-push-type': 'widgets' },
    body: { aps: { 'content-changed': true } },
  },
  {
    name: 'a reload of controls',
    changes: { vendor: { pushType: 'controls' }, ttl: 0 },
    headers: { ...headers, 'apns-topic': 'com.example.chat.push-type.controls', 'apns-push-type': 'controls', 'apns-expiration': '0' },
    body: { aps: { 'content-changed': true } },
  },
  {
    name: 'an alert that also wakes the app',
    changes: { vendor: { contentAvailable: true } },
    body: { aps: { ...aps, 'content-available': 1 } },
  },
  {
    name: 'an edit: passive, without a sound, whatever the message states',
    changes: {
      replaces: true,
      sound: { kind: 'silent' },
      priority: 'normal',
      ios: { interruptionLevel: 'time-sensitive' },
      vendor: { priority: 10, criticalSound: { name: 'siren.caf' } },
    },
    badge: 7,
    headers: { ...headers, 'apns-priority': '5' },
    body: { aps: { alert, 'thread-id': 'bob', 'interruption-level': 'passive', badge: 7 } },
  },
  {
    name: 'a critical alert in other words',
    changes: { vendor: { criticalSound: { volume: 0.8 }, titleLocKey: 'ALARM', titleLocArgs: ['Bob'], locKey: 'CALL', launchImage: 'a.png' } },
    badge: null,
    body: {
      aps: {
        alert: { 'title-loc-key': 'ALARM', 'title-loc-args': ['Bob'], 'loc-key': 'CALL', 'launch-image': 'a.png' },
        sound: { critical: 1, name: 'default', volume: 0.8 },
        'thread-id': 'bob',
      },
    },
  },
  {
    name: 'the start of a Live Activity',
    changes: {
      vendor: {
        liveActivity: {
          timestamp: 1_795_500_000,
          event: 'start',
          contentState: { ringing: true },
          staleDate: 1_795_500_100,
          dismissalDate: 1_795_500_200,
          attributesType: 'CallAttributes',
          attributes: { caller: 'Bob' },
          inputPushToken: 1,
          relevanceScore: 75,
        },
      },
    },
    badge: 3,
    headers: { ...headers, 'apns-topic': 'com.example.chat.push-type.liveactivity', 'apns-push-type': 'liveactivity' },
    body: {
      aps: {
        alert: { ...alert, sound: 'default' },
        timestamp: 1_795_500_000,
        event: 'start',
        'content-state': { ringing: true },
        'stale-date': 1_795_500_100,
        'dismissal-date': 1_795_500_200,
        'attributes-type': 'CallAttributes',
        attributes: { caller: 'Bob' },
        'input-push-token': 1,
        'relevance-score': 75,
      },
    },
  },
  {
    name: 'the start of a Live Activity that listens to a channel, localized and with a sound',
    changes: {
      sound: { kind: 'file', name: 'chime.aiff' },
      vendor: {
        titleLocKey: 'T',
        titleLocArgs: ['Bob'],
        locKey: 'L',
        liveActivity: {
          timestamp: 1_795_500_000,
          event: 'start',
          contentState: {},
          attributesType: 'CallAttributes',
          attributes: {},
          inputPushChannel: 'dHN0LXNyY2gtY2hubA==',
        },
      },
    },
    headers: { ...headers, 'apns-topic': 'com.example.chat.push-type.liveactivity', 'apns-push-type': 'liveactivity' },
    body: {
      aps: {
        alert: { title: { 'loc-key': 'T', 'loc-args': ['Bob'] }, body: { 'loc-key': 'L' }, sound: 'chime.aiff' },
        timestamp: 1_795_500_000,
        event: 'start',
        'content-state': {},
        'attributes-type': 'CallAttributes',
        attributes: {},
        'input-push-channel': 'dHN0LXNyY2gtY2hubA==',
      },
    },
  },
  {
    name: 'an update of a Live Activity for an edit: no alert lights up the screen',
    changes: { replaces: true, sound: { kind: 'silent' }, vendor: { liveActivity: { timestamp: 1, event: 'update', contentState: { n: 1 } } } },
    headers: { ...headers, 'apns-topic': 'com.example.chat.push-type.liveactivity', 'apns-push-type': 'liveactivity', 'apns-priority': '5' },
    body: { aps: { timestamp: 1, event: 'update', 'content-state': { n: 1 } } },
  },
]

describe('golden requests to APNs', () => {
  it.each(goldens)('$name', golden => {
    const draft = firstDraft(channel, sampleNotification(golden.changes), [sampleTarget(token, golden.badge ?? null)])
    expect(draft.method).toBe('POST')
    expect(draft.url).toBe(url)
    expect(draft.headers).toEqual(golden.headers ?? headers)
    expect(requestBody(draft)).toEqual(golden.body)
  })
})
