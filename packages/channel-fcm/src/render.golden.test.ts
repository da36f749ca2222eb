import type { fcm_v1 } from '@googleapis/fcm'
import type { Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type FcmConfig, fcm } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly config?: Partial<FcmConfig>
  readonly badge?: number | null
  /** Held at compile time against the types that Google generates. */
  readonly body: fcm_v1.Schema$SendMessageRequest
  readonly notes?: readonly string[]
}

const notification = { title: 'Bob', body: 'a new msg from bob' }
const shown = { tag: 'msg-1', sound: 'default' }
const android = { priority: 'HIGH', ttl: '86400s', notification: shown }
const message = { notification, android, token }

const appleHeaders = { 'apns-push-type': 'alert', 'apns-priority': '10', 'apns-collapse-id': 'msg-1', 'apns-expiration': '1795600000' }

/** Written by hand from docs/vendors/fcm.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text', changes: {}, badge: 7, body: { message: { ...message, android: { ...android, notification: { ...shown, notificationCount: 7 } } } } },
  {
    name: 'a group message with a mention',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team' }, title: 'Team', body: '[You were mentioned] Bob: hi' },
    body: { message: { ...message, notification: { title: 'Team', body: '[You were mentioned] Bob: hi' } } },
  },
  {
    name: 'an image',
    changes: { image: 'https://example.com/a.png' },
    body: { message: { ...message, notification: { ...notification, image: 'https://example.com/a.png' } } },
  },
  {
    // From Android 8 on the channel decides: silence there is a channel that the app made silent.
    name: 'silent, by way of a channel: the sound key is left out',
    changes: { sound: { kind: 'silent' }, channelId: 'quiet', importance: 'low' },
    body: { message: { ...message, android: { ...android, notification: { tag: 'msg-1', channelId: 'quiet', notificationPriority: 'PRIORITY_LOW' } } } },
  },
  {
    name: 'an edit or a withdrawal: it does not wake the phone, ring, vibrate or pop up, whatever the message states',
    changes: {
      replaces: true,
      sound: { kind: 'silent' },
      priority: 'normal',
      vendor: { notificationPriority: 'PRIORITY_MAX', defaultSound: true, defaultVibrateTimings: true, vibrateTimings: ['1s'], defaultLightSettings: true },
    },
    badge: 7,
    body: {
      message: {
        ...message,
        android: { ...android, priority: 'NORMAL', notification: { tag: 'msg-1', notificationPriority: 'PRIORITY_LOW', notificationCount: 7 } },
      },
    },
  },
  {
    name: 'a data message: no notification anywhere, and HIGH to wake the phone',
    changes: { ext: { text: '{"c":1}' }, sound: { kind: 'silent' }, vendor: { passThrough: true } },
    badge: 7,
    body: { message: { data: { ext: '{"c":1}' }, android: { priority: 'HIGH', ttl: '86400s' }, token } },
  },
  {
    name: 'an iPhone: sound, badge and thread by aps',
    changes: { ios: {} },
    badge: 3,
    body: {
      message: {
        notification,
        apns: {
          headers: appleHeaders,
          payload: { aps: { sound: 'default', 'thread-id': 'bob', badge: 3 } },
        },
        token,
      },
    },
  },
  {
    name: "an iPhone with Apple's own words, a subtitle and an image",
    changes: {
      subtitle: 'from work',
      threadId: 'project',
      image: 'https://example.com/a.png',
      ext: { text: 'e' },
      sound: { kind: 'file', name: 'dudulu.caf' },
      ios: { category: 'REPLY', interruptionLevel: 'time-sensitive' },
    },
    body: {
      message: {
        data: { ext: 'e' },
        notification: { image: 'https://example.com/a.png' },
        apns: {
          headers: appleHeaders,
          payload: {
            aps: {
              alert: { title: 'Bob', subtitle: 'from work', body: 'a new msg from bob' },
              sound: 'dudulu.caf',
              'thread-id': 'project',
              category: 'REPLY',
              'mutable-content': 1,
              'interruption-level': 'time-sensitive',
            },
          },
        },
        token,
      },
    },
  },
  {
    name: 'a silent push to an iPhone in no thread, with a badge alone in aps',
    changes: { ios: {}, sound: { kind: 'silent' }, threadId: null },
    badge: 0,
    body: { message: { notification, apns: { headers: appleHeaders, payload: { aps: { badge: 0 } } }, token } },
  },
  {
    name: 'an edit on an iPhone',
    changes: { ios: { interruptionLevel: 'critical' }, replaces: true, sound: { kind: 'silent' }, priority: 'normal' },
    body: {
      message: {
        notification,
        apns: { headers: { ...appleHeaders, 'apns-priority': '5' }, payload: { aps: { 'thread-id': 'bob', 'interruption-level': 'passive' } } },
        token,
      },
    },
  },
  {
    name: 'a call to an iPhone, now or within 30 seconds',
    changes: { ios: {}, category: 'voip' },
    body: {
      message: {
        notification,
        apns: { headers: { ...appleHeaders, 'apns-expiration': '1795513630' }, payload: { aps: { sound: 'default', 'thread-id': 'bob' } } },
        token,
      },
    },
    notes: ['ttl-adjusted'],
  },
  {
    name: 'a data message to an iPhone: a background push',
    changes: { ios: {}, ext: { text: 'e' }, vendor: { passThrough: true } },
    badge: 3,
    body: {
      message: {
        data: { ext: 'e' },
        apns: { headers: { ...appleHeaders, 'apns-push-type': 'background', 'apns-priority': '5' }, payload: { aps: { 'content-available': 1 } } },
        token,
      },
    },
  },
  {
    name: "an iPhone, and what the host states over it in Apple's spelling",
    changes: { ios: {}, vendor: { apns: { headers: { 'apns-priority': '5' }, payload: { aps: { badge: 9, sound: 'own.caf' }, own: 1 } }, titleLocKey: 'T' } },
    badge: 3,
    body: {
      message: {
        notification,
        apns: { headers: { ...appleHeaders, 'apns-priority': '5' }, payload: { own: 1, aps: { sound: 'own.caf', 'thread-id': 'bob', badge: 9 } } },
        token,
      },
    },
  },
  {
    name: 'an iPhone, the badge behind what the host states for aps',
    changes: { ios: {}, vendor: { apns: { payload: { aps: { 'target-content-id': 'w' } }, fcmOptions: { image: 'https://example.com/a.png' } } } },
    badge: 3,
    body: {
      message: {
        notification,
        apns: {
          headers: appleHeaders,
          fcmOptions: { image: 'https://example.com/a.png' },
          payload: { aps: { sound: 'default', 'thread-id': 'bob', 'target-content-id': 'w', badge: 3 } },
        },
        token,
      },
    },
  },
  {
    name: "an iPhone's Live Activity, which is all the host's",
    changes: { ios: {}, vendor: { apns: { liveActivityToken: 'abc', payload: { aps: { event: 'end' } } } } },
    badge: 3,
    body: { message: { notification, apns: { liveActivityToken: 'abc', payload: { aps: { event: 'end' } } }, token } },
  },
  {
    name: 'a custom sound, switched on by config',
    changes: { sound: { kind: 'file', name: 'dudulu' } },
    config: { customSounds: true },
    body: { message: { ...message, android: { ...android, notification: { ...shown, sound: 'dudulu' } } } },
  },
  { name: 'badge off', changes: { badge: false }, badge: 7, body: { message } },
  { name: 'an unknown unread count: left out, never 1', changes: {}, badge: null, body: { message } },
  {
    name: 'an unread count of 0 clears the badge',
    changes: {},
    badge: 0,
    body: { message: { ...message, android: { ...android, notification: { ...shown, notificationCount: 0 } } } },
  },
  { name: 'no title', changes: { title: '' }, body: { message: { ...message, notification: { body: 'a new msg from bob' } } } },
  {
    name: 'a long text, as it was fitted',
    changes: { body: `${'x'.repeat(3000)}…` },
    body: { message: { ...message, notification: { title: 'Bob', body: `${'x'.repeat(3000)}…` } } },
  },
  {
    name: 'an emoji at the cut',
    changes: { body: `${'x'.repeat(100)}👨‍👩‍👧‍👦…` },
    body: { message: { ...message, notification: { title: 'Bob', body: `${'x'.repeat(100)}👨‍👩‍👧‍👦…` } } },
  },
  { name: 'an ext of text', changes: { ext: { text: '{"level":15}' } }, body: { message: { ...message, data: { ext: '{"level":15}' } } } },
  {
    name: 'an ext of bytes',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    config: { addIds: true },
    body: { message: { ...message, data: { messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c', ext: '//8A', extEncoding: 'base64' } } },
  },
  {
    name: 'notify mode custom: the configured action',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickAction: 'OPEN_CHAT', restrictedPackageName: 'com.example.chat' }] },
    body: {
      message: { ...message, android: { ...android, restrictedPackageName: 'com.example.chat', notification: { ...shown, clickAction: 'OPEN_CHAT' } } },
    },
  },
  { name: 'notify mode custom without an action', changes: { notifyMode: 'custom' }, body: { message }, notes: ['notify-mode-unsupported'] },
  { name: 'ttl 0: now or never', changes: { ttl: 0 }, body: { message: { ...message, android: { ...android, ttl: '0s' } } } },
  {
    name: 'marketing of normal priority and importance',
    changes: { category: 'marketing', priority: 'normal', importance: 'normal' },
    body: {
      message: { ...message, android: { ...android, priority: 'NORMAL', notification: { ...shown, notificationPriority: 'PRIORITY_DEFAULT' } } },
    },
  },
  {
    name: 'a stated collapse key',
    changes: { replaceId: 'typing', collapseKey: 'typing' },
    body: { message: { ...message, android: { ...android, collapseKey: 'typing', notification: { ...shown, tag: 'typing' } } } },
  },
  {
    name: 'every field that FCM alone has',
    changes: {
      vendor: {
        data: { hint: '1' },
        icon: 'ic',
        color: '#00ff00',
        clickAction: 'OPEN',
        titleLocKey: 'T',
        titleLocArgs: ['a'],
        bodyLocKey: 'B',
        bodyLocArgs: ['b'],
        ticker: 't',
        sticky: true,
        eventTime: '2026-11-23T10:00:00Z',
        localOnly: true,
        notificationPriority: 'PRIORITY_MAX',
        defaultSound: true,
        defaultVibrateTimings: true,
        defaultLightSettings: true,
        vibrateTimings: ['0.5s'],
        visibility: 'PUBLIC',
        lightSettings: { color: { red: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' },
        bypassProxyNotification: true,
        proxy: 'DENY',
        restrictedPackageName: 'p',
        directBootOk: true,
        bandwidthConstrainedOk: true,
        analyticsLabel: 'a',
        fcmOptions: { analyticsLabel: 'b' },
        apns: { headers: { 'apns-priority': '5' }, payload: { aps: { badge: 1 } } },
        webpush: { headers: { Urgency: 'high' } },
      },
    },
    config: { validateOnly: true },
    body: {
      validateOnly: true,
      message: {
        token,
        data: { hint: '1' },
        fcmOptions: { analyticsLabel: 'b' },
        apns: { headers: { 'apns-priority': '5' }, payload: { aps: { badge: 1 } } },
        webpush: { headers: { Urgency: 'high' } },
        android: {
          priority: 'HIGH',
          ttl: '86400s',
          restrictedPackageName: 'p',
          directBootOk: true,
          bandwidthConstrainedOk: true,
          fcmOptions: { analyticsLabel: 'a' },
          notification: {
            tag: 'msg-1',
            sound: 'default',
            icon: 'ic',
            color: '#00ff00',
            clickAction: 'OPEN',
            titleLocKey: 'T',
            titleLocArgs: ['a'],
            bodyLocKey: 'B',
            bodyLocArgs: ['b'],
            ticker: 't',
            sticky: true,
            eventTime: '2026-11-23T10:00:00Z',
            localOnly: true,
            notificationPriority: 'PRIORITY_MAX',
            defaultSound: true,
            defaultVibrateTimings: true,
            defaultLightSettings: true,
            vibrateTimings: ['0.5s'],
            visibility: 'PUBLIC',
            lightSettings: { color: { red: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' },
            bypassProxyNotification: true,
            proxy: 'DENY',
          },
        },
      },
    },
  },
]

describe('golden requests to FCM', () => {
  it.each(goldens)('$name', ({ changes, config = {}, badge = null, body, notes = [] }) => {
    const channel = fcm({ apps: [app], ...config })
    const notified = sampleNotification(changes)
    const draft = firstDraft(channel, notified, [sampleTarget(token, badge)])
    expect(draft.method).toBe('POST')
    expect(draft.url).toBe('https://fcm.googleapis.com/v1/projects/chat-demo/messages:send')
    expect(draft.headers).toEqual({ 'content-type': 'application/json; charset=UTF-8' })
    expect(requestBody(draft)).toEqual(body)
    expect(channel.render(notified, firstApp(channel)).notes.map(note => note.code)).toEqual(notes)
  })
})
