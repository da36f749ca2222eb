import type { Json } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { explained, type Scene } from '../common/explained.fixture.ts'
import { meizu } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden extends Scene {
  readonly name: string
  /** Parts of messageJson that differ from those of the first one. */
  readonly differs: Readonly<Record<string, Json>>
  readonly notes?: readonly string[]
}

const channel = meizu({ apps: [{ ...app, clickActivity: 'com.example.chat.Chat' }] })

const bar = { noticeMsgType: 1, title: 'Bob', content: 'a new msg from bob' }
const messageJson = {
  noticeBarInfo: bar,
  clickTypeInfo: { clickType: 0 },
  pushTimeInfo: { offLine: 1, validTime: 24 },
  // By another tool: `printf msg-1 | sha256sum`, its bytes in the alphabet 0-9A-Za-z-_.
  advanceInfo: { notifyKey: 'wDZvoenN' },
}

/** Written by hand from vendors/meizu.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: private', differs: {} },
  {
    name: 'a group message with a mention, in Chinese',
    message: {
      conversation: { type: 'group', id: 'g1', name: '登山 🎉' },
      elements: [{ type: 'text', text: 'hi' }],
      mentions: { users: ['alice'] },
    },
    recipient: { locale: 'zh-CN' },
    differs: { noticeBarInfo: { noticeMsgType: 1, title: '登山 🎉', content: '[有人@我] Bob: hi' } },
  },
  {
    name: 'an image: for VIP apps only, from an upload of their own',
    message: { elements: [{ type: 'image' }], push: { image: 'https://example.com/a.png' } },
    differs: { noticeBarInfo: { ...bar, content: '[Image]' } },
    notes: ['image-unsupported'],
  },
  {
    name: 'silent',
    message: { push: { android: { sound: { silent: true } } } },
    differs: { advanceInfo: { notificationType: { vibrate: 0, sound: 0 }, notifyKey: 'wDZvoenN' } },
  },
  {
    name: 'a custom sound',
    message: { push: { android: { sound: 'android.resource://pkg/raw/dudulu' } } },
    differs: {},
    notes: ['sound-unsupported'],
  },
  { name: 'badge off', message: { push: { badge: false } }, differs: {} },
  { name: 'a badge that is asked for', message: { push: { badge: true } }, differs: {}, notes: ['badge-unsupported'] },
  {
    name: 'no title: the sender has no name',
    message: { sender: { id: 'bob', name: '  ' }, push: { title: '' } },
    differs: { noticeBarInfo: { ...bar, title: 'bob' } },
  },
  {
    name: 'a long text: 100 characters, whatever bytes they take',
    message: { elements: [{ type: 'text', text: '消'.repeat(101) }] },
    differs: { noticeBarInfo: { ...bar, content: `${'消'.repeat(99)}…` } },
    notes: ['text-truncated'],
  },
  {
    name: 'a title of 33 characters',
    message: { push: { title: '标'.repeat(33), body: '文'.repeat(100) } },
    differs: { noticeBarInfo: { ...bar, title: `${'标'.repeat(31)}…`, content: '文'.repeat(100) } },
    notes: ['text-truncated'],
  },
  {
    name: 'an emoji of four UTF-16 units at the cut goes whole',
    message: { elements: [{ type: 'text', text: `${'x'.repeat(97)}👍🏽` }] },
    differs: { noticeBarInfo: { ...bar, content: `${'x'.repeat(97)}…` } },
    notes: ['text-truncated'],
  },
  {
    name: 'an ext with bytes that are no text',
    message: { push: { ext: { base64: '//8A' } } },
    differs: { clickTypeInfo: { clickType: 0, parameters: { ext: '//8A', extEncoding: 'base64' } } },
  },
  {
    name: 'notify mode custom',
    message: { push: { ext: 'x', android: { notifyMode: 'custom' } } },
    differs: { clickTypeInfo: { clickType: 1, activity: 'com.example.chat.Chat', parameters: { ext: 'x' } } },
  },
  {
    name: 'a stated URL',
    message: { push: { android: { clickUrl: 'https://a/?b' } } },
    differs: { clickTypeInfo: { clickType: 2, url: 'https://a/?b' } },
  },
  { name: 'ttl 0: now or never', message: { push: { ttl: 0 } }, differs: { pushTimeInfo: { offLine: 0 } } },
  {
    name: 'a ttl of a minute: an hour is the least',
    message: { push: { ttl: 60 } },
    differs: { pushTimeInfo: { offLine: 1, validTime: 1 } },
    notes: ['ttl-adjusted'],
  },
  {
    name: 'a ttl of 30 days: 72 hours are the most',
    message: { push: { ttl: 2_592_000 } },
    differs: { pushTimeInfo: { offLine: 1, validTime: 72 } },
    notes: ['ttl-adjusted'],
  },
  { name: 'marketing: public', message: { push: { category: 'marketing' } }, differs: { noticeBarInfo: { ...bar, noticeMsgType: 0 } } },
  // `printf k1 | sha256sum`, as above
  { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, differs: { advanceInfo: { notifyKey: 'ivnhFzp8' } } },
  {
    name: 'a preview of the sender alone keeps an expanded text back',
    recipient: { preview: 'sender' },
    message: { push: { vendors: { meizu: { noticeExpandType: 1, noticeExpandContent: 'the whole text' } } } },
    differs: { noticeBarInfo: { ...bar, content: 'New message' } },
  },
]

describe('golden requests to Meizu of whole messages', () => {
  it.each(goldens)('$name', async ({ differs, notes = [], ...scene }) => {
    const { url, body, notes: told } = await explained(channel, token, scene)
    expect(url).toBe('https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId')
    expect(body).toEqual({ appId: '100999', pushIds: token, messageJson: { ...messageJson, ...differs } })
    expect(told).toEqual(notes)
  })
})
