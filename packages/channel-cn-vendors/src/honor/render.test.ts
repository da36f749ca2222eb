import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import type { HonorApp, HonorOptions } from './config.ts'
import { honor } from './index.ts'
import { app, token } from './samples.fixture.ts'

const made = (changes: Partial<Notification> = {}, entry: Partial<HonorApp> = {}, options: HonorOptions = {}, unread: number | null = null) => {
  const channel = honor({ apps: [{ ...app, ...entry }], ...options })
  const notification = sampleNotification(changes)
  const draft = firstDraft(channel, notification, [sampleTarget(token, unread)])
  const body = requestBody(draft) as { android: { notification: Record<string, Json>; ttl?: string }; data?: string; token: string[] }
  const { notes, quotaClass, key } = channel.render(notification, firstApp(channel))
  return { url: draft.url, body, held: body.android.notification, notes, codes: notes.map(note => note.code), quotaClass, key }
}

describe('rendering for Honor', () => {
  it('goes to the app id of the console, on the host that config names', () => {
    expect(made({}, { host: 'push-api.cloud.hihonor.com' }).url).toBe('https://push-api.cloud.hihonor.com/api/v1/104413000/sendMessage')
    expect(made({}, { host: '127.0.0.1', port: 8443 }).url).toBe('https://127.0.0.1:8443/api/v1/104413000/sendMessage')
  })

  it('has nothing of Huawei’s body: no message, no snake case, no class', () => {
    const { body } = made({ ext: { text: 'e' } })
    expect(Object.keys(body)).toEqual(['android', 'data', 'token'])
    expect(JSON.stringify(body.android)).not.toMatch(/_|"class"|"message"/)
  })

  it('leaves out what is not in Honor’s list of fields', () => {
    const { held } = made({ channelId: 'c', collapseKey: 'k', sound: { kind: 'default' }, threadId: 't', category: 'voip' })
    expect(Object.keys(held)).toEqual(['title', 'body', 'clickAction', 'importance', 'notifyId', 'badge'])
  })

  it.each([
    ['im', 'NORMAL'],
    ['voip', 'NORMAL'],
    ['order', 'NORMAL'],
    ['todo', 'NORMAL'],
    ['marketing', 'LOW'],
    ['news', 'LOW'],
    ['content', 'LOW'],
    ['social', 'LOW'],
  ])('files %s as %s, and always says so', (category, importance) => {
    expect(made({ category }).held.importance).toBe(importance)
    expect(made({ category }).quotaClass).toBe(importance === 'LOW' ? 'marketing' : 'service')
  })

  it('takes Honor’s word over the neutral one over the class', () => {
    expect(made({ importance: 'low' }).held.importance).toBe('LOW')
    expect(made({ importance: 'normal', category: 'news' }).held.importance).toBe('NORMAL')
    expect(made({ importance: 'low', vendor: { importance: 'NORMAL' } }).held.importance).toBe('NORMAL')
    expect(made({ category: 'news' }, {}, { lowCategories: ['marketing'] }).held.importance).toBe('NORMAL')
    expect(made({ vendor: { targetUserType: 1 } }).quotaClass).toBe('test')
  })

  it.each([
    [null, false, { addNum: 1 }],
    [7, false, { addNum: 1 }],
    [0, false, { setNum: 0 }],
    [null, true, undefined],
    [0, true, { setNum: 0 }],
    [100, true, { setNum: 99 }],
  ])('of unread %j, absolute %j, makes badge %j', (unread, absolute, badge) => {
    const { held } = made({}, {}, { badge: absolute ? 'absolute' : 'add' }, unread)
    expect(held.badge).toEqual(badge === undefined ? undefined : { badgeClass: app.badgeClass, ...badge })
  })

  it('makes big text equal to title and body, whatever they become', () => {
    const { held } = made({ title: 'T\ud800', body: '消息 👍', vendor: { style: 1 } })
    expect(held).toMatchObject({ style: 1, title: 'T\ufffd', bigTitle: 'T\ufffd', body: '消息 👍', bigBody: '消息 👍' })
  })

  it('opens what is stated, else what config names, else the app with a note', () => {
    const intent = 'intent:#Intent;component=a/.B;end'
    expect(made({ click: { kind: 'intent', value: intent } }).held.clickAction).toEqual({ type: 1, intent })
    expect(made({ notifyMode: 'custom' }, { clickAction: 'com.example.OPEN' }).held.clickAction).toEqual({ type: 1, action: 'com.example.OPEN' })
    expect(made({ vendor: { action: 'x' } }).held.clickAction).toEqual({ type: 1, action: 'x' })
    expect(made({ notifyMode: 'custom' })).toMatchObject({ held: { clickAction: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    for (const value of ['http://example.com', `https://example.com/${'x'.repeat(2000)}`]) {
      expect(made({ click: { kind: 'url', value } })).toMatchObject({ held: { clickAction: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    }
  })

  it('writes ttl as text with an s, 15 days at most', () => {
    expect(made({ ttl: 1_296_000 }).body.android.ttl).toBe('1296000s')
  })

  it('keeps stated buttons and data from a locked screen that hides the text', () => {
    expect(made({ templateText: false, vendor: { buttons: [{ name: 'secret', actionType: 0 }] } }).held).not.toHaveProperty('buttons')
    expect(made({ templateText: false, vendor: { passThrough: true, data: 'secret' } }).body.data).toBe('{}')
    expect(made({ vendor: { passThrough: true, data: 'plain' } }).body.data).toBe('plain')
    expect(made({ vendor: { passThrough: true, data: 'x'.repeat(3900) } }).body.data).toBe('x'.repeat(3900))
    expect(made({ vendor: { passThrough: true, data: 'x'.repeat(4096) } })).toMatchObject({ body: { data: '{}' }, codes: ['field-dropped'] })
    expect(made({ vendor: { passThrough: true, data: 'x'.repeat(5000) } }, {}, { payloadBytes: 6000 }).body.data).toBe('x'.repeat(5000))
  })

  it('has room for a message beside the most that can be stated, and says what it left out', () => {
    const dear = '\u0001'
    const changes: Partial<Notification> = {
      title: '…',
      body: '…',
      messageId: dear.repeat(30),
      conversation: { type: 'c2c', id: dear.repeat(20) },
      click: { kind: 'intent', value: 'x'.repeat(898) },
      vendor: { biTag: dear.repeat(64), targetUserType: 1, style: 1, tag: 'x'.repeat(256), group: '消'.repeat(256) },
    }
    const { notes } = made(changes, { badgeClass: 'x'.repeat(256) }, { addIds: true, notifyIdAs: 'text', payloadBytes: 3072 })
    expect(notes).toEqual([{ code: 'field-dropped', detail: expect.stringMatching(/^vendors\.honor has room for \d+ bytes here: left out group$/) }])
    const channel = honor({ apps: [{ ...app, badgeClass: 'x'.repeat(256) }], addIds: true, notifyIdAs: 'text', payloadBytes: 3072 })
    expect(channel.render(sampleNotification(changes), firstApp(channel)).size).toBeLessThanOrEqual(3072)
  })

  it('leaves out what Honor refuses: blank targets, images that are no https URL', () => {
    expect(made({ click: { kind: 'intent', value: '' } })).toMatchObject({ held: { clickAction: { type: 3 } }, codes: ['notify-mode-unsupported'] })
    expect(made({ click: { kind: 'url', value: 'HTTPS://a/B' } }).held.clickAction).toEqual({ type: 2, url: 'https://a/B' })
    expect(made({ image: 'HTTPS://a/B.png' }).held.image).toBe('https://a/B.png')
    expect(made({ image: 'https://a/b c.png' })).toMatchObject({ codes: ['image-unsupported'] })
  })

  it('gives the same key to equal messages alone, whatever their badges', () => {
    expect(made().key).toBe(made({}, {}, {}, 5).key)
    expect(made().key).not.toBe(made({ badge: false }).key)
  })
})
