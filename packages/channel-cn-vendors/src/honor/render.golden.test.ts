import type { Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HonorConfig, honor } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes?: Partial<Notification>
  readonly config?: Partial<HonorConfig>
  readonly tokens?: readonly string[]
  readonly unread?: number
  readonly body: object
  readonly notes?: readonly string[]
}

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379, `printf topic | sha256sum` with 23d611a6.
const notifyId = 973_988_730
const topicId = 601_231_783

const held = { title: 'Bob', body: 'a new msg from bob', clickAction: { type: 3 }, importance: 'NORMAL', notifyId }
const badge = { badgeClass: 'com.example.chat.MainActivity', addNum: 1 }
const request = (notification: object, android: object = { ttl: '86400s' }, rest: object = {}) => ({
  android: { ...android, notification },
  ...rest,
  token: [token],
})

/** Written by hand from docs/vendors/honor.md, "Body". */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: NORMAL, open the app, one more on the badge', body: request({ ...held, badge }) },
  {
    name: 'a group message with a mention, to two tokens',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team' }, title: 'Team', body: '[You were mentioned] Bob: hi' },
    tokens: ['t-1', 't-2'],
    body: { ...request({ ...held, title: 'Team', body: '[You were mentioned] Bob: hi', badge }), token: ['t-1', 't-2'] },
  },
  {
    name: 'an image',
    changes: { body: '[Image]', image: 'https://example.com/a.png' },
    body: request({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
  },
  {
    name: 'marketing: LOW, and no picture',
    changes: { category: 'marketing', image: 'https://example.com/a.png' },
    body: request({ ...held, importance: 'LOW', badge }),
    notes: ['image-unsupported'],
  },
  { name: 'a sound is the default: Honor has no field for it', changes: { sound: { kind: 'default' } }, body: request({ ...held, badge }) },
  { name: 'android.channelId has no place', changes: { channelId: 'chat' }, body: request({ ...held, badge }) },
  { name: 'badge off', changes: { badge: false }, body: request(held) },
  { name: 'a badge of 0 clears: zero is no absent value', unread: 0, body: request({ ...held, badge: { badgeClass: badge.badgeClass, setNum: 0 } }) },
  {
    name: 'the unread count, where config says absolute',
    config: { badge: 'absolute' },
    unread: 7,
    body: request({ ...held, badge: { badgeClass: badge.badgeClass, setNum: 7 } }),
  },
  {
    name: 'no launcher class, so no badge',
    config: { apps: [{ ...app, badgeClass: undefined } as never] },
    body: request(held),
    notes: ['badge-unsupported'],
  },
  { name: 'no title of the sender, but the app’s', changes: { title: 'Chat' }, body: request({ ...held, title: 'Chat', badge }) },
  {
    name: 'a long title with an emoji at the cut goes out as it was fitted',
    changes: { title: `${'消'.repeat(30)}👍…` },
    body: request({ ...held, title: `${'消'.repeat(30)}👍…`, badge }),
    notes: ['text-long'],
  },
  {
    name: 'ext of bytes as JSON text in data',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    body: request({ ...held, badge }, { ttl: '86400s' }, { data: '{"ext":"//8A","extEncoding":"base64"}' }),
  },
  {
    name: 'notify mode custom opens the configured intent',
    changes: { notifyMode: 'custom', ext: { text: 'e' } },
    config: { apps: [{ ...app, clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end' }], addIds: true },
    body: request(
      { ...held, clickAction: { type: 1, intent: 'intent:#Intent;component=com.example.chat/.Chat;end' }, badge },
      { ttl: '86400s' },
      { data: '{"ext":"e","messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}' },
    ),
  },
  {
    name: 'a stated URL',
    changes: { click: { kind: 'url', value: 'https://example.com/x' } },
    body: request({ ...held, clickAction: { type: 2, url: 'https://example.com/x' }, badge }),
  },
  { name: 'ttl 0: the least there is', changes: { ttl: 0 }, body: request({ ...held, badge }, { ttl: '1s' }), notes: ['ttl-adjusted'] },
  { name: 'the vendor’s own ttl', changes: { ttl: null }, body: request({ ...held, badge }, {}) },
  {
    name: 'a stated collapse key: the same notify id, as text where config says so',
    changes: { replaceId: 'topic', collapseKey: 'topic' },
    config: { notifyIdAs: 'text' },
    body: request({ ...held, notifyId: `${topicId}`, badge }),
  },
  {
    name: 'big text is title and body again, beside a group, a time and a button',
    changes: {
      vendor: {
        style: 1,
        tag: 't',
        group: 'g',
        when: '2014-10-02T15:01:23.045123456Z',
        biTag: 'b',
        targetUserType: 1,
        buttons: [{ name: 'Reply', actionType: 1, intentType: 0, intent: 'i', data: '{"a":"b"}' }],
      },
    },
    body: request(
      {
        ...held,
        tag: 't',
        group: 'g',
        when: '2014-10-02T15:01:23.045123456Z',
        buttons: [{ name: 'Reply', actionType: 1, intentType: 0, intent: 'i', data: '{"a":"b"}' }],
        style: 1,
        bigTitle: 'Bob',
        bigBody: 'a new msg from bob',
        badge,
      },
      { ttl: '86400s', biTag: 'b', targetUserType: 1 },
    ),
  },
  {
    name: 'a data message',
    changes: { ext: { text: 'sync' }, vendor: { passThrough: true } },
    body: { android: { ttl: '86400s' }, data: '{"ext":"sync"}', token: [token] },
  },
]

describe('golden requests to Honor', () => {
  it.each(goldens)('$name', ({ changes = {}, config = {}, tokens = [token], unread = null, body, notes = [] }) => {
    const channel = honor({ apps: [app], ...config })
    const notification = sampleNotification(changes)
    const draft = firstDraft(
      channel,
      notification,
      tokens.map((value, n) => sampleTarget(value, unread, n)),
    )
    expect(requestBody(draft)).toEqual(body)
    expect(draft.url).toBe('https://push-api.cloud.honor.com/api/v1/104413000/sendMessage')
    expect(draft.method).toBe('POST')
    expect(draft.headers).toEqual({ 'content-type': 'application/json; charset=UTF-8' })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes)
  })
})
