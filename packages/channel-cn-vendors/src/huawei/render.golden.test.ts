import type { Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HuaweiConfig, huawei } from './index.ts'
import { app, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes?: Partial<Notification>
  readonly config?: Partial<HuaweiConfig>
  readonly tokens?: readonly string[]
  readonly unread?: number
  readonly url?: string
  readonly body: object
  readonly notes?: readonly string[]
}

// By another tool: `printf msg-1 | sha256sum` begins with 3a0de379, `printf topic | sha256sum` with 23d611a6.
const notifyId = 973_988_730
const topic = { notifyId: 601_231_783, group: 83 }

const held = { title: 'Bob', body: 'a new msg from bob', click_action: { type: 3 }, notify_id: notifyId }
const badge = { class: 'com.example.chat.MainActivity', add_num: 1 }
const chat = { category: 'IM', ttl: '86400s' }
const message = (notification: object, android: object = chat, rest: object = {}) => ({
  message: { android: { ...android, notification }, ...rest, token: [token] },
})

/** Written by hand from docs/vendors/huawei.md, "v1/v2 body". */
const goldens: readonly Golden[] = [
  { name: 'a c2c text: IM, open the app, one more on the badge', body: message({ ...held, badge }) },
  {
    name: 'a group message with a mention, to two tokens of which one is given twice',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team' }, title: 'Team', body: '[You were mentioned] Bob: hi' },
    tokens: ['t-1', 't-2', 't-1'],
    body: {
      message: {
        android: { ...chat, notification: { ...held, title: 'Team', body: '[You were mentioned] Bob: hi', badge } },
        token: ['t-1', 't-2'],
      },
    },
  },
  {
    name: 'an image',
    changes: { body: '[Image]', image: 'https://example.com/a.png' },
    body: message({ ...held, body: '[Image]', image: 'https://example.com/a.png', badge }),
  },
  { name: 'silent: importance LOW', changes: { sound: { kind: 'silent' } }, body: message({ ...held, importance: 'LOW', badge }) },
  {
    name: 'a custom sound, from the raw folder',
    changes: { sound: { kind: 'file', name: 'dudulu' }, channelId: 'chat' },
    config: { customSounds: true },
    body: message({ ...held, sound: '/raw/dudulu', default_sound: false, channel_id: 'chat', badge }),
  },
  { name: 'badge off', changes: { badge: false }, body: message(held) },
  { name: 'a badge of 0 clears, though others add', unread: 0, body: message({ ...held, badge: { class: badge.class, set_num: 0 } }) },
  {
    name: 'the unread count, where config says absolute',
    config: { badge: 'absolute' },
    unread: 7,
    body: message({ ...held, badge: { class: badge.class, set_num: 7 } }),
  },
  {
    name: 'no launcher class, so no badge',
    config: { apps: [{ ...app, badgeClass: undefined } as never] },
    body: message(held),
    notes: ['badge-unsupported'],
  },
  { name: 'no title of the sender, but the app’s', changes: { title: 'Chat' }, body: message({ ...held, title: 'Chat', badge }) },
  {
    name: 'a long text with an emoji at the cut goes out as it was fitted',
    changes: { body: `${'x'.repeat(1023)}👍…` },
    body: message({ ...held, body: `${'x'.repeat(1023)}👍…`, badge }),
    notes: ['text-long'],
  },
  {
    name: 'ext of bytes as JSON text in data',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    body: message({ ...held, badge }, chat, { data: '{"ext":"//8A","extEncoding":"base64"}' }),
  },
  {
    name: 'ext of text beside the ids',
    changes: { ext: { text: '{"level":15}' } },
    config: { addIds: true },
    body: message({ ...held, badge }, chat, {
      data: '{"ext":"{\\"level\\":15}","messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}',
    }),
  },
  {
    name: 'notify mode custom opens the configured intent',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end' }] },
    body: message({ ...held, click_action: { type: 1, intent: 'intent:#Intent;component=com.example.chat/.Chat;end' }, badge }),
  },
  {
    name: 'a stated URL',
    changes: { click: { kind: 'url', value: 'https://example.com/x?y=1' } },
    body: message({ ...held, click_action: { type: 2, url: 'https://example.com/x?y=1' }, badge }),
  },
  { name: 'ttl 0: the least there is', changes: { ttl: 0 }, body: message({ ...held, badge }, { category: 'IM', ttl: '1s' }), notes: ['ttl-adjusted'] },
  { name: 'the vendor’s own ttl', changes: { ttl: null }, body: message({ ...held, badge }, { category: 'IM' }) },
  { name: 'marketing', changes: { category: 'marketing' }, body: message({ ...held, badge }, { category: 'MARKETING', ttl: '86400s' }) },
  {
    name: 'an order, which Huawei has no word for',
    changes: { category: 'order' },
    body: message({ ...held, badge }, { category: 'EXPRESS', ttl: '86400s' }),
    notes: ['category-mapped'],
  },
  {
    name: 'a stated collapse key: a group of 1…100, and the same notify id',
    changes: { replaceId: 'topic', collapseKey: 'topic' },
    body: message({ ...held, notify_id: topic.notifyId, badge }, { collapse_key: topic.group, ...chat }),
  },
  {
    name: 'a data message of high urgency',
    changes: { ext: { text: 'call' }, vendor: { passThrough: true, urgency: 'HIGH', category: 'PLAY_VOICE' } },
    body: { message: { android: { urgency: 'HIGH', category: 'PLAY_VOICE', ttl: '86400s' }, data: '{"ext":"call"}', token: [token] } },
  },
  {
    name: 'a check alone, by project, with a review made beforehand',
    changes: { vendor: { review: [{ reviewer: 'tuibian', type: 0, result: 'sig' }] } },
    config: { validateOnly: true, apps: [{ ...app, apiVersion: 2 }] },
    url: 'https://push-api.cloud.huawei.com/v2/736430079244000001/messages:send',
    body: { validate_only: true, ...message({ ...held, badge }), review: [{ reviewer: 'tuibian', type: 0, result: 'sig' }] },
  },
  {
    name: 'every other field of a notification under Huawei’s own name',
    changes: {
      channelId: 'neutral',
      vendor: {
        channelId: 'chat',
        icon: '/raw/ic',
        color: '#FF0000',
        sound: '/raw/shake',
        defaultSound: false,
        group: 'g',
        style: 3,
        inboxContent: ['one', 'two'],
        importance: 'NORMAL',
        foregroundShow: false,
        visibility: 'SECRET',
        when: '2026-11-24T08:00:00.123Z',
        ticker: 'tick',
        notifySummary: 'sum',
        useDefaultVibrate: false,
        useDefaultLight: false,
        vibrateConfig: ['1', '0.5s'],
        profileId: 'p-1',
        titleLocKey: 'T',
        titleLocArgs: ['a'],
        bodyLocKey: 'B',
        bodyLocArgs: ['b', 'c'],
        multiLangKey: { T: { en: 'hi %s', zh: '你好 %s' } },
        buttons: [{ name: 'Later', actionType: 2, data: '{"k":"v"}' }],
        receiptId: 'r-1',
        targetUserType: 1,
      },
    },
    body: message(
      {
        ...held,
        channel_id: 'chat',
        icon: '/raw/ic',
        color: '#FF0000',
        sound: '/raw/shake',
        default_sound: false,
        group: 'g',
        style: 3,
        inbox_content: ['one', 'two'],
        importance: 'NORMAL',
        foreground_show: false,
        visibility: 'SECRET',
        when: '2026-11-24T08:00:00.123Z',
        ticker: 'tick',
        notify_summary: 'sum',
        use_default_vibrate: false,
        use_default_light: false,
        vibrate_config: ['1', '0.5s'],
        profile_id: 'p-1',
        title_loc_key: 'T',
        title_loc_args: ['a'],
        body_loc_key: 'B',
        body_loc_args: ['b', 'c'],
        multi_lang_key: { T: { en: 'hi %s', zh: '你好 %s' } },
        buttons: [{ name: 'Later', action_type: 2, data: '{"k":"v"}' }],
        badge,
      },
      { ...chat, receipt_id: 'r-1', target_user_type: 1 },
    ),
  },
  {
    name: 'a stated intent',
    changes: { click: { kind: 'intent', value: 'intent:#Intent;component=a/.B;end' } },
    body: message({ ...held, click_action: { type: 1, intent: 'intent:#Intent;component=a/.B;end' }, badge }),
  },
  {
    name: 'big text, a tag, buttons and lights under Huawei’s own names',
    changes: {
      vendor: {
        style: 1,
        bigBody: 'the whole story',
        tag: 't',
        biTag: 'b',
        fastAppTarget: 1,
        buttons: [{ name: 'Reply', actionType: 1, intentType: 0, intent: 'i' }],
        lightSettings: { color: { red: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' },
      },
    },
    body: message(
      {
        ...held,
        tag: 't',
        light_settings: { color: { red: 1 }, light_on_duration: '1s', light_off_duration: '2s' },
        buttons: [{ name: 'Reply', action_type: 1, intent_type: 0, intent: 'i' }],
        style: 1,
        big_title: 'Bob',
        big_body: 'the whole story',
        badge,
      },
      { ...chat, bi_tag: 'b', fast_app_target: 1 },
    ),
  },
]

describe('golden requests to Huawei', () => {
  it.each(goldens)('$name', ({ changes = {}, config = {}, tokens = [token], unread = null, url, body, notes = [] }) => {
    const channel = huawei({ apps: [app], ...config })
    const notification = sampleNotification(changes)
    const draft = firstDraft(
      channel,
      notification,
      tokens.map((value, n) => sampleTarget(value, unread, n)),
    )
    expect(requestBody(draft)).toEqual(body)
    expect(draft.url).toBe(url ?? 'https://push-api.cloud.huawei.com/v1/104000001/messages:send')
    expect(draft.method).toBe('POST')
    expect(draft.headers).toEqual({ 'content-type': 'application/json; charset=UTF-8' })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes)
  })
})
