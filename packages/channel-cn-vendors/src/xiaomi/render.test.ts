import { createGraphemes, type Notification } from '@rouse/core/channel'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xiaomi } from './channel.ts'
import type { XiaomiApp, XiaomiOptions } from './config.ts'
import { templateParams, withoutSymbols } from './internals/template.ts'
import { app, channel, classes, token } from './samples.fixture.ts'

const formOf = (changes: Partial<Notification>, entry: Partial<XiaomiApp> = {}, options: XiaomiOptions = {}) =>
  requestBody(firstDraft(xiaomi({ apps: [{ ...app, ...entry }], ...options }), sampleNotification(changes), [sampleTarget(token)])) as Record<string, string>
const rendered = (changes: Partial<Notification>, entry: Partial<XiaomiApp> = {}) => channel.render(sampleNotification(changes), { ...app, ...entry } as never)

describe('rendering for Xiaomi', () => {
  it.each([
    [undefined, 'api.xmpush.xiaomi.com'],
    ['CN', 'api.xmpush.xiaomi.com'],
    ['IN', 'idmb-api.xmpush.global.xiaomi.com'],
    ['ru', 'ru-api.xmpush.global.xiaomi.com'],
    ['EU', 'fr-api.xmpush.global.xiaomi.com'],
    ['DE', 'fr-api.xmpush.global.xiaomi.com'],
    ['GB', 'fr-api.xmpush.global.xiaomi.com'],
    ['BR', 'sgp-api.xmpush.global.xiaomi.com'],
    ['HK', 'sgp-api.xmpush.global.xiaomi.com'],
  ])('sends devices registered in %s to %s', (region, host) => {
    const entry = region === undefined ? app : { ...app, region }
    expect(firstDraft(xiaomi({ apps: [entry] }), sampleNotification(), [sampleTarget(token)]).url).toBe(`https://${host}/v3/message/regid`)
  })

  it('takes path version, host, port and package from config', () => {
    const own = xiaomi({ apps: [{ ...app, host: '127.0.0.1', port: 8443, packageName: 'com.example.lite' }], apiVersion: 4 })
    const draft = firstDraft(own, sampleNotification(), [sampleTarget(token)])
    expect(draft.url).toBe('https://127.0.0.1:8443/v4/message/regid')
    expect(requestBody(draft)).toMatchObject({ restricted_package_name: 'com.example.lite' })
  })

  it('gives each message a notify id of its own, or that of its collapse key', () => {
    const one = formOf({ messageId: 'a', replaceId: 'a' })
    const two = formOf({ messageId: 'b', replaceId: 'b' })
    expect(one.notify_id).not.toBe(two.notify_id)
    expect(formOf({ messageId: 'a', replaceId: 'k' }).notify_id).toBe(formOf({ messageId: 'b', replaceId: 'k' }).notify_id)
  })

  it('names a jobkey by message, never by conversation or collapse key: later messages would vanish', () => {
    const key = (changes: Partial<Notification>) => formOf(changes)['extra.jobkey']
    expect(key({ messageId: 'a', replaceId: 'k' })).not.toBe(key({ messageId: 'b', replaceId: 'k' }))
    expect(key({ messageId: 'a', revision: 1 })).not.toBe(key({ messageId: 'a' }))
    expect(key({ messageId: 'a', revision: 0 })).toBe(key({ messageId: 'a' }))
    expect(key({ messageId: 'a', withdraws: true })).not.toBe(key({ messageId: 'a' }))
    expect(key({ messageId: 'a', revision: 1, withdraws: true })).not.toBe(key({ messageId: 'a', revision: 1 }))
    expect(key({ messageId: 'a', revision: 1, replaces: true })).toBe(key({ messageId: 'a', revision: 1 }))
    expect(key({ messageId: '消'.repeat(256) })).toMatch(/^[0-9A-Za-z-][0-9A-Za-z_-]{19}$/)
  })

  it('writes time_to_live in milliseconds, ten days for a private message at most', () => {
    expect(formOf({ ttl: 864_000 }, { classes }).time_to_live).toBe('864000000')
    expect(formOf({ ttl: 1 }).time_to_live).toBe('1000')
    expect(formOf({ ttl: null })).not.toHaveProperty('time_to_live')
    expect(channel.limits.ttl).toEqual({ min: 1, max: 864_000 })
  })

  it('always says what a tap does', () => {
    expect(formOf({})['extra.notify_effect']).toBe('1')
    const intent = 'intent:#Intent;component=a/.B;end'
    expect(formOf({ click: { kind: 'intent', value: intent } })).toMatchObject({ 'extra.notify_effect': '2', 'extra.intent_uri': intent })
    const { notes } = rendered({ click: { kind: 'url', value: 'ftp://example.com' } }, { classes })
    expect(notes.map(note => note.code)).toContain('notify-mode-unsupported')
    expect(formOf({ click: { kind: 'url', value: 'ftp://example.com' } })['extra.notify_effect']).toBe('1')
  })

  it('counts quotas by the class of the channel', () => {
    expect(rendered({}, { classes }).quotaClass).toBe('private')
    expect(rendered({ category: 'marketing' }, { classes }).quotaClass).toBe('public')
    expect(rendered({}).quotaClass).toBe('default')
    expect(rendered({ vendor: { channelId: '2001' } }, { classes: { marketing: { channelId: '2001', kind: 'public' } } }).quotaClass).toBe('public')
    expect(rendered({ category: 'news', vendor: { channelId: 'x' } }).quotaClass).toBe('public')
  })

  it("takes the channel of the message, then config's, then android.channelId last", () => {
    expect(formOf({ channelId: 'z', vendor: { channelId: 'x' } }, { classes })['extra.channel_id']).toBe('x')
    expect(formOf({ channelId: 'z' }, { classes })['extra.channel_id']).toBe('1001')
    expect(formOf({ channelId: 'z' })['extra.channel_id']).toBe('z')
    for (const channelId of ['', ' ', 'x'.repeat(257)]) expect(formOf({ channelId })).not.toHaveProperty('extra.channel_id')
    expect(rendered({ channelId: 'x'.repeat(257) }).notes.map(note => note.code)).toEqual(['field-dropped', 'category-mapped'])
    expect(formOf({ category: 'order' }, { classes: { ...classes, '*': { channelId: '9' } } })['extra.channel_id']).toBe('9')
    expect(rendered({ category: 'order' }, { classes: { '*': { channelId: '9' } } }).notes.map(note => note.code)).toEqual([
      'category-mapped',
      'template-missing',
    ])
  })

  it('notes a private class without a template, and no public one', () => {
    const codes = (changes: Partial<Notification>, entry: Partial<XiaomiApp>) => rendered(changes, entry).notes.map(note => note.code)
    expect(codes({}, { classes: { im: { channelId: '1' } } })).toEqual(['template-missing'])
    expect(codes({ channelId: 'z' }, {})).toEqual(['template-missing'])
    expect(codes({ vendor: { channelId: 'x' } }, { classes })).toEqual(['template-missing'])
    expect(codes({ vendor: { channelId: 'x', templateId: 'T', templateParam: { a: 'b' } } }, { classes })).toEqual(['template-used'])
    expect(codes({}, { classes: { im: { channelId: '1', kind: 'public' } } })).toEqual([])
    expect(codes({ category: 'marketing' }, { classes: { marketing: { channelId: '2' } } })).toEqual([])
    expect(codes({}, {})).toEqual(['category-mapped'])
  })

  it('sends a notification instead of a pass-through message, which Xiaomi does not deliver', () => {
    const { notes } = rendered({ vendor: { passThrough: 1 } }, { classes })
    expect(formOf({ vendor: { passThrough: 1 } }).pass_through).toBe('0')
    expect(notes.find(note => note.code === 'field-dropped')?.detail).toContain('2022-09-12')
    expect(rendered({ vendor: { passThrough: 0 } }, { classes }).notes.map(note => note.code)).toEqual(['template-used'])
  })

  it('replaces an accepted push quietly', () => {
    expect(formOf({ replaces: true, vendor: { notifyType: 7 } }).notify_type).toBe('0')
  })

  it("keeps a message's own template from a locked screen that hides its text, and uses config's", () => {
    const vendor = { templateId: 'T9', templateParam: { a: 'secret plans' } }
    expect(formOf({ vendor, templateText: true }, { classes })['extra.template_param']).toBe('{"a":"secret plans"}')
    const halves = { templateId: 'T9', templateParam: { '\ud800a': 'b' } }
    expect(formOf({ vendor: halves, templateText: true }, { classes })['extra.template_param']).toBe('{"\ufffda":"b"}')
    expect(formOf({ vendor, templateText: false, body: 'New message' }, { classes })['extra.template_param']).toBe('{"name":"Bob","text":"New message"}')
  })

  it("keeps a message's own ticker and keys from it too, and says so", () => {
    const vendor = { ticker: 'secret plans', extra: { hint: 'secret' } }
    expect(formOf({ vendor })).toMatchObject({ 'extra.ticker': 'secret plans', 'extra.hint': 'secret' })
    const hidden = formOf({ vendor, templateText: false })
    expect([hidden['extra.ticker'], hidden['extra.hint']]).toEqual([undefined, undefined])
    const { notes } = rendered({ vendor, templateText: false }, { classes })
    expect(notes.map(({ detail }) => detail)).toContain("the recipient's preview keeps back vendors.xiaomi ticker, extra")
  })

  it('fills a name that is blank with the title, never with the text for emoji', () => {
    expect(formOf({ sender: { id: 'bob', name: ' ' } }, { classes })['extra.template_param']).toBe('{"name":"Bob","text":"a new msg from bob"}')
  })

  it('fills a name that is hidden or missing with the title', () => {
    const hidden = { conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' }, title: 'Chat', body: 'New message' } as const
    expect(formOf(hidden, { classes })['extra.template_param']).toBe('{"name":"Chat","text":"New message"}')
  })

  it('leaves out own keys that are over 1024 characters together, and says which', () => {
    const vendor = { extra: { a: 'x'.repeat(1000), b: 'y'.repeat(50), c: 'z' } }
    const { notes } = rendered({ vendor }, { classes })
    expect(formOf({ vendor })).not.toHaveProperty('extra.b')
    expect(formOf({ vendor })).toMatchObject({ 'extra.c': 'z' })
    expect(notes.find(note => note.code === 'field-dropped')?.detail).toBe('vendors.xiaomi.extra is over 1024 characters: left out b')
  })

  it('counts keys and values of own keys together, to the character', () => {
    const kept = (length: number) =>
      Object.hasOwn(formOf({ vendor: { extra: { 'a-key-of-24-characters--': 'x'.repeat(length) } } }), 'extra.a-key-of-24-characters--')
    expect([kept(1000), kept(1001)]).toEqual([true, false])
  })

  it('sends the sound of a silent push as 0, whatever notifyType is stated', () => {
    expect(formOf({ sound: { kind: 'silent' }, vendor: { notifyType: 7 } }).notify_type).toBe('0')
  })

  it('never blanks a title, even of an app whose chats have no names', () => {
    for (const name of [undefined, ' ']) {
      const sender = name === undefined ? { id: 'u1' } : { id: 'u1', name }
      expect(formOf({ title: '', sender }).title).toBe('u1')
    }
    expect(firstApp(channel).app).toBe('com.example.chat')
  })

  it('cuts an id that stands in for a title at a grapheme, with an ellipsis', () => {
    const id = `${'u'.repeat(46)}👨‍👩‍👧‍👦`
    expect(formOf({ title: '', sender: { id } }).title).toBe(`${'u'.repeat(46)}…`)
  })

  it('leaves out ids that would take the room of ext, and says so', () => {
    const changes = { messageId: '消'.repeat(256), ext: { text: 'e' } }
    expect(formOf(changes, {}, { addIds: true }).payload).toBe('{"ext":"e"}')
  })
})

describe('regions', () => {
  it.each([
    ['IN', 'IN'],
    ['ru', 'RU'],
    ['cn', 'CN'],
    ['DE', 'EU'],
    ['uk', 'EU'],
    ['eu', 'EU'],
    ['TW', 'SG'],
    ['SG', 'SG'],
    ['somewhere', 'somewhere'],
  ])('%s is served as %s', (stated, name) => {
    expect(channel.regionName?.(stated)).toBe(name)
  })

  it('of an entry that names none are served by its copies, but for those that another entry states', () => {
    const german = { ...app, region: 'DE', appSecret: 'german' }
    const { apps } = xiaomi({ apps: [app, german] })
    expect(apps.map(({ region }) => region)).toEqual([undefined, 'DE', 'IN', 'RU', 'SG'])
    expect(apps.map(entry => firstDraft(channel, sampleNotification(), [sampleTarget(token)], entry).url.slice(8, 15))).toEqual([
      'api.xmp',
      'fr-api.',
      'idmb-ap',
      'ru-api.',
      'sgp-api',
    ])
    expect(xiaomi({ apps: [{ ...app, host: '127.0.0.1' }] }).apps).toHaveLength(1)
    expect(xiaomi({ apps: [german] }).apps).toEqual([german])
  })
})

describe("templates' values", () => {
  const graphemes = createGraphemes()

  it.each([
    ['hi 😀 there', 'hi there'],
    ['1️⃣ first', '1 first'],
    ['© ® ™ ½', '½'],
    ['☎', ''],
    ['👍🏽', ''],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 ok', 'ok'],
    ['a\nb', 'a b'],
    ['a\u2028b \u2029 c', 'a b c'],
    ['\u0378x\ud800', 'x'],
    ['€5 + 3 = $8', '€5 + 3 = $8'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('of %j keep %j', (text, kept) => {
    expect(withoutSymbols(text)).toBe(kept)
  })

  it.each([
    ['no-break spaces', 'a'.concat('\u00a0'.repeat(200_000), 'b')],
    ['spaces', ' '.repeat(200_000)],
    ['line breaks', '\n'.repeat(200_000)],
    ['blanks and breaks by turns', ' \n\u2028'.repeat(70_000)],
    ['emoji', '😀\u200d'.repeat(70_000)],
    ['zero-width joiners', `☎${'\u200d'.repeat(200_000)}`],
  ])('read a bounded part of 200,000 %s', (_, name) => {
    const notification = sampleNotification({ sender: { id: 's', name } })
    const { a } = templateParams({ a: '{sender}' }, notification, '[emoji]', graphemes)
    expect(a?.length).toBeLessThanOrEqual(128)
    expect(withoutSymbols(name)).toBe(withoutSymbols(name.slice(0, 4096)))
  })

  it('have 1…128 characters, no class So, no emoji and nothing unassigned, of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 40 }), (body, name) => {
        const notification = sampleNotification({ body, sender: { id: 's', name } })
        const values = templateParams({ a: '{sender}: {body}', b: '{body}', c: '😀' }, notification, '[emoji]', graphemes)
        for (const value of Object.values(values)) {
          expect(value.trim()).not.toBe('')
          expect(value.length).toBeLessThanOrEqual(128)
          expect(value).not.toMatch(/\p{So}|\p{Extended_Pictographic}|\p{Cn}|\p{Cs}/u)
        }
      }),
      { numRuns: 300 },
    )
  })
})
