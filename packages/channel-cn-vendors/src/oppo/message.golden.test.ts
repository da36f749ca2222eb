import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { expect } from 'vitest'
import { oppo } from './index.ts'
import { app, token } from './samples.fixture.ts'

const clickIntent = 'intent:#Intent;component=com.example.chat/.Chat;end'

/** Of an app whose IM class OPPO approved. Notify id by another tool: `printf msg-1 | sha256sum`, its first 31 bits, plus one. */
const notification = {
  app_message_id: expect.stringMatching(/^[0-9A-Za-z_-]{32}$/),
  title: 'Bob',
  content: 'hi',
  style: 1,
  click_action_type: 0,
  off_line: true,
  off_line_ttl: 86_400,
  notify_id: 973_988_730,
  channel_id: 'chat',
  category: 'IM',
  notify_level: 2,
  badge_operation_type: 0,
  badge_message_count: 7,
}
/** `change`: fields that differ from those of a c2c text; undefined: left out. */
const golden = (change: Readonly<Record<string, unknown>>, ...notes: readonly string[]): GoldenRequest => {
  const members = Object.fromEntries(Object.entries({ ...notification, ...change }).filter(([, value]) => value !== undefined))
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: { message: { target_type: 2, target_value: token, verify_registration_id: true, notification: members } },
    notes,
  }
}

/** Written by hand from docs/vendors/oppo.md: 50 characters of text, every one counted as one. */
goldenRequests({
  name: 'OPPO',
  newChannel: () =>
    oppo({
      storeGrade: 'A',
      apps: [{ ...app, classes: { im: { category: 'IM', notifyLevel: 2, channelId: 'chat' }, marketing: { category: 'MARKETING' } }, clickIntent }],
    }),
  device: { id: 'd1', platform: 'android', maker: 'OPPO', registrations: [{ channel: 'oppo', token, app: 'com.example.chat' }] },
  url: 'https://api.push.oppomobile.com/server/v1/message/notification/unicast',
  // The family's 7 characters would need 53.
  emojiAfter: 45,
  requests: {
    'a c2c text': golden({}),
    'a group message with a mention': golden({ title: 'Team', content: '[You were mentioned] Bob: hi' }),
    'an image': golden({ content: '[Image]' }, 'image-unsupported'),
    silent: golden({}, 'silent-unsupported'),
    'a custom sound': golden({}, 'sound-unsupported'),
    'badge off': golden({ badge_operation_type: undefined, badge_message_count: undefined }),
    'no title': golden({ title: 'bob' }),
    'a long text': golden({ content: `${'x'.repeat(49)}…` }, 'text-truncated'),
    'an emoji at the cut': golden({ content: `${'x'.repeat(45)}…` }, 'text-truncated'),
    'an ext of bytes': golden({ action_parameters: '{"ext":"//8A","extEncoding":"base64"}' }),
    'notify mode custom': golden({ click_action_type: 5, click_action_url: clickIntent, action_parameters: '{"ext":"{\\"level\\":15}"}' }),
    'ttl 0': golden({ off_line: false, off_line_ttl: undefined }),
    marketing: golden({ category: 'MARKETING', notify_level: undefined, channel_id: undefined }),
  },
  more: [
    {
      name: 'a group message with a mention, in Chinese',
      message: { conversation: { type: 'group', id: 'g1', name: '登山 🎉' }, mentions: { users: ['alice'] } },
      recipient: { locale: 'zh-CN' },
      ...golden({ title: '登山 🎉', content: '[有人@我] Bob: hi' }),
    },
    { name: 'a badge that is asked for', message: { push: { badge: true } }, ...golden({}) },
    {
      name: 'a long text of Han characters, each counting one',
      message: { elements: [{ type: 'text', text: '消'.repeat(51) }] },
      ...golden({ content: `${'消'.repeat(49)}…` }, 'text-truncated'),
    },
    { name: 'a long title', message: { push: { title: '标'.repeat(51) } }, ...golden({ title: `${'标'.repeat(49)}…` }, 'text-truncated') },
    {
      name: 'an emoji of two code points at the cut, which goes whole',
      message: { elements: [{ type: 'text', text: `${'x'.repeat(48)}👍🏽y` }] },
      ...golden({ content: `${'x'.repeat(48)}…` }, 'text-truncated'),
    },
    {
      name: 'long text, style 2, stated by the message: 128 characters',
      message: { push: { body: 'x'.repeat(129), vendors: { oppo: { style: 2 } } } },
      ...golden({ content: `${'x'.repeat(127)}…`, style: 2 }, 'text-truncated'),
    },
    {
      name: 'an ext too large: action_parameters has 4000 characters',
      message: { push: { ext: '消'.repeat(4000) } },
      ...golden({}, 'ext-dropped'),
    },
    {
      name: 'a stated URL',
      message: { push: { android: { clickUrl: 'https://a/?b' } } },
      ...golden({ click_action_type: 2, click_action_url: 'https://a/?b' }),
    },
    { name: 'a call of 30 s', message: { push: { category: 'im', ttl: 30 } }, ...golden({ off_line_ttl: 30 }) },
    { name: 'a ttl of a second, the least', message: { push: { ttl: 1 } }, ...golden({ off_line_ttl: 1 }) },
    { name: 'a ttl of 30 days: ten are the most', message: { push: { ttl: 2_592_000 } }, ...golden({ off_line_ttl: 864_000 }, 'ttl-adjusted') },
    {
      name: 'a class that nobody approved',
      message: { push: { category: 'order' } },
      ...golden({ category: undefined, notify_level: undefined, channel_id: undefined }, 'category-mapped'),
    },
    // `printf k1 | sha256sum`
    { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, ...golden({ notify_id: 1_790_570_988 }) },
    {
      name: 'a preview of the sender alone',
      recipient: { preview: 'sender' },
      message: { push: { ext: 'x' } },
      ...golden({ content: 'New message' }, 'ext-dropped'),
    },
  ],
})
