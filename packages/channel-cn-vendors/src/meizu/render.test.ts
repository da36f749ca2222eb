import type { Json, Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { meizu } from './channel.ts'
import type { MeizuOptions } from './config.ts'
import { app, channel, token } from './samples.fixture.ts'

type Message = Readonly<Record<string, Readonly<Record<string, Json>>>>

const made = (options: MeizuOptions = {}) => meizu({ apps: [app], ...options })
const messageOf = (changes: Partial<Notification>, options: MeizuOptions = {}) => {
  const draft = firstDraft(made(options), sampleNotification(changes), [sampleTarget(token)])
  return (requestBody(draft) as { messageJson: Message }).messageJson
}
const rendered = (changes: Partial<Notification>) => channel.render(sampleNotification(changes), firstApp(channel))

describe('rendering for Meizu', () => {
  it.each([
    ['im', 1],
    ['voip', 1],
    ['order', 1],
    ['mail', 1],
    ['news', 0],
    ['content', 0],
    ['social', 0],
    ['marketing', 0],
  ])('always says whether a message is private: category %s is %i', (category, noticeMsgType) => {
    expect(messageOf({ category }).noticeBarInfo).toMatchObject({ noticeMsgType })
    expect(rendered({ category }).quotaClass).toBe(noticeMsgType === 1 ? 'private' : 'public')
  })

  it('takes the stated type over the category', () => {
    expect(messageOf({ vendor: { noticeMsgType: 0 } }).noticeBarInfo).toMatchObject({ noticeMsgType: 0 })
    expect(rendered({ category: 'news', vendor: { noticeMsgType: 1 } }).quotaClass).toBe('private')
  })

  it('shows at once what would be shown in no time at all', () => {
    const at = (start: string, end: string) => ({ vendor: { fixStartDisplayTime: `2026-11-23 ${start}`, fixEndDisplayTime: `2026-11-23 ${end}` } })
    expect(messageOf(at('10:00:00', '10:00:01')).advanceInfo).toMatchObject({ fixDisplay: 1 })
    expect(messageOf(at('10:00:00', '10:00:00')).advanceInfo).not.toHaveProperty('fixDisplay')
    expect(rendered(at('12:00:00', '10:00:00')).notes.map(note => note.code)).toEqual(['field-dropped'])
  })

  it('has a notify key of 8 characters for each message, or for its collapse key', () => {
    const key = (messageId: string, replaceId: string) => messageOf({ messageId, replaceId }).advanceInfo?.notifyKey
    expect(key('a', 'a')).toMatch(/^[0-9A-Za-z_-]{8}$/)
    expect(key('a', 'a')).not.toBe(key('b', 'b'))
    expect(key('a', 'k')).toBe(key('b', 'k'))
  })

  it.each([
    [3600, 1, []],
    [3601, 1, ['ttl-adjusted']],
    [86_399, 23, ['ttl-adjusted']],
    [86_400, 24, []],
    [259_200, 72, []],
  ])('rounds a ttl of %i s down to %i h', (ttl, validTime, notes) => {
    expect(messageOf({ ttl }).pushTimeInfo).toEqual({ offLine: 1, validTime })
    expect(rendered({ ttl }).notes.map(note => note.code)).toEqual(notes)
  })

  it('keeps silent whatever sound is stated', () => {
    const advance = messageOf({ sound: { kind: 'silent' }, vendor: { vibrate: 1, lights: 0, sound: 1 } }).advanceInfo
    expect(advance?.notificationType).toEqual({ vibrate: 0, lights: 0, sound: 0 })
  })

  it('replaces an accepted push without a heads-up, sound, vibration or light', () => {
    const advance = messageOf({ replaces: true, vendor: { suspend: 1, vibrate: 1, lights: 1, sound: 1 } }).advanceInfo
    expect(advance).toMatchObject({ suspend: 0, notificationType: { vibrate: 0, lights: 0, sound: 0 } })
  })

  it('keeps an expanded text from a locked screen that hides it', () => {
    const vendor = { noticeExpandType: 1, noticeExpandContent: 'secret plans' } as const
    expect(messageOf({ vendor })).toHaveProperty('noticeExpandInfo')
    expect(messageOf({ vendor, templateText: false })).not.toHaveProperty('noticeExpandInfo')
  })

  it.each([
    [{ clickType: 0 }, { clickType: 0 }],
    [
      { clickType: 1, activity: 'com.example.chat.Call' },
      { clickType: 1, activity: 'com.example.chat.Call' },
    ],
    [
      { clickType: 2, url: 'chat://call/1' },
      { clickType: 2, url: 'chat://call/1' },
    ],
  ])("opens what the message states for Meizu alone, %j, over the neutral click, but for a preview that hides the message's own words", (vendor, expected) => {
    const click = { kind: 'url', value: 'https://neutral.example/' } as const
    expect(messageOf({ click, vendor }).clickTypeInfo).toEqual(expected)
    expect(messageOf({ vendor, templateText: false }).clickTypeInfo).toEqual({ clickType: 0 })
  })

  it.each([
    ['url', ''],
    ['intent', ' \n'],
  ] as const)('opens the app for a blank target of kind %s, %j, which would have the push refused', (kind, value) => {
    expect(messageOf({ click: { kind, value } }).clickTypeInfo).toEqual({ clickType: 0 })
    expect(rendered({ click: { kind, value } }).notes.map(note => note.code)).toEqual(['notify-mode-unsupported'])
  })

  it('opens the app for a target over 1000 bytes, and says so', () => {
    const click = (value: string) => ({ kind: 'url', value }) as const
    expect(messageOf({ click: click('x'.repeat(1000)) }).clickTypeInfo).toEqual({ clickType: 2, url: 'x'.repeat(1000) })
    expect(messageOf({ click: click('消'.repeat(334)) }).clickTypeInfo).toEqual({ clickType: 0 })
    expect(rendered({ click: click('x'.repeat(1001)) }).notes.map(note => note.code)).toEqual(['notify-mode-unsupported'])
  })

  it('counts the bytes of parameters, of which it takes as many as config says', () => {
    expect(rendered({ ext: { text: '消' } }).size).toBe('{"ext":""}'.length + 3)
    expect(channel.limits.payload).toBe(4096)
    expect(made({ parametersBytes: 2048 }).limits.payload).toBe(2048)
  })

  it('stores a task from as many targets on as config says', () => {
    expect(channel.limits.prepareFrom).toBe(200)
    expect(made({ taskFrom: 5000 }).limits.prepareFrom).toBe(5000)
  })
})
