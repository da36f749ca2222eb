import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { expect } from 'vitest'
import { vivo } from './index.ts'
import { app, token } from './samples.fixture.ts'

const clickIntent = 'intent:#Intent;component=com.example.chat/.Chat;end'

/** Notify id by another tool: `printf msg-1 | sha256sum`, its first 31 bits, plus one. */
const request = {
  appId: 10_004,
  regId: token,
  notifyType: 4,
  title: 'Bob',
  content: 'hi',
  timeToLive: 86_400,
  skipType: 1,
  classification: 1,
  category: 'IM',
  notifyId: 973_988_730,
  requestId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9A-Za-z_-]{8}$/),
}
/** `change`: fields that differ from those of a c2c text; undefined: left out. */
const golden = (change: Readonly<Record<string, unknown>>, ...notes: readonly string[]): GoldenRequest => ({
  headers: { 'content-type': 'application/json' },
  body: Object.fromEntries(Object.entries({ ...request, ...change }).filter(([, value]) => value !== undefined)),
  notes,
})

/** Written by hand from docs/vendors/vivo.md: 100 characters, every one counting one, and no square brackets. */
goldenRequests({
  name: 'vivo',
  newChannel: () => vivo({ apps: [{ ...app, clickIntent }] }),
  device: { id: 'd1', platform: 'android', maker: 'vivo', registrations: [{ channel: 'vivo', token, app: 'com.example.chat' }] },
  url: 'https://api-push.vivo.com.cn/message/send',
  // Each of the family's 7 code points counts one, which would need 103.
  emojiAfter: 95,
  requests: {
    'a c2c text': golden({}),
    'a group message with a mention': golden({ title: 'Team', content: '(You were mentioned) Bob: hi' }),
    'an image': golden({ content: '(Image)' }, 'image-unsupported'),
    silent: golden({ notifyType: 1 }),
    'a custom sound': golden({}, 'sound-unsupported'),
    'badge off': golden({}),
    'no title': golden({ title: 'bob' }),
    'a long text': golden({ content: `${'x'.repeat(99)}…` }, 'text-truncated'),
    'an emoji at the cut': golden({ content: `${'x'.repeat(95)}…` }, 'text-truncated'),
    'an ext of bytes': golden({ clientCustomMap: { ext: '//8A', extEncoding: 'base64' } }),
    'notify mode custom': golden({ skipType: 4, skipContent: clickIntent, clientCustomMap: { ext: '{"level":15}' } }),
    'ttl 0': golden({ sendOnline: true, timeToLive: undefined }),
    marketing: golden({ classification: 0, category: 'MARKETING' }),
  },
  more: [
    {
      name: 'a group message with a mention, in Chinese',
      message: { conversation: { type: 'group', id: 'g1', name: '登山 🎉' }, mentions: { users: ['alice'] } },
      recipient: { locale: 'zh-CN' },
      ...golden({ title: '登山 🎉', content: '(有人@我) Bob: hi' }),
    },
    { name: 'a badge that is asked for', message: { push: { badge: true } }, ...golden({}, 'badge-unsupported') },
    {
      name: 'a text of 100 Han characters goes whole',
      message: { elements: [{ type: 'text', text: '消'.repeat(100) }] },
      ...golden({ content: '消'.repeat(100) }),
    },
    {
      name: 'a text of 101 Han characters is cut',
      message: { elements: [{ type: 'text', text: '消'.repeat(101) }] },
      ...golden({ content: `${'消'.repeat(99)}…` }, 'text-truncated'),
    },
    {
      name: 'a title of 40 Han characters goes whole, one more is cut',
      message: { push: { title: '标'.repeat(41), body: '文'.repeat(100) } },
      ...golden({ title: `${'标'.repeat(39)}…`, content: '文'.repeat(100) }, 'text-truncated'),
    },
    {
      name: 'an emoji of two code points at the cut, which goes whole',
      message: { elements: [{ type: 'text', text: `${'x'.repeat(99)}👍🏽` }] },
      ...golden({ content: `${'x'.repeat(99)}…` }, 'text-truncated'),
    },
    {
      name: 'an ext too large: keys and values have 1024 characters',
      message: { push: { ext: 'x'.repeat(1022) } },
      ...golden({}, 'ext-dropped'),
    },
    { name: 'an ext that just fits', message: { push: { ext: '消'.repeat(1021) } }, ...golden({ clientCustomMap: { ext: '消'.repeat(1021) } }) },
    { name: 'a stated URL', message: { push: { android: { clickUrl: 'https://a/?b' } } }, ...golden({ skipType: 2, skipContent: 'https://a/?b' }) },
    { name: 'a ttl of a second: a minute is the least', message: { push: { ttl: 1 } }, ...golden({ timeToLive: 60 }, 'ttl-adjusted') },
    { name: 'a ttl of 30 days: one is the most', message: { push: { ttl: 2_592_000 } }, ...golden({}, 'ttl-adjusted') },
    {
      name: 'a call: vivo has no class for it, and its 30 s are below the least',
      message: { push: { category: 'voip' } },
      ...golden({ timeToLive: 60 }, 'ttl-adjusted', 'category-mapped'),
    },
    // `printf k1 | sha256sum`
    { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, ...golden({ notifyId: 1_790_570_988 }) },
    {
      name: 'a preview of nothing, of an app whose name config does not tell',
      recipient: { preview: 'none' },
      message: { push: { ext: 'x', vendors: { vivo: { skipType: 2, skipContent: 'https://a/secret' } } } },
      ...golden({ title: 'New message', content: 'New message' }, 'ext-dropped'),
    },
  ],
})
