import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type OppoConfig, oppo } from './index.ts'
import { app, classes, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly config?: Partial<OppoConfig>
  readonly notification: Readonly<Record<string, Json>>
  readonly without?: readonly string[]
  readonly notes?: readonly string[]
}

const approved = { apps: [{ ...app, classes }] }

/** Of the sample's text: by another tool, from the sha256 of `["msg-1",0,"Bob","a new msg from bob"]`; notify id from that of `msg-1`. */
const messageId = 'wrYUYxc8a1PsvpeaHr89VUOZRE-Tujuc'
const base = {
  app_message_id: messageId,
  title: 'Bob',
  content: 'a new msg from bob',
  style: 1,
  click_action_type: 0,
  off_line: true,
  off_line_ttl: 86_400,
  notify_id: 973_988_730,
  badge_operation_type: 1,
  badge_message_count: 1,
} as const
/** Of another text: what it is follows from the text. */
const { app_message_id: _, ...other } = base
const im = {
  channel_id: 'chat',
  category: 'IM',
  notify_level: 2,
  private_msg_template_id: 'T1',
  private_title_parameters: '{"name":"Bob"}',
  private_content_parameters: '{"text":"a new msg from bob"}',
}

/** Written by hand from docs/vendors/oppo.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text of an app without approval: no category', changes: {}, notification: base, notes: ['category-mapped'] },
  {
    name: 'a c2c text of an approved class with its private template',
    changes: {},
    config: approved,
    notification: { ...base, ...im },
    notes: ['template-used'],
  },
  {
    name: 'a group message with a mention, by the class of groups',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team 🎉' }, title: 'Team 🎉', body: '[有人@我] Bob: hi' },
    config: approved,
    notification: {
      ...other,
      title: 'Team 🎉',
      content: '[有人@我] Bob: hi',
      channel_id: 'groups',
      category: 'IM',
      private_msg_template_id: 'T2',
      private_content_parameters: '{"from":"Bob","text":"[有人@我] Bob: hi"}',
    },
    notes: ['template-used'],
  },
  {
    name: 'a template without any variable: no parameters at all',
    changes: { category: 'order' },
    config: approved,
    notification: { ...base, category: 'ORDER', private_msg_template_id: 'T3' },
    notes: ['template-used'],
  },
  {
    name: 'marketing',
    changes: { category: 'marketing' },
    config: approved,
    notification: { ...base, channel_id: 'offers', category: 'MARKETING', notify_level: 1 },
  },
  { name: "no title: the sender's name, never blank", changes: { title: ' ' }, notification: base, notes: ['category-mapped'] },
  {
    name: 'a long text as it was fitted: 50 characters',
    changes: { body: `${'消'.repeat(49)}…` },
    notification: { ...other, content: `${'消'.repeat(49)}…` },
    notes: ['category-mapped'],
  },
  {
    name: 'an emoji at the cut: each of its code points counts one',
    changes: { body: `${'x'.repeat(47)}👍🏽…` },
    notification: { ...other, content: `${'x'.repeat(47)}👍🏽…` },
    notes: ['category-mapped'],
  },
  {
    name: 'long text, style 2: 128 characters',
    changes: { body: 'x'.repeat(128) },
    config: { style: 2 },
    notification: { ...other, content: 'x'.repeat(128), style: 2 },
    notes: ['category-mapped'],
  },
  {
    name: 'an ext of text: action_parameters is JSON text, no object',
    changes: { ext: { text: '{"level":15}' } },
    notification: { ...base, action_parameters: '{"ext":"{\\"level\\":15}"}' },
    notes: ['category-mapped'],
  },
  {
    name: 'an ext of bytes, with the ids',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    config: { addIds: true },
    notification: { ...base, action_parameters: '{"ext":"//8A","extEncoding":"base64","messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}' },
    notes: ['category-mapped'],
  },
  {
    name: 'notify mode custom: an intent scheme URL',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickIntent: 'intent:#Intent;component=a/.B;end', clickActivity: 'a.B', clickAction: 'a.OPEN' }] },
    notification: { ...base, click_action_type: 5, click_action_url: 'intent:#Intent;component=a/.B;end' },
    notes: ['category-mapped'],
  },
  {
    name: 'notify mode custom: an activity by its full class name',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickActivity: 'com.example.chat.Open', clickAction: 'a.OPEN' }] },
    notification: { ...base, click_action_type: 4, click_action_activity: 'com.example.chat.Open' },
    notes: ['category-mapped'],
  },
  {
    name: 'notify mode custom: an activity by intent action',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, clickAction: 'com.example.OPEN' }] },
    notification: { ...base, click_action_type: 1, click_action_activity: 'com.example.OPEN' },
    notes: ['category-mapped'],
  },
  {
    name: 'notify mode custom without any target',
    changes: { notifyMode: 'custom' },
    notification: base,
    notes: ['category-mapped', 'notify-mode-unsupported'],
  },
  {
    name: 'a web page',
    changes: { click: { kind: 'url', value: 'https://example.com/?a=b&c=d' } },
    notification: { ...base, click_action_type: 2, click_action_url: 'https://example.com/?a=b&c=d' },
    notes: ['category-mapped'],
  },
  {
    name: 'a stated intent',
    changes: { click: { kind: 'intent', value: 'intent:#Intent;component=a/.C;end' } },
    notification: { ...base, click_action_type: 5, click_action_url: 'intent:#Intent;component=a/.C;end' },
    notes: ['category-mapped'],
  },
  { name: 'ttl 0: not kept for later', changes: { ttl: 0 }, notification: { ...base, off_line: false }, without: ['off_line_ttl'], notes: ['category-mapped'] },
  { name: "OPPO's own ttl", changes: { ttl: null }, notification: base, without: ['off_line_ttl'], notes: ['category-mapped'] },
  {
    name: 'badge off and a default sound',
    changes: { badge: false },
    notification: base,
    without: ['badge_operation_type', 'badge_message_count'],
    notes: ['category-mapped'],
  },
  {
    name: 'receipts',
    changes: {},
    config: { apps: [{ ...app, callback: { url: 'https://example.com/r', param: 'p' } }] },
    notification: { ...base, call_back_url: 'https://example.com/r', call_back_parameter: 'p' },
    notes: ['category-mapped'],
  },
  {
    name: 'template parameters as objects, where config says so',
    changes: {},
    config: { ...approved, templateParamsAs: 'object' },
    notification: { ...base, ...im, private_title_parameters: { name: 'Bob' }, private_content_parameters: { text: 'a new msg from bob' } },
    notes: ['template-used'],
  },
  {
    name: 'every field that OPPO alone has',
    changes: {
      vendor: {
        subTitle: 'sub',
        networkType: 1,
        showTtl: 3600,
        channelId: 'own',
        category: 'NEWS',
        notifyLevel: 16,
        privateMsgTemplateId: 'T9',
        privateTitleParameters: { who: '{sender}' },
        privateContentParameters: { what: '{title}: {body}' },
      },
    },
    config: approved,
    notification: {
      ...base,
      sub_title: 'sub',
      network_type: 1,
      show_ttl: 3600,
      channel_id: 'own',
      category: 'NEWS',
      notify_level: 16,
      private_msg_template_id: 'T9',
      private_title_parameters: '{"who":"Bob"}',
      private_content_parameters: '{"what":"Bob: a new msg from bob"}',
    },
    notes: ['template-used'],
  },
]

describe('golden requests to OPPO', () => {
  it.each(goldens)('$name', ({ changes, config = {}, notification: expected, without = [], notes }) => {
    const channel = oppo({ apps: [app], storeGrade: 'A', ...config })
    const notification = sampleNotification(changes)
    const draft = firstDraft(channel, notification, [sampleTarget(token)])
    expect(draft.url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/unicast')
    expect(requestBody(draft)).toEqual({
      message: {
        target_type: 2,
        target_value: token,
        verify_registration_id: true,
        notification: {
          app_message_id: expect.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_-]{31}$/),
          ...Object.fromEntries(Object.entries(expected).filter(([name]) => !without.includes(name))),
        },
      },
    })
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes ?? [])
  })
})
