import type { Json } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { explained, type Scene } from '../common/explained.fixture.ts'
import { oppo } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden extends Scene {
  readonly name: string
  /** Fields that differ from those of the first one; null: left out. */
  readonly differs: Readonly<Record<string, Json>>
  readonly notes?: readonly string[]
}

/** An app whose IM class OPPO approved. */
const channel = oppo({
  storeGrade: 'A',
  apps: [
    {
      ...app,
      classes: { im: { category: 'IM', notifyLevel: 2, channelId: 'chat' }, marketing: { category: 'MARKETING' } },
      clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end',
    },
  ],
})

/** Notify id by another tool: `printf msg-1 | sha256sum`, its first 31 bits, plus one. */
const notification = {
  app_message_id: expect.stringMatching(/^[0-9A-Za-z_-]{32}$/),
  title: 'Bob',
  content: 'a new msg from bob',
  style: 1,
  click_action_type: 0,
  off_line: true,
  off_line_ttl: 86_400,
  notify_id: 973_988_730,
  channel_id: 'chat',
  category: 'IM',
  notify_level: 2,
}

/** Written by hand from vendors/oppo.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text', differs: {} },
  {
    name: 'a group message with a mention, in Chinese',
    message: {
      conversation: { type: 'group', id: 'g1', name: '登山 🎉' },
      elements: [{ type: 'text', text: 'hi' }],
      mentions: { users: ['alice'] },
    },
    recipient: { locale: 'zh-CN' },
    differs: { title: '登山 🎉', content: '[有人@我] Bob: hi' },
  },
  {
    name: 'an image: OPPO shows none in a single push',
    message: { elements: [{ type: 'image' }], push: { image: 'https://example.com/a.png' } },
    differs: { content: '[Image]' },
    notes: ['image-unsupported'],
  },
  { name: 'silent', message: { push: { android: { sound: { silent: true } } } }, differs: {}, notes: ['silent-unsupported'] },
  {
    name: 'a custom sound',
    message: { push: { android: { sound: 'android.resource://pkg/raw/dudulu' } } },
    differs: {},
    notes: ['sound-unsupported'],
  },
  { name: 'badge off', message: { push: { badge: false } }, differs: {} },
  { name: 'a badge that is asked for', message: { push: { badge: true } }, differs: {}, notes: ['badge-unsupported'] },
  { name: 'no title: the sender has no name', message: { sender: { id: 'bob', name: '  ' }, push: { title: '' } }, differs: { title: 'bob' } },
  {
    name: 'a long text: 50 characters, Han counting one',
    message: { elements: [{ type: 'text', text: '消'.repeat(51) }] },
    differs: { content: `${'消'.repeat(49)}…` },
    notes: ['text-truncated'],
  },
  {
    name: 'a long title',
    message: { push: { title: '标'.repeat(51) } },
    differs: { title: `${'标'.repeat(49)}…` },
    notes: ['text-truncated'],
  },
  {
    name: 'an emoji of two code points at the cut goes whole',
    message: { elements: [{ type: 'text', text: `${'x'.repeat(48)}👍🏽y` }] },
    differs: { content: `${'x'.repeat(48)}…` },
    notes: ['text-truncated'],
  },
  {
    name: 'long text, style 2, stated by the message: 128 characters',
    message: { push: { body: 'x'.repeat(129), vendors: { oppo: { style: 2 } } } },
    differs: { content: `${'x'.repeat(127)}…`, style: 2 },
    notes: ['text-truncated'],
  },
  {
    name: 'an ext with bytes that are no text',
    message: { push: { ext: { base64: '//8A' } } },
    differs: { action_parameters: '{"ext":"//8A","extEncoding":"base64"}' },
  },
  {
    name: 'an ext too large: action_parameters has 4000 characters',
    message: { push: { ext: '消'.repeat(4000) } },
    differs: {},
    notes: ['ext-dropped'],
  },
  {
    name: 'notify mode custom',
    message: { push: { android: { notifyMode: 'custom' } } },
    differs: { click_action_type: 5, click_action_url: 'intent:#Intent;component=com.example.chat/.Chat;end' },
  },
  { name: 'a stated URL', message: { push: { android: { clickUrl: 'https://a/?b' } } }, differs: { click_action_type: 2, click_action_url: 'https://a/?b' } },
  { name: 'ttl 0: now or never', message: { push: { ttl: 0 } }, differs: { off_line: false, off_line_ttl: null } },
  { name: 'a ttl of a minute: an hour is the least', message: { push: { ttl: 60 } }, differs: { off_line_ttl: 3600 }, notes: ['ttl-adjusted'] },
  { name: 'a ttl of 30 days: ten are the most', message: { push: { ttl: 2_592_000 } }, differs: { off_line_ttl: 864_000 }, notes: ['ttl-adjusted'] },
  {
    name: 'marketing',
    message: { push: { category: 'marketing' } },
    differs: { category: 'MARKETING', notify_level: null, channel_id: null },
  },
  {
    name: 'a class that nobody approved',
    message: { push: { category: 'order' } },
    differs: { category: null, notify_level: null, channel_id: null },
    notes: ['category-mapped'],
  },
  // `printf k1 | sha256sum`
  { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, differs: { notify_id: 1_790_570_988 } },
  {
    name: 'a preview of the sender alone',
    recipient: { preview: 'sender' },
    message: { push: { ext: 'x' } },
    differs: { content: 'New message' },
    notes: ['ext-dropped'],
  },
]

describe('golden requests to OPPO of whole messages', () => {
  it.each(goldens)('$name', async ({ differs, notes = [], ...scene }) => {
    const { url, body, notes: told } = await explained(channel, token, scene)
    expect(url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/unicast')
    const expected = Object.fromEntries(Object.entries({ ...notification, ...differs }).filter(([, value]) => value !== null))
    expect(body).toEqual({ message: { target_type: 2, target_value: token, verify_registration_id: true, notification: expected } })
    expect(told).toEqual(notes)
  })
})
