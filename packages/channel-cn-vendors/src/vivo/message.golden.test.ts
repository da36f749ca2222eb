import type { Json } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { explained, type Scene } from '../common/explained.fixture.ts'
import { vivo } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden extends Scene {
  readonly name: string
  /** Fields that differ from those of the first one; null: left out. */
  readonly differs: Readonly<Record<string, Json>>
  readonly notes?: readonly string[]
}

const channel = vivo({ apps: [{ ...app, clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end' }] })

/** Notify id by another tool: `printf msg-1 | sha256sum`, its first 31 bits, plus one. */
const request = {
  appId: 10_004,
  regId: token,
  notifyType: 4,
  title: 'Bob',
  content: 'a new msg from bob',
  timeToLive: 86_400,
  skipType: 1,
  classification: 1,
  category: 'IM',
  notifyId: 973_988_730,
  requestId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9A-Za-z_-]{8}$/),
}

/** Written by hand from vendors/vivo.md. */
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
    name: 'an image: vivo shows none',
    message: { elements: [{ type: 'image' }], push: { image: 'https://example.com/a.png' } },
    differs: { content: '[Image]' },
    notes: ['image-unsupported'],
  },
  { name: 'silent', message: { push: { android: { sound: { silent: true } } } }, differs: { notifyType: 1 } },
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
    name: 'a long text: 100 by the older count, Han and … counting two',
    message: { elements: [{ type: 'text', text: '消'.repeat(51) }] },
    differs: { content: `${'消'.repeat(49)}…` },
    notes: ['text-truncated'],
  },
  {
    name: 'a title of 20 Han characters goes whole, one more is cut',
    message: { push: { title: '标'.repeat(21), body: '文'.repeat(50) } },
    differs: { title: `${'标'.repeat(19)}…`, content: '文'.repeat(50) },
    notes: ['text-truncated'],
  },
  {
    name: 'an emoji of two code points at the cut goes whole',
    message: { elements: [{ type: 'text', text: `${'x'.repeat(97)}👍🏽` }] },
    differs: { content: `${'x'.repeat(97)}…` },
    notes: ['text-truncated'],
  },
  {
    name: 'an ext with bytes that are no text',
    message: { push: { ext: { base64: '//8A' } } },
    differs: { clientCustomMap: { ext: '//8A', extEncoding: 'base64' } },
  },
  {
    name: 'an ext too large: keys and values have 1024 characters',
    message: { push: { ext: 'x'.repeat(1022) } },
    differs: {},
    notes: ['ext-dropped'],
  },
  { name: 'an ext that just fits', message: { push: { ext: '消'.repeat(1021) } }, differs: { clientCustomMap: { ext: '消'.repeat(1021) } } },
  {
    name: 'notify mode custom',
    message: { push: { android: { notifyMode: 'custom' } } },
    differs: { skipType: 4, skipContent: 'intent:#Intent;component=com.example.chat/.Chat;end' },
  },
  { name: 'a stated URL', message: { push: { android: { clickUrl: 'https://a/?b' } } }, differs: { skipType: 2, skipContent: 'https://a/?b' } },
  { name: 'ttl 0: now or never', message: { push: { ttl: 0 } }, differs: { sendOnline: true, timeToLive: null } },
  { name: 'a ttl of a second: a minute is the least', message: { push: { ttl: 1 } }, differs: { timeToLive: 60 }, notes: ['ttl-adjusted'] },
  { name: 'a ttl of 30 days: one is the most', message: { push: { ttl: 2_592_000 } }, differs: {}, notes: ['ttl-adjusted'] },
  { name: 'marketing: operation', message: { push: { category: 'marketing' } }, differs: { classification: 0, category: 'MARKETING' } },
  { name: 'a call: vivo has no class for it', message: { push: { category: 'voip' } }, differs: {}, notes: ['category-mapped'] },
  // `printf k1 | sha256sum`
  { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, differs: { notifyId: 1_790_570_988 } },
  {
    name: 'a preview of nothing, of an app whose name config does not tell',
    recipient: { preview: 'none' },
    message: { push: { ext: 'x', vendors: { vivo: { skipType: 2, skipContent: 'https://a/secret' } } } },
    differs: { title: 'New message', content: 'New message' },
    notes: ['ext-dropped'],
  },
]

describe('golden requests to vivo of whole messages', () => {
  it.each(goldens)('$name', async ({ differs, notes = [], ...scene }) => {
    const { url, body, notes: told } = await explained(channel, token, scene)
    expect(url).toBe('https://api-push.vivo.com.cn/message/send')
    expect(body).toEqual(Object.fromEntries(Object.entries({ ...request, ...differs }).filter(([, value]) => value !== null)))
    expect(told).toEqual(notes)
  })
})
