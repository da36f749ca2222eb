import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type MeizuConfig, meizu } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly config?: Partial<MeizuConfig>
  readonly tokens?: readonly string[]
  /** Parts of messageJson that differ from those of the first one; null: left out. */
  readonly parts: Readonly<Record<string, Json>>
  readonly notes?: readonly string[]
}

/** By another tool, from `printf msg-1 | sha256sum`. */
const notifyKey = 'wDZvoenN'
const bar = { noticeMsgType: 1, title: 'Bob', content: 'a new msg from bob' }
const message = {
  noticeBarInfo: bar,
  clickTypeInfo: { clickType: 0 },
  pushTimeInfo: { offLine: 1, validTime: 24 },
  advanceInfo: { notifyKey },
}

/** Written by hand from docs/vendors/meizu.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: private, kept for a day', changes: {}, parts: {} },
  {
    name: 'a group message with a mention, to two ids',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team 🎉' }, title: 'Team 🎉', body: '[有人@我] Bob: hi' },
    tokens: ['RA50a', 'RA50b'],
    parts: { noticeBarInfo: { noticeMsgType: 1, title: 'Team 🎉', content: '[有人@我] Bob: hi' } },
  },
  {
    name: 'silent: neither sound nor vibration',
    changes: { sound: { kind: 'silent' } },
    parts: { advanceInfo: { notificationType: { vibrate: 0, sound: 0 }, notifyKey } },
  },
  { name: 'badge off, a default sound: Meizu has neither badge nor sound files', changes: { badge: false }, parts: {} },
  { name: "no title: the sender's name, never blank", changes: { title: ' ' }, parts: {} },
  {
    name: 'a long text as it was fitted: 100 characters, whatever bytes they take',
    changes: { body: `${'消'.repeat(99)}…` },
    parts: { noticeBarInfo: { ...bar, content: `${'消'.repeat(99)}…` } },
  },
  {
    name: 'an emoji at the cut',
    changes: { body: `${'x'.repeat(95)}👍🏽…` },
    parts: { noticeBarInfo: { ...bar, content: `${'x'.repeat(95)}👍🏽…` } },
  },
  {
    name: 'an ext of text: parameters are an object',
    changes: { ext: { text: '{"level":15}' } },
    parts: { clickTypeInfo: { clickType: 0, parameters: { ext: '{"level":15}' } } },
  },
  {
    name: 'an ext of bytes, with the ids',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    config: { addIds: true },
    parts: {
      clickTypeInfo: {
        clickType: 0,
        parameters: { ext: '//8A', extEncoding: 'base64', messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c' },
      },
    },
  },
  {
    name: 'notify mode custom: the configured activity',
    changes: { notifyMode: 'custom', ext: { text: 'x' } },
    config: { apps: [{ ...app, clickActivity: 'com.example.chat.Open' }] },
    parts: { clickTypeInfo: { clickType: 1, activity: 'com.example.chat.Open', parameters: { ext: 'x' } } },
  },
  { name: 'notify mode custom without an activity', changes: { notifyMode: 'custom' }, parts: {}, notes: ['notify-mode-unsupported'] },
  {
    name: 'a web page',
    changes: { click: { kind: 'url', value: 'https://example.com/?a=b&c=d' } },
    parts: { clickTypeInfo: { clickType: 2, url: 'https://example.com/?a=b&c=d' } },
  },
  {
    name: 'a stated intent: a URI local to the app',
    changes: { click: { kind: 'intent', value: 'intent:#Intent;component=a/.C;end' } },
    parts: { clickTypeInfo: { clickType: 2, url: 'intent:#Intent;component=a/.C;end' } },
  },
  { name: 'ttl 0: tried once', changes: { ttl: 0 }, parts: { pushTimeInfo: { offLine: 0 } } },
  { name: 'a call of 59 minutes: tried once', changes: { ttl: 3599, category: 'voip' }, parts: { pushTimeInfo: { offLine: 0 } }, notes: ['ttl-adjusted'] },
  { name: 'a call of an hour', changes: { ttl: 3600, category: 'voip' }, parts: { pushTimeInfo: { offLine: 1, validTime: 1 } } },
  { name: "Meizu's own ttl", changes: { ttl: null }, parts: { pushTimeInfo: null } },
  { name: 'a ttl of 5,399 s: one hour', changes: { ttl: 5399 }, parts: { pushTimeInfo: { offLine: 1, validTime: 1 } }, notes: ['ttl-adjusted'] },
  { name: 'three days', changes: { ttl: 259_200 }, parts: { pushTimeInfo: { offLine: 1, validTime: 72 } } },
  { name: 'marketing: public', changes: { category: 'marketing' }, parts: { noticeBarInfo: { ...bar, noticeMsgType: 0 } } },
  {
    name: 'receipts, both kinds by default',
    changes: {},
    config: { apps: [{ ...app, callback: { url: 'https://example.com/r', param: 'p' } }] },
    parts: { extra: { callback: 'https://example.com/r', 'callback.param': 'p', 'callback.type': 3 } },
  },
  {
    name: 'every field that Meizu alone has',
    changes: {
      vendor: {
        noticeMsgType: 0,
        noticeBarType: 2,
        noticeExpandType: 1,
        noticeExpandContent: 'the whole long text',
        suspend: 0,
        clearNoticeBar: 0,
        fixStartDisplayTime: '2026-11-23 10:00:00',
        fixEndDisplayTime: '2026-11-23 12:00:00',
        vibrate: 1,
        lights: 0,
        sound: 1,
      },
    },
    parts: {
      noticeBarInfo: { ...bar, noticeMsgType: 0, noticeBarType: 2 },
      noticeExpandInfo: { noticeExpandType: 1, noticeExpandContent: 'the whole long text' },
      advanceInfo: {
        suspend: 0,
        clearNoticeBar: 0,
        fixDisplay: 1,
        fixStartDisplayTime: '2026-11-23 10:00:00',
        fixEndDisplayTime: '2026-11-23 12:00:00',
        notificationType: { vibrate: 1, lights: 0, sound: 1 },
        notifyKey,
      },
    },
  },
  {
    name: 'a big image: switched off by Meizu',
    changes: { vendor: { noticeExpandType: 2, noticeExpandImgUrl: 'https://img.meizu.com/1.png' } },
    parts: {},
    notes: ['field-dropped'],
  },
]

describe('golden requests to Meizu', () => {
  it.each(goldens)('$name', ({ changes, config = {}, tokens = [token], parts, notes }) => {
    const channel = meizu({ apps: [app], ...config })
    const notification = sampleNotification(changes)
    const targets = tokens.map((each, n) => sampleTarget(each, null, n))
    const draft = firstDraft(channel, notification, targets)
    expect(draft.url).toBe('https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId')
    expect(draft.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })
    expect(requestBody(draft)).toEqual({
      appId: '100999',
      pushIds: tokens.join(','),
      messageJson: Object.fromEntries(Object.entries({ ...message, ...parts }).filter(([, part]) => part !== null)),
    })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes ?? [])
  })
})
