import { bytes, type Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import type { HuaweiApp, HuaweiOptions } from './config.ts'
import { huawei } from './index.ts'
import { account, app, token } from './samples.fixture.ts'

interface Message {
  readonly android: { readonly category?: string; readonly collapse_key?: number; readonly ttl?: string; readonly notification: Record<string, unknown> }
  readonly data?: string
}

const made = (changes: Partial<Notification> = {}, entry: Partial<HuaweiApp> = {}, options: HuaweiOptions = {}, unread: number | null = null) => {
  const channel = huawei({ apps: [{ ...app, ...entry }], ...options })
  const notification = sampleNotification(changes)
  const draft = firstDraft(channel, notification, [sampleTarget(token, unread)])
  const { message } = requestBody(draft) as unknown as { readonly message: Message }
  const { notes, quotaClass, key } = channel.render(notification, firstApp(channel))
  return { url: draft.url, message, held: message.android.notification, notes, codes: notes.map(note => note.code), quotaClass, key }
}

describe('rendering for Huawei', () => {
  it.each<readonly [string, Partial<HuaweiApp>, string]>([
    ['v1 by client id', {}, 'https://push-api.cloud.huawei.com/v1/104000001/messages:send'],
    ['v1 by the app id of older documents', { appId: '7' }, 'https://push-api.cloud.huawei.com/v1/7/messages:send'],
    ['v2 by project', { apiVersion: 2 }, 'https://push-api.cloud.huawei.com/v2/736430079244000001/messages:send'],
    [
      'v2 by the service account’s project',
      { clientId: undefined, projectId: undefined, serviceAccount: account } as never,
      'https://push-api.cloud.huawei.com/v2/736430079244000001/messages:send',
    ],
    ['a host of its own', { host: '127.0.0.1', port: 8443 }, 'https://127.0.0.1:8443/v1/104000001/messages:send'],
  ])('goes to %s', (_, entry, url) => {
    expect(made({}, entry).url).toBe(url)
  })

  it('files a chat as IM, so that it is neither silent nor two a day', () => {
    expect(made().message.android.category).toBe('IM')
    expect(made().quotaClass).toBe('service')
    expect(made({ category: 'news' }).quotaClass).toBe('marketing')
    expect(made({ vendor: { targetUserType: 1 } }).quotaClass).toBe('test')
  })

  it.each([
    ['voip', 'VOIP'],
    ['account', 'ACCOUNT'],
    ['subscription', 'SUBSCRIPTION'],
    ['device-reminder', 'DEVICE_REMINDER'],
    ['work', 'WORK'],
    ['mail', 'MAIL'],
    ['travel', 'TRAVEL'],
    ['health', 'HEALTH'],
    ['finance', 'FINANCE'],
    ['express', 'EXPRESS'],
  ])('says %s as %s', (category, word) => {
    expect(made({ category, ttl: 30 })).toMatchObject({ message: { android: { category: word } }, codes: [] })
  })

  it.each([
    ['order', 'EXPRESS'],
    ['todo', 'WORK'],
    ['news', 'MARKETING'],
    ['content', 'MARKETING'],
    ['social', 'MARKETING'],
  ])('says %s as the nearest, %s, and tells so', (category, word) => {
    expect(made({ category })).toMatchObject({ message: { android: { category: word } }, codes: ['category-mapped'] })
  })

  it('takes the nearest from config, and a stated word of Huawei’s before all', () => {
    expect(made({ category: 'order' }, {}, { nearest: { order: 'finance' } }).message.android.category).toBe('FINANCE')
    expect(made({ vendor: { category: 'TRAVEL' } }).message.android.category).toBe('TRAVEL')
    // Merged from two layers: a notification of PLAY_VOICE would be refused.
    expect(made({ vendor: { category: 'PLAY_VOICE' } }).message.android.category).toBe('IM')
  })

  it('writes ttl as text with an s, 15 days at most', () => {
    expect(made({ ttl: 1_296_000 }).message.android.ttl).toBe('1296000s')
    expect(huawei({ apps: [] }).limits.ttl).toEqual({ min: 1, max: 1_296_000 })
  })

  it.each([
    ['30s', 86_400, ['ttl-adjusted']],
    ['20s', 20, []],
    ['1s', 0, ['ttl-adjusted']],
  ])('lets a call wait %s of ttl %j, where vendors.huawei.category is VOIP', (sent, ttl, codes) => {
    const call = made({ vendor: { category: 'VOIP' }, ttl })
    expect(call.message.android.ttl).toBe(sent)
    expect(call.codes.filter(code => code === 'ttl-adjusted')).toEqual(codes)
  })

  it('collapses into a group only when a key is stated', () => {
    expect(made().message.android).not.toHaveProperty('collapse_key')
    expect(made({ vendor: { collapseKey: 0 } }).message.android.collapse_key).toBe(0)
    for (const collapseKey of ['a', 'b', '消息', 'x'.repeat(256)]) {
      const group = made({ collapseKey }).message.android.collapse_key
      expect(group).toBeGreaterThanOrEqual(1)
      expect(group).toBeLessThanOrEqual(100)
    }
  })

  it.each([
    [null, false, { add_num: 1 }],
    [7, false, { add_num: 1 }],
    [0, false, { set_num: 0 }],
    [null, true, undefined],
    [7, true, { set_num: 7 }],
    [0, true, { set_num: 0 }],
    [100, true, { set_num: 99 }],
    [Number.MAX_SAFE_INTEGER, true, { set_num: 99 }],
  ])('of unread %j, absolute %j, makes badge %j', (unread, absolute, badge) => {
    const { held } = made({}, {}, { badge: absolute ? 'absolute' : 'add' }, unread)
    expect(held.badge).toEqual(badge === undefined ? undefined : { class: app.badgeClass, ...badge })
  })

  it('has one importance: silent over Huawei’s word over the neutral one', () => {
    expect(made({ importance: 'low' }).held.importance).toBe('LOW')
    expect(made({ importance: 'normal' }).held.importance).toBe('NORMAL')
    expect(made({ importance: 'low', vendor: { importance: 'NORMAL' } }).held.importance).toBe('NORMAL')
    expect(made({ sound: { kind: 'silent' }, vendor: { importance: 'NORMAL' } }).held.importance).toBe('LOW')
    expect(made().held).not.toHaveProperty('importance')
  })

  it('has neither sound nor vibration where it is silent, whatever is stated for Huawei', () => {
    const vendor = { sound: '/raw/s', defaultSound: true, useDefaultVibrate: true, vibrateConfig: ['1s'], channelId: 'c' }
    expect(made({ vendor }).held).toMatchObject({ sound: '/raw/s', default_sound: true, use_default_vibrate: true, vibrate_config: ['1s'] })
    const { held } = made({ sound: { kind: 'silent' }, vendor })
    expect(Object.keys(held).filter(name => /sound|vibrate/.test(name))).toEqual([])
    expect(held).toMatchObject({ importance: 'LOW', channel_id: 'c' })
  })

  it('opens what is stated, else what config names, else the app with a note', () => {
    const intent = 'intent:#Intent;component=a/.B;end'
    expect(made({ click: { kind: 'intent', value: intent } }).held.click_action).toEqual({ type: 1, intent })
    expect(made({ notifyMode: 'custom' }, { clickAction: 'com.example.OPEN' }).held.click_action).toEqual({ type: 1, action: 'com.example.OPEN' })
    expect(made({ vendor: { action: 'com.example.OPEN' } }).held.click_action).toEqual({ type: 1, action: 'com.example.OPEN' })
    expect(made({ notifyMode: 'custom' })).toMatchObject({ held: { click_action: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    for (const value of ['http://example.com', `https://example.com/${'x'.repeat(2000)}`]) {
      expect(made({ click: { kind: 'url', value } })).toMatchObject({ held: { click_action: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    }
  })

  it('keeps stated words from a locked screen that hides the text', () => {
    const vendor = { style: 1, bigTitle: 'secret', bigBody: 'secret', ticker: 'secret', notifySummary: 'secret', buttons: [{ name: 'secret' }] }
    const hidden = made({ templateText: false, title: 'Chat', body: 'New message', vendor })
    expect(JSON.stringify(hidden.message)).not.toContain('secret')
    expect(hidden.held).toMatchObject({ style: 1, big_title: 'Chat', big_body: 'New message' })
    const lines = made({ templateText: false, vendor: { style: 3, inboxContent: ['secret'] } })
    expect(lines.held).not.toHaveProperty('style')
    const data = made({ templateText: false, vendor: { passThrough: true, data: 'secret' } })
    expect(data.message.data).toBe('{}')
  })

  it('leaves out what a message states for Huawei beyond its room, and says which', () => {
    expect(made({ vendor: { style: 3, inboxContent: ['消'.repeat(1000)], group: 'g' } })).toMatchObject({ held: { style: 3, group: 'g' }, codes: [] })
    const inboxContent = ['消'.repeat(1024), '消'.repeat(200)]
    const { held, notes } = made({ vendor: { style: 3, inboxContent, group: 'g' } })
    expect(held).toMatchObject({ group: 'g' })
    expect(held).not.toHaveProperty('style')
    expect(notes).toEqual([
      { code: 'field-dropped', detail: expect.stringMatching(/^vendors\.huawei has room for 3\d\d\d bytes here: left out inboxContent$/) },
    ])
  })

  it('has room for a message beside the most that can be stated', () => {
    const dear = '\u0001'
    const changes: Partial<Notification> = {
      title: '…',
      body: '…',
      messageId: dear.repeat(30),
      conversation: { type: 'c2c', id: dear.repeat(20) },
      click: { kind: 'intent', value: 'x'.repeat(898) },
      sound: { kind: 'file', name: 'x'.repeat(190) },
      category: 'device-reminder',
      collapseKey: 'k',
    }
    const vendor = {
      ...{ biTag: dear.repeat(64), receiptId: dear.repeat(64), review: [{ reviewer: 'x'.repeat(16), type: 0, result: '"'.repeat(300) }] },
      ...{ targetUserType: 1, fastAppTarget: 1, importance: 'LOW', style: 1, bigTitle: 'x'.repeat(1024), bigBody: '消'.repeat(1024), tag: 'x'.repeat(256) },
    }
    const most = (more: object) => {
      const channel = huawei({ apps: [{ ...app, badgeClass: 'x'.repeat(256) }], addIds: true, customSounds: true, validateOnly: true })
      return channel.render(sampleNotification({ ...changes, vendor: { ...vendor, ...more } } as Partial<Notification>), firstApp(channel))
    }
    expect(most({}).size).toBeLessThanOrEqual(4096)
    expect(most({}).notes).toEqual([{ code: 'field-dropped', detail: expect.stringContaining('left out tag, bigTitle, bigBody') }])
    expect(most({ passThrough: true, data: 'x'.repeat(4000) }).size).toBeLessThanOrEqual(4096)
  })

  it('takes all the room there is for the text of a data message, and no more', () => {
    const sent = (length: number) => made({ vendor: { passThrough: true, data: 'x'.repeat(length) } })
    expect(sent(3900)).toMatchObject({ message: { data: 'x'.repeat(3900) }, codes: [] })
    expect(sent(4096)).toMatchObject({ message: { data: '{}' }, codes: ['field-dropped'] })
  })

  it('tells of words that go with another form of message', () => {
    expect(made({ vendor: { category: 'PLAY_VOICE' } })).toMatchObject({ message: { android: { category: 'IM' } }, codes: ['field-dropped'] })
    expect(made({ vendor: { urgency: 'HIGH' } }).codes).toEqual(['field-dropped'])
  })

  it('leaves out what Huawei refuses: blank targets, a blank channel, images that are no https URL', () => {
    expect(made({ click: { kind: 'intent', value: ' ' } })).toMatchObject({ held: { click_action: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    expect(made({ click: { kind: 'url', value: 'HTTPS://a/B' } }).held.click_action).toEqual({ type: 2, url: 'https://a/B' })
    expect(made({ channelId: '' }).held).not.toHaveProperty('channel_id')
    expect(made({ image: 'HTTPS://a/B.png' }).held.image).toBe('https://a/B.png')
    expect(made({ image: 'https://a/b c.png' })).toMatchObject({ codes: ['image-unsupported'] })
  })

  it('leaves out ids that would not fit beside a message, and an endless sound', () => {
    const { message, codes } = made({ messageId: '消'.repeat(256), ext: { text: 'e' } }, {}, { addIds: true })
    expect(message.data).toBe('{"ext":"e"}')
    expect(codes).toEqual(['field-dropped'])
    const { held, codes: told } = made({ sound: { kind: 'file', name: 'x'.repeat(201) } }, {}, { customSounds: true })
    expect(held).not.toHaveProperty('sound')
    expect(told).toEqual(['sound-not-for-platform'])
  })

  it('tells of long texts and sends them as they are: the limits are Alibaba’s, not Huawei’s', () => {
    const { held, notes } = made({ title: 'x'.repeat(41), body: '消'.repeat(1025) })
    expect([held.title, held.body]).toEqual(['x'.repeat(41), '消'.repeat(1025)])
    expect(notes.map(note => note.detail)).toEqual([
      'title counts 41 (code-point); Alibaba says 40: sent as it is',
      'body counts 1025 (code-point); Alibaba says 1024: sent as it is',
    ])
  })

  it('gives the same key to equal messages alone, whatever their badges', () => {
    expect(made().key).toBe(made({}, {}, {}, 5).key)
    expect(made().key).not.toBe(made({ badge: false }).key)
    expect(made().key).not.toBe(made({}, {}, { badge: 'absolute' }).key)
  })

  it('writes each replace id as a notify id of its own', () => {
    expect(made({ replaceId: 'a' }).held.notify_id).not.toBe(made({ replaceId: 'b' }).held.notify_id)
    expect(bytes(JSON.stringify(made().message)).length).toBeLessThan(4096)
  })
})
