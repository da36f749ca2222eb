import type { Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type XiaomiConfig, xiaomi } from './index.ts'
import { app, classes, token } from './samples.fixture.ts'

interface Golden {
  readonly name: string
  readonly changes: Partial<Notification>
  readonly config?: Partial<XiaomiConfig>
  readonly tokens?: readonly string[]
  readonly badge?: number
  readonly fields: Readonly<Record<string, string>>
  readonly without?: readonly string[]
  readonly notes?: readonly string[]
}

const withClasses = { apps: [{ ...app, classes }] }

// By another tool, from `printf msg-1 | sha256sum`, which begins with 3a0de379.
const notifyId = '973988730'
const jobkey = 'wDZvoenN6oBY1F6lK5Xv'

const fields = {
  registration_id: token,
  restricted_package_name: 'com.example.chat',
  pass_through: '0',
  title: 'Bob',
  description: 'a new msg from bob',
  notify_type: '-1',
  notify_id: notifyId,
  time_to_live: '86400000',
  'extra.channel_id': '1001',
  'extra.template_id': 'T1',
  'extra.template_param': '{"name":"Bob","text":"a new msg from bob"}',
  'extra.notify_effect': '1',
  'extra.jobkey': jobkey,
}

/** Written by hand from docs/vendors/xiaomi.md. */
const goldens: readonly Golden[] = [
  { name: 'a c2c text of a private class with its template', changes: {}, fields, notes: ['template-used'] },
  {
    name: 'a c2c text without any class',
    changes: {},
    config: { apps: [app] },
    fields,
    without: ['extra.channel_id', 'extra.template_id', 'extra.template_param'],
    notes: ['category-mapped'],
  },
  {
    name: 'a group message with a mention, to two tokens',
    changes: { conversation: { type: 'group', id: 'team', name: 'Team 🎉' }, title: 'Team 🎉', body: '[You were mentioned] Bob: hi' },
    tokens: ['a+/=', 'b+/='],
    fields: {
      ...fields,
      registration_id: 'a+/=,b+/=',
      title: 'Team 🎉',
      description: '[You were mentioned] Bob: hi',
      'extra.channel_id': '1002',
      'extra.channel_name': 'Groups',
      'extra.template_id': 'T2',
      'extra.template_param': '{"group":"Team","text":"Bob: [You were mentioned] Bob: hi"}',
    },
    notes: ['template-used'],
  },
  {
    name: 'emoji taken out of the template, and fixed text where nothing else was',
    changes: { sender: { id: 'bob', name: 'Bob 👨‍👩‍👧‍👦🇩🇪' }, title: 'Bob 👨‍👩‍👧‍👦🇩🇪', body: '😀☃️' },
    fields: { ...fields, title: 'Bob 👨‍👩‍👧‍👦🇩🇪', description: '😀☃️', 'extra.template_param': '{"name":"Bob","text":"[emoji]"}' },
    notes: ['template-used'],
  },
  { name: 'silent: neither sound nor vibration', changes: { sound: { kind: 'silent' } }, fields: { ...fields, notify_type: '0' }, notes: ['template-used'] },
  {
    name: 'a custom sound, switched on by config',
    changes: { sound: { kind: 'file', name: 'dudulu' } },
    config: { ...withClasses, customSounds: true },
    fields: { ...fields, 'extra.sound_uri': 'android.resource://com.example.chat/raw/dudulu' },
    notes: ['template-used'],
  },
  {
    name: 'a badge, switched on by config',
    changes: {},
    config: { ...withClasses, badge: true },
    badge: 7,
    fields: { ...fields, 'extra.badge': '7' },
    notes: ['template-used'],
  },
  {
    name: 'badge off',
    changes: { badge: false },
    config: { ...withClasses, badge: true },
    badge: 7,
    fields,
    notes: ['template-used'],
  },
  {
    name: "no title: the sender's name, never blank",
    changes: { title: ' ' },
    fields,
    notes: ['template-used'],
  },
  {
    name: 'a long text as it was fitted: 127 characters',
    changes: { body: `${'x'.repeat(126)}…` },
    fields: { ...fields, description: `${'x'.repeat(126)}…`, 'extra.template_param': `{"name":"Bob","text":"${'x'.repeat(126)}…"}` },
    notes: ['template-used'],
  },
  {
    name: 'an emoji at the cut',
    changes: { body: `${'x'.repeat(120)}👍🏽…` },
    fields: { ...fields, description: `${'x'.repeat(120)}👍🏽…`, 'extra.template_param': `{"name":"Bob","text":"${'x'.repeat(120)}…"}` },
    notes: ['template-used'],
  },
  {
    name: 'an ext of text, as JSON text in payload',
    changes: { ext: { text: '{"level":15}' } },
    fields: { ...fields, payload: '{"ext":"{\\"level\\":15}"}' },
    notes: ['template-used'],
  },
  {
    name: 'an ext of bytes',
    changes: { ext: { text: '//8A', encoding: 'base64' } },
    config: { ...withClasses, addIds: true },
    fields: { ...fields, payload: '{"ext":"//8A","extEncoding":"base64","messageId":"msg-1","conversationId":"bob","conversationType":"c2c"}' },
    notes: ['template-used'],
  },
  {
    name: 'notify mode custom: the configured intent',
    changes: { notifyMode: 'custom' },
    config: { apps: [{ ...app, classes, clickIntent: 'intent:#Intent;component=com.example.chat/.Chat;end' }] },
    fields: { ...fields, 'extra.notify_effect': '2', 'extra.intent_uri': 'intent:#Intent;component=com.example.chat/.Chat;end' },
    notes: ['template-used'],
  },
  { name: 'notify mode custom without an intent', changes: { notifyMode: 'custom' }, fields, notes: ['template-used', 'notify-mode-unsupported'] },
  {
    name: 'a web page',
    changes: { click: { kind: 'url', value: 'https://example.com/?a=b&c=d' } },
    fields: { ...fields, 'extra.notify_effect': '3', 'extra.web_uri': 'https://example.com/?a=b&c=d' },
    notes: ['template-used'],
  },
  {
    name: 'ttl 0: only devices online now',
    changes: { ttl: 0 },
    fields: { ...fields, 'extra.only_send_once': '1' },
    without: ['time_to_live'],
    notes: ['template-used'],
  },
  {
    name: 'marketing: a public class, kept one day at most',
    changes: { category: 'marketing', ttl: 600_000 },
    fields: { ...fields, 'extra.channel_id': '2001', 'extra.channel_description': 'Offers' },
    without: ['extra.template_id', 'extra.template_param'],
    notes: ['ttl-adjusted'],
  },
  {
    name: 'every field that Xiaomi alone has',
    changes: {
      vendor: {
        notifyType: 3,
        timeToSend: 1_795_500_000_000,
        channelId: '3001',
        channelName: 'Calls',
        channelDescription: 'Ringing',
        templateId: 'T3',
        templateParam: { who: '{sender}' },
        notifyForeground: 0,
        flowControl: 3000,
        onlySendOnce: 1,
        ticker: 'tick',
        locale: 'zh_CN',
        localeNotIn: 'en_US',
        model: 'mi-4c',
        modelNotIn: 'mi-3',
        appVersion: '1',
        appVersionNotIn: '2',
        connpt: 'wifi',
        extra: { own: 'key' },
      },
    },
    fields: {
      ...fields,
      notify_type: '3',
      time_to_send: '1795500000000',
      'extra.channel_id': '3001',
      'extra.channel_name': 'Calls',
      'extra.channel_description': 'Ringing',
      'extra.template_id': 'T3',
      'extra.template_param': '{"who":"Bob"}',
      'extra.notify_foreground': '0',
      'extra.flow_control': '3000',
      'extra.only_send_once': '1',
      'extra.ticker': 'tick',
      'extra.locale': 'zh_CN',
      'extra.locale_not_in': 'en_US',
      'extra.model': 'mi-4c',
      'extra.model_not_in': 'mi-3',
      'extra.app_version': '1',
      'extra.app_version_not_in': '2',
      'extra.connpt': 'wifi',
      'extra.own': 'key',
    },
    notes: ['template-used'],
  },
]

describe('golden requests to Xiaomi', () => {
  it.each(goldens)('$name', ({ changes, config = withClasses, tokens = [token], badge = null, fields: expected, without = [], notes }) => {
    const channel = xiaomi({ ...withClasses, ...config })
    const notification = sampleNotification(changes)
    const targets = tokens.map((each, n) => sampleTarget(each, badge, n))
    const draft = firstDraft(channel, notification, targets)
    expect(draft.url).toBe('https://api.xmpush.xiaomi.com/v3/message/regid')
    expect(draft.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })
    expect(requestBody(draft)).toEqual(Object.fromEntries(Object.entries(expected).filter(([name]) => !without.includes(name))))
    expect(channel.render(notification, firstApp(channel)).notes.map(note => note.code)).toEqual(notes ?? [])
  })
})
