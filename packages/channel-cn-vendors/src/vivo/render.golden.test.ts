import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type VivoConfig, vivo } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly config?: Partial<VivoConfig>
  readonly body: Readonly<Record<string, Json>>
  readonly without?: readonly string[]
  readonly notes?: readonly string[]
}

/** The mark behind the target's id, by another tool: from the sha256 of `["Bob","a new msg from bob"]`; notify id from that of `msg-1`. */
const requestId = '0f8fad5b-d9cb-469f-a165-708670000000-w-DmQei1'
const body = {
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
  requestId,
} as const
/** Of another text: what its request id is follows from the text. */
const { requestId: _, ...other } = body

/** Written by hand from docs/vendors/vivo.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: classification 1, category IM', changes: {}, body },
  {
    name: 'a group message with a mention',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team 🎉' }, title: 'Team 🎉', body: '[有人@我] Bob: hi' },
    body: { ...other, title: 'Team 🎉', content: '(有人@我) Bob: hi' },
  },
  { name: 'silent: neither sound nor vibration', changes: { sound: { kind: 'silent' } }, body: { ...body, notifyType: 1 } },
  { name: 'badge off, a default sound: vivo has no sounds', changes: { badge: false }, body },
  { name: "no title: the sender's name, never blank", changes: { title: ' ' }, body },
  {
    name: 'a long text as it was fitted',
    changes: { body: `${'消'.repeat(49)}…` },
    body: { ...other, content: `${'消'.repeat(49)}…` },
  },
  {
    name: 'an emoji at the cut',
    changes: { body: `${'x'.repeat(94)}👍🏽…` },
    body: { ...other, content: `${'x'.repeat(94)}👍🏽…` },
  },
  { name: 'an ext of text: strings to strings', changes: { ext: { text: '{"level":15}' } }, body: { ...body, clientCustomMap: { ext: '{"level":15}' } } },
  {
    name: 'an ext of bytes, with the ids',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    config: { addIds: true },
    body: { ...body, clientCustomMap: { ext: '//8A', extEncoding: 'base64', messageId: 'msg-1', conversationId: 'bob', conversationType: 'c2c' } },
  },
  {
    name: 'notify mode custom: the configured page in the app',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end' }] },
    body: { ...body, skipType: 4, skipContent: 'intent:#Intent;component=com.example.chat/.Chat;end' },
  },
  { name: 'notify mode custom without a page', changes: { notifyMode: 'custom' }, body, notes: ['notify-mode-unsupported'] },
  {
    name: 'a web page',
    changes: { click: { kind: 'url', value: 'https://example.com/?a=b&c=d' } },
    body: { ...body, skipType: 2, skipContent: 'https://example.com/?a=b&c=d' },
  },
  {
    name: 'a stated intent',
    changes: { click: { kind: 'intent', value: 'intent:#Intent;component=a/.C;end' } },
    body: { ...body, skipType: 4, skipContent: 'intent:#Intent;component=a/.C;end' },
  },
  { name: 'ttl 0: to devices online now', changes: { ttl: 0 }, body: { ...body, sendOnline: true }, without: ['timeToLive'] },
  { name: "vivo's own ttl", changes: { ttl: null }, body, without: ['timeToLive'] },
  { name: 'marketing: operation, with its word', changes: { category: 'marketing' }, body: { ...body, classification: 0, category: 'MARKETING' } },
  { name: 'a call: no word of its own', changes: { category: 'voip' }, body, notes: ['category-mapped'] },
  { name: 'the placeholder of an app id', changes: {}, config: { apps: [{ ...app, appId: '<appId>' }] }, body: { ...body, appId: '<appId>' } },
  {
    name: 'receipts',
    changes: {},
    config: { apps: [{ ...app, callback: { url: 'https://example.com/r', param: 'p', id: '7' } }] },
    body: { ...body, extra: { callback: 'https://example.com/r', 'callback.param': 'p', 'callback.id': '7' } },
  },
  { name: 'a test message', changes: {}, config: { pushMode: 1 }, body: { ...body, pushMode: 1 } },
  {
    name: 'every field that vivo alone has',
    changes: {
      vendor: {
        notifyType: 2,
        skipType: 3,
        skipContent: 'custom',
        networkType: 1,
        category: 'TODO',
        clientCustomMap: { own: 'key' },
        pushMode: 1,
        foregroundShow: false,
        profileId: 'user-1',
        sendOnline: true,
        auditReview: [{ reviewer: 'r', result: 1 }],
        timedDisplay: { showStartTime: '1795517200000', showEndTime: '1795520800000', overtimeDisplay: true },
      },
    },
    body: {
      ...body,
      notifyType: 2,
      skipType: 3,
      skipContent: 'custom',
      networkType: 1,
      category: 'TODO',
      clientCustomMap: { own: 'key' },
      pushMode: 1,
      foregroundShow: false,
      profileId: 'user-1',
      sendOnline: true,
      auditReview: [{ reviewer: 'r', result: 1 }],
      timedDisplay: { showStartTime: 1_795_517_200_000, showEndTime: 1_795_520_800_000, overtimeDisplay: true },
    },
  },
]

describe('golden requests to vivo', () => {
  it.each(goldens)('$name', ({ changes, config = {}, body: expected, without = [], notes }) => {
    const channel = vivo({ apps: [app], ...config })
    const notification = sampleNotification(changes)
    const draft = firstDraft(channel, notification, [sampleTarget(token)])
    expect(draft.url).toBe('https://api-push.vivo.com.cn/message/send')
    expect(draft.headers).toEqual({ 'content-type': 'application/json' })
    expect(requestBody(draft)).toEqual({
      requestId: expect.stringMatching(/^0f8fad5b-d9cb-469f-a165-708670000000-[0-9A-Za-z_-]{8}$/),
      ...Object.fromEntries(Object.entries(expected).filter(([name]) => !without.includes(name))),
    })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes ?? [])
  })
})
