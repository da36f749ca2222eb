import { type GoldenRequest, goldenRequests } from '@rouse/testkit/contract'
import { expect } from 'vitest'
import { harmony } from './index.ts'
import { app, token } from './samples.fixture.ts'

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379.
const held = {
  category: 'IM',
  title: 'Bob',
  body: 'hi',
  clickAction: { actionType: 0 },
  notifyId: 973_988_730,
  appMessageId: expect.stringMatching(/^[0-9A-Za-z_-]{32}$/),
}
const badge = { addNum: 1 }
const golden = (notification: object, notes: readonly string[] = [], pushOptions: object = { ttl: 86_400 }): GoldenRequest => ({
  headers: { 'content-type': 'application/json; charset=UTF-8', 'push-type': '0' },
  body: { payload: { notification }, target: { token: [token] }, pushOptions },
  notes,
})

/**
 * Written by hand from docs/vendors/huawei.md, "v3 body". A body's 4096 bytes but for the 242 of
 * {"payload":{"notification":{"category":"IM","notifyId":973988730,"title":"Bob","body":"","clickAction":{"actionType":0},"ap
 * pMessageId":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","badge":{"setNum":99}}},"pushOptions":{"ttl":86400},"target":{"token":}} and the 3 of … leave 3851.
 */
goldenRequests({
  name: 'HarmonyOS',
  newChannel: () => harmony({ apps: [{ ...app, clickAction: 'com.example.OPEN' }] }),
  device: { id: 'd1', platform: 'harmony', osVersion: '5.0.1', registrations: [{ channel: 'harmony', token, app: 'com.example.chat' }] },
  url: 'https://push-api.cloud.huawei.com/v3/736430079244000001/messages:send',
  // The family's 25 bytes would need 3862.
  emojiAfter: 3837,
  requests: {
    'a c2c text': golden({ ...held, badge }),
    'a group message with a mention': golden({ ...held, title: 'Team', body: '[You were mentioned] Bob: hi', badge }),
    'an image': golden({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
    silent: golden({ ...held, badge }, ['silent-unsupported']),
    'a custom sound': golden({ ...held, badge }, ['sound-unsupported']),
    'badge off': golden(held),
    'no title': golden({ ...held, title: 'bob', badge }),
    'a long text': golden({ ...held, body: `${'x'.repeat(3851)}…`, badge }, ['text-truncated', 'text-long']),
    'an emoji at the cut': golden({ ...held, body: `${'x'.repeat(3837)}…`, badge }, ['text-truncated', 'text-long']),
    'an ext of bytes': golden({ ...held, clickAction: { actionType: 0, data: { ext: '//8A', extEncoding: 'base64' } }, badge }),
    'notify mode custom': golden({ ...held, clickAction: { actionType: 1, action: 'com.example.OPEN', data: { ext: '{"level":15}' } }, badge }),
    'ttl 0': golden({ ...held, badge }, ['ttl-adjusted'], { ttl: 1 }),
    marketing: golden({ ...held, category: 'MARKETING', badge }),
  },
})
