import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { honor } from './index.ts'
import { app, token } from './samples.fixture.ts'

const clickIntent = 'intent:#Intent;component=com.example.chat/.Chat;end'

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379.
const held = { title: 'Bob', body: 'hi', clickAction: { type: 3 }, importance: 'NORMAL', notifyId: 973_988_730 }
const badge = { badgeClass: 'com.example.chat.MainActivity', addNum: 1 }
const golden = (notification: object, notes: readonly string[] = [], ttl = '86400s', rest: object = {}): GoldenRequest => ({
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  body: { android: { ttl, notification }, ...rest, token: [token] },
  notes,
})

/**
 * Written by hand from docs/vendors/honor.md, "Body". A body's 4096 bytes but for the 213 of
 * {"android":{"ttl":"86400s","notification":{"title":"Bob","body":"","clickAction":{"type":3},"importance":"NORMAL","n
 * otifyId":973988730,"badge":{"badgeClass":"com.example.chat.MainActivity","setNum":99}}},"token":} and the 3 of … leave 3880.
 */
goldenRequests({
  name: 'Honor',
  newChannel: () => honor({ apps: [{ ...app, clickIntent }] }),
  device: { id: 'd1', platform: 'android', maker: 'HONOR', registrations: [{ channel: 'honor', token, app: 'com.example.chat' }] },
  url: 'https://push-api.cloud.honor.com/api/v1/104413000/sendMessage',
  // The family's 25 bytes would need 3891.
  emojiAfter: 3866,
  requests: {
    'a c2c text': golden({ ...held, badge }),
    'a group message with a mention': golden({ ...held, title: 'Team', body: '[You were mentioned] Bob: hi', badge }),
    'an image': golden({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
    silent: golden({ ...held, badge }, ['silent-unsupported']),
    'a custom sound': golden({ ...held, badge }, ['sound-unsupported']),
    'badge off': golden(held),
    'no title': golden({ ...held, title: 'bob', badge }),
    'a long text': golden({ ...held, body: `${'x'.repeat(3880)}…`, badge }, ['text-truncated']),
    'an emoji at the cut': golden({ ...held, body: `${'x'.repeat(3866)}…`, badge }, ['text-truncated']),
    'an ext of bytes': golden({ ...held, badge }, [], '86400s', { data: '{"ext":"//8A","extEncoding":"base64"}' }),
    'notify mode custom': golden({ ...held, clickAction: { type: 1, intent: clickIntent }, badge }, [], '86400s', { data: '{"ext":"{\\"level\\":15}"}' }),
    'ttl 0': golden({ ...held, badge }, ['ttl-adjusted'], '1s'),
    marketing: golden({ ...held, importance: 'LOW', badge }),
  },
})
