import type { Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HarmonyConfig, harmony } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes?: Partial<Notification>
  readonly config?: Partial<HarmonyConfig>
  readonly tokens?: readonly string[]
  readonly unread?: number
  readonly pushType?: string
  readonly body: object
  readonly notes?: readonly string[]
}

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379, `printf topic | sha256sum` with 23d611a6.
const notifyId = 973_988_730
const topic = { notifyId: 601_231_783, group: 83 }

const held = { category: 'IM', title: 'Bob', body: 'a new msg from bob', clickAction: { actionType: 0 }, notifyId }
const badge = { addNum: 1 }
/** Of a c2c text, revision 0: by Python's hashlib, 32 characters of the sha256 of `msg-1\n0\n` and the alert's JSON. */
const appMessageId = 'gawYHaekz7leTGSyCMarn1bqjsx1Ys1T'
const request = (notification: object, pushOptions: object = { ttl: 86_400 }) => ({ payload: { notification }, target: { token: [token] }, pushOptions })

/** Written by hand from docs/vendors/huawei.md, "v3 body". */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: IM, open the app, one more on the badge, shown once', config: { dedupe: true }, body: request({ ...held, badge, appMessageId }) },
  {
    name: 'its first edit, which has an id of its own',
    config: { dedupe: true },
    changes: { revision: 1 },
    body: request({ ...held, badge, appMessageId: '1AWMUccbTwSqwZNgggO2NpgYsN9sCrPr' }),
  },
  {
    name: 'a group message with a mention, to two tokens',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team' }, title: 'Team', body: '[有人@我] Bob: hi' },
    tokens: ['t-1', 't-2'],
    body: { ...request({ ...held, title: 'Team', body: '[有人@我] Bob: hi', badge }), target: { token: ['t-1', 't-2'] } },
  },
  {
    name: 'an image',
    changes: { body: '[Image]', image: 'https://example.com/a.png' },
    body: request({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
  },
  {
    name: 'an image of another kind than HarmonyOS shows',
    changes: { image: 'https://example.com/a.webp?w=1' },
    body: request({ ...held, badge }),
    notes: ['image-unsupported'],
  },
  {
    name: 'a custom sound, with the suffix of a rawfile',
    changes: { sound: { kind: 'file', name: 'dudulu' } },
    config: { customSounds: true, soundSuffix: '.mp3' },
    body: request({ ...held, sound: 'dudulu.mp3', badge }),
  },
  { name: 'badge off', changes: { badge: false }, body: request(held) },
  { name: 'a badge of 0 clears, though others add', unread: 0, body: request({ ...held, badge: { setNum: 0 } }) },
  { name: 'the unread count, where config says absolute', config: { badge: 'absolute' }, unread: 120, body: request({ ...held, badge: { setNum: 99 } }) },
  { name: 'an unknown count, absolute: the badge is left alone', config: { badge: 'absolute' }, body: request(held) },
  { name: 'no title of the sender, but the app’s', changes: { title: 'Chat' }, body: request({ ...held, title: 'Chat', badge }) },
  {
    name: 'a long text with an emoji at the cut goes out as it was fitted',
    changes: { body: `${'x'.repeat(1023)}👍…` },
    body: request({ ...held, body: `${'x'.repeat(1023)}👍…`, badge }),
    notes: ['text-long'],
  },
  {
    name: 'ext of bytes in data, an object and no string',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    body: request({ ...held, clickAction: { actionType: 0, data: { ext: '//8A', extEncoding: 'base64' } }, badge }),
  },
  {
    name: 'ext comes with a plain click too, beside the ids',
    changes: { ext: { text: 'e' }, notifyMode: 'custom' },
    config: { addIds: true },
    body: request({
      ...held,
      clickAction: { actionType: 0, data: { ext: 'e', messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c' } },
      badge,
    }),
  },
  {
    name: 'notify mode custom opens the configured action',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickAction: 'com.example.OPEN', clickUri: 'chat://x' }] },
    body: request({ ...held, clickAction: { actionType: 1, action: 'com.example.OPEN' }, badge }),
  },
  {
    name: 'a stated URL',
    changes: { click: { kind: 'url', value: 'https://example.com/x' } },
    body: request({ ...held, clickAction: { actionType: 1, uri: 'https://example.com/x' }, badge }),
  },
  { name: 'ttl 0: the least there is', changes: { ttl: 0 }, body: request({ ...held, badge }, { ttl: 1 }), notes: ['ttl-adjusted'] },
  {
    name: 'the vendor’s own ttl',
    changes: { ttl: null },
    body: { payload: { notification: { ...held, badge } }, target: { token: [token] } },
  },
  { name: 'marketing', changes: { category: 'marketing' }, body: request({ ...held, category: 'MARKETING', badge }) },
  {
    name: 'a to-do, which Huawei has no word for',
    changes: { category: 'todo' },
    body: request({ ...held, category: 'WORK', badge }),
    notes: ['category-mapped'],
  },
  {
    name: 'a stated collapse key: a group of 1…100, and the same notify id',
    changes: { replaceId: 'topic', collapseKey: 'topic' },
    body: request({ ...held, notifyId: topic.notifyId, badge }, { ttl: 86_400, collapseKey: topic.group }),
  },
  {
    name: 'several lines, a test, and a missed call',
    changes: { vendor: { style: 3, inboxContent: ['one', 'two'], category: 'MISS_CALL', testMessage: true, biTag: 'b', receiptId: 'r' } },
    body: request(
      { ...held, category: 'MISS_CALL', inboxContent: ['one', 'two'], style: 3, badge },
      { testMessage: true, ttl: 86_400, biTag: 'b', receiptId: 'r' },
    ),
  },
  {
    name: 'an id of the host’s own, a sound of its own for 30 seconds, a profile, and nothing in the foreground',
    changes: { vendor: { appMessageId: 'host-7', sound: 'ring.mp3', soundDuration: 30, profileId: 'p-1', foregroundShow: false } },
    config: { dedupe: true },
    body: request({ ...held, appMessageId: 'host-7', sound: 'ring.mp3', soundDuration: 30, profileId: 'p-1', foregroundShow: false, badge }),
  },
  {
    name: 'text to speech, of the host’s own form',
    changes: { vendor: { pushType: 2, collapseKey: 7, payload: { notification: { category: 'PLAY_VOICE', title: 't', body: 'b' }, extraData: 'x' } } },
    pushType: '2',
    body: {
      payload: { notification: { category: 'PLAY_VOICE', title: 't', body: 'b' }, extraData: 'x' },
      target: { token: [token] },
      pushOptions: { ttl: 86_400, collapseKey: 7 },
    },
  },
  {
    name: 'a widget, of the host’s own form',
    changes: { vendor: { pushType: 1, payload: { formData: { moduleName: 'entry' } } } },
    pushType: '1',
    body: { payload: { formData: { moduleName: 'entry' } }, target: { token: [token] }, pushOptions: { ttl: 86_400 } },
  },
  {
    name: 'background: extra data and nothing to show',
    changes: { ext: { text: 'sync' }, vendor: { pushType: 6, backgroundMode: 1 } },
    pushType: '6',
    body: { payload: { extraData: '{"ext":"sync"}' }, target: { token: [token] }, pushOptions: { ttl: 86_400, backgroundMode: 1 } },
  },
  {
    name: 'a call: VoIP, which waits a minute at most',
    changes: { kind: 'voip', category: 'voip', body: 'calls you' },
    pushType: '10',
    body: { payload: { extraData: '{"title":"Bob","body":"calls you"}' }, target: { token: [token] }, pushOptions: { ttl: 60 } },
    notes: ['ttl-adjusted'],
  },
  {
    name: 'a live view of the host’s own form',
    changes: { vendor: { pushType: 7, payload: { activityId: 1, operation: 0 } } },
    pushType: '7',
    body: { payload: { activityId: 1, operation: 0 }, target: { token: [token] }, pushOptions: { ttl: 86_400 } },
  },
]

describe('golden requests to HarmonyOS', () => {
  it.each(goldens)('$name', ({ changes = {}, config = {}, tokens = [token], unread = null, pushType = '0', body, notes = [] }) => {
    const channel = harmony({ apps: [app], dedupe: false, ...config })
    const notification = sampleNotification(changes)
    const draft = firstDraft(
      channel,
      notification,
      tokens.map((value, n) => sampleTarget(value, unread, n)),
    )
    expect(requestBody(draft)).toEqual(body)
    expect(draft.url).toBe('https://push-api.cloud.huawei.com/v3/736430079244000001/messages:send')
    expect(draft.method).toBe('POST')
    expect(draft.headers).toEqual({ 'content-type': 'application/json; charset=UTF-8', 'push-type': pushType })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes)
  })
})
