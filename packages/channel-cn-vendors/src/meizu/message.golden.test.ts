import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { meizu } from './index.ts'
import { app, token } from './samples.fixture.ts'

const bar = { noticeMsgType: 1, title: 'Bob', content: 'hi' }
const messageJson = {
  noticeBarInfo: bar,
  clickTypeInfo: { clickType: 0 },
  pushTimeInfo: { offLine: 1, validTime: 24 },
  // By another tool: `printf msg-1 | sha256sum`, its bytes in the alphabet 0-9A-Za-z-_.
  advanceInfo: { notifyKey: 'wDZvoenN' },
}
/** `change`: parts of messageJson that differ from those of a c2c text. */
const golden = (change: Readonly<Record<string, unknown>>, ...notes: readonly string[]): GoldenRequest => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
  body: { appId: '100999', pushIds: token, messageJson: { ...messageJson, ...change } },
  notes,
})
const said = (change: object) => ({ noticeBarInfo: { ...bar, ...change } })

/** Written by hand from docs/vendors/meizu.md: 100 characters of text, counted in UTF-16 units. */
goldenRequests({
  name: 'Meizu',
  newChannel: () => meizu({ apps: [{ ...app, clickActivity: 'com.example.chat.Chat' }] }),
  device: { id: 'd1', platform: 'android', maker: 'Meizu', registrations: [{ channel: 'meizu', token, app: 'com.example.chat' }] },
  url: 'https://server-api-push.meizu.com/garcia/api/server/push/varnished/pushByPushId',
  // The family's 11 units would need 102.
  emojiAfter: 90,
  requests: {
    'a c2c text': golden({}),
    'a group message with a mention': golden(said({ title: 'Team', content: '[You were mentioned] Bob: hi' })),
    'an image': golden(said({ content: '[Image]' }), 'image-unsupported'),
    silent: golden({ advanceInfo: { notificationType: { vibrate: 0, sound: 0 }, notifyKey: 'wDZvoenN' } }),
    'a custom sound': golden({}, 'sound-unsupported'),
    'badge off': golden({}),
    'no title': golden(said({ title: 'bob' })),
    'a long text': golden(said({ content: `${'x'.repeat(99)}…` }), 'text-truncated'),
    'an emoji at the cut': golden(said({ content: `${'x'.repeat(90)}…` }), 'text-truncated'),
    'an ext of bytes': golden({ clickTypeInfo: { clickType: 0, parameters: { ext: '//8A', extEncoding: 'base64' } } }),
    'notify mode custom': golden({ clickTypeInfo: { clickType: 1, activity: 'com.example.chat.Chat', parameters: { ext: '{"level":15}' } } }),
    'ttl 0': golden({ pushTimeInfo: { offLine: 0 } }),
    marketing: golden(said({ noticeMsgType: 0 })),
  },
  more: [
    {
      name: 'a group message with a mention, in Chinese',
      message: { conversation: { type: 'group', id: 'g1', name: '登山 🎉' }, mentions: { users: ['alice'] } },
      recipient: { locale: 'zh-CN' },
      ...golden(said({ title: '登山 🎉', content: '[有人@我] Bob: hi' })),
    },
    { name: 'a badge that is asked for', message: { push: { badge: true } }, ...golden({}, 'badge-unsupported') },
    {
      name: 'a long text of Han characters, whatever bytes they take',
      message: { elements: [{ type: 'text', text: '消'.repeat(101) }] },
      ...golden(said({ content: `${'消'.repeat(99)}…` }), 'text-truncated'),
    },
    {
      name: 'a title of 33 characters',
      message: { push: { title: '标'.repeat(33), body: '文'.repeat(100) } },
      ...golden(said({ title: `${'标'.repeat(31)}…`, content: '文'.repeat(100) }), 'text-truncated'),
    },
    {
      name: 'an emoji of four UTF-16 units at the cut, which goes whole',
      message: { elements: [{ type: 'text', text: `${'x'.repeat(97)}👍🏽` }] },
      ...golden(said({ content: `${'x'.repeat(97)}…` }), 'text-truncated'),
    },
    {
      name: 'a stated URL',
      message: { push: { android: { clickUrl: 'https://a/?b' } } },
      ...golden({ clickTypeInfo: { clickType: 2, url: 'https://a/?b' } }),
    },
    {
      name: 'a ttl of a minute: an hour is the least',
      message: { push: { ttl: 60 } },
      ...golden({ pushTimeInfo: { offLine: 1, validTime: 1 } }, 'ttl-adjusted'),
    },
    {
      name: 'a call of 30 s: tried once',
      message: { push: { category: 'voip', ttl: 30 } },
      ...golden({ pushTimeInfo: { offLine: 0 } }, 'ttl-adjusted'),
    },
    {
      name: 'a message of 59 s: tried once',
      message: { push: { ttl: 59 } },
      ...golden({ pushTimeInfo: { offLine: 0 } }, 'ttl-adjusted'),
    },
    {
      name: 'a ttl of 30 days: 72 hours are the most',
      message: { push: { ttl: 2_592_000 } },
      ...golden({ pushTimeInfo: { offLine: 1, validTime: 72 } }, 'ttl-adjusted'),
    },
    // `printf k1 | sha256sum`, as above
    { name: 'a collapse key', message: { push: { collapseKey: 'k1' } }, ...golden({ advanceInfo: { notifyKey: 'ivnhFzp8' } }) },
    {
      name: 'a preview of the sender alone keeps an expanded text back',
      recipient: { preview: 'sender' },
      message: { push: { vendors: { meizu: { noticeExpandType: 1, noticeExpandContent: 'the whole text' } } } },
      ...golden(said({ content: 'New message' })),
    },
  ],
})
