import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { huawei } from './index.ts'
import { app, token } from './samples.fixture.ts'

const clickIntent = 'intent:#Intent;component=com.example.chat/.Chat;end'

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379.
const held = { title: 'Bob', body: 'hi', click_action: { type: 3 }, notify_id: 973_988_730 }
const badge = { class: 'com.example.chat.MainActivity', add_num: 1 }
const chat = { category: 'IM', ttl: '86400s' }
const golden = (notification: object, notes: readonly string[] = [], android: object = chat, rest: object = {}): GoldenRequest => ({
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: { message: { android: { ...android, notification }, ...rest, token: [token] } },
  notes,
})

/**
 * Written by hand from docs/vendors/huawei.md, "v1/v2 body". A body's 4096 bytes but for the 217 of
 * {"message":{"android":{"category":"IM","ttl":"86400s","notification":{"title":"Bob","body":"","click_action":{"t
 * ype":3},"notify_id":973988730,"badge":{"class":"com.example.chat.MainActivity","set_num":99}}},"token":}} and the 3 of … leave 3876.
 */
goldenRequests({
  name: 'Huawei',
  newChannel: () => huawei({ apps: [{ ...app, clickIntent }] }),
  device: { id: 'd1', platform: 'android', maker: 'HUAWEI', registrations: [{ channel: 'huawei', token, app: 'com.example.chat' }] },
  url: 'https://push-api.cloud.huawei.com/v1/104000001/messages:send',
  // The family's 25 bytes would need 3887.
  emojiAfter: 3862,
  requests: {
    'a c2c text': golden({ ...held, badge }),
    'a group message with a mention': golden({ ...held, title: 'Team', body: '[You were mentioned] Bob: hi', badge }),
    'an image': golden({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
    silent: golden({ ...held, importance: 'LOW', badge }),
    'a custom sound': golden({ ...held, badge }, ['sound-unsupported']),
    'badge off': golden(held),
    'no title': golden({ ...held, title: 'bob', badge }),
    'a long text': golden({ ...held, body: `${'x'.repeat(3876)}…`, badge }, ['text-truncated', 'text-long']),
    'an emoji at the cut': golden({ ...held, body: `${'x'.repeat(3862)}…`, badge }, ['text-truncated', 'text-long']),
    'an ext of bytes': golden({ ...held, badge }, [], chat, { data: '{"ext":"//8A","extEncoding":"base64"}' }),
    'notify mode custom': golden({ ...held, click_action: { type: 1, intent: clickIntent }, badge }, [], chat, { data: '{"ext":"{\\"level\\":15}"}' }),
    'ttl 0': golden({ ...held, badge }, ['ttl-adjusted'], { category: 'IM', ttl: '1s' }),
    marketing: golden({ ...held, badge }, [], { category: 'MARKETING', ttl: '86400s' }),
  },
})
