import { describe, expect, it } from 'vitest'
import { createChecker } from './checker.ts'
import { formatIssue } from './format-mistake.ts'

type Json = { readonly [key: string]: unknown }

const checker = createChecker()
const told = (
  result: ReturnType<typeof checker.message> | ReturnType<typeof checker.recipient> | ReturnType<typeof checker.pushSettings>,
): readonly string[] => (result.ok ? [] : result.mistakes.map(mistake => formatIssue('x', mistake).slice(2)))

const message = (changes: Json = {}): Json => ({
  id: 'msg-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob' },
  sender: { id: 'bob' },
  elements: [],
  ...changes,
})
const registration = { channel: 'apns', token: '00ff', app: 'com.example.chat' }
const device = { id: 'd1', platform: 'ios', registrations: [registration] }
const recipient = (changes: Json = {}): Json => ({ id: 'alice', devices: [device], ...changes })

describe('a message', () => {
  it('of the least fields is fine, and comes back as it is', () => {
    const least = message()
    const result = checker.message(least)
    expect(result.ok && result.value).toBe(least)
  })

  it.each<[Json, string]>([
    [{ id: '' }, '/id: expected a string of 1…256 characters, got ""'],
    [{ revision: -1 }, '/revision: expected an integer of 0 or more, got -1'],
    [{ revision: 1.5 }, '/revision: expected an integer of 0 or more, got 1.5'],
    [{ kind: 'Chat' }, '/kind: expected "chat" or "system", got "Chat", nearest "chat"'],
    [{ conversation: { type: 'c2c' } }, '/conversation/id: missing'],
    [{ conversation: { type: 'room', id: 'x' } }, '/conversation/type: expected "c2c" or "group", got "room"'],
    [{ sender: { id: 'bob', nam: 'Bob' } }, '/sender/nam: unknown field, nearest "name"'],
    [{ sender: 'bob' }, '/sender: expected an object, got "bob"'],
    [{ sentAt: '2026-02-29T00:00:00Z' }, '/sentAt: expected an RFC 3339 time like 2026-11-23T10:00:00Z, got "2026-02-29T00:00:00Z"'],
    [{ sentAt: 5 }, '/sentAt: expected an RFC 3339 time like 2026-11-23T10:00:00Z, got 5'],
    [{ elements: {} }, '/elements: expected an array, got an object'],
    [{ mentions: { users: [''] } }, '/mentions/users/0: expected a string of 1…256 characters, got ""'],
    [{ push: { enbled: true } }, '/push/enbled: unknown field, nearest "enabled"'],
    [{ zzzzzz: 1 }, '/zzzzzz: unknown field'],
    [{ pushes: {} }, '/pushes: unknown field, nearest "push"'],
  ])('%j is told as %s', (changes, line) => {
    expect(told(checker.message(message(changes)))).toEqual([line])
  })

  it.each<[unknown, readonly string[]]>([
    [{ type: 'text' }, ['/elements/0/text: missing, expected a string']],
    [
      { type: 'txt', text: 'x' },
      ['/elements/0/type: expected "text", "face", "image", "voice", "video", "file", "location" or "custom", got "txt", nearest "text"'],
    ],
    [{ text: 'x' }, ['/elements/0/type: missing, expected "text", "face", "image", "voice", "video", "file", "location" or "custom"']],
    [{ type: 'voice', text: 'x' }, ['/elements/0/text: unknown field']],
    [{ type: 'voice', seconds: -1 }, ['/elements/0/seconds: expected an integer of 0 or more, got -1']],
    [
      { type: 'location', latitude: 91, longitud: 1 },
      ['/elements/0/latitude: expected a number of -90…90, got 91', '/elements/0/longitud: unknown field, nearest "longitude"'],
    ],
    [7, ['/elements/0: expected an object, got 7']],
  ])('element %j is told by its own type alone', (element, lines) => {
    expect(told(checker.message(message({ elements: [element] })))).toEqual(lines)
  })

  it('may hold 256 kB of text, lone surrogates and control characters: those are cleaned later', () => {
    const text = `\ud800\u0000${'x'.repeat(256 * 1024)}`
    expect(checker.message(message({ elements: [{ type: 'text', text }], push: { body: text } })).ok).toBe(true)
  })

  it('counts ids in characters, not in UTF-16 units', () => {
    expect(checker.message(message({ id: '😀'.repeat(256) })).ok).toBe(true)
    expect(checker.message(message({ id: '😀'.repeat(257) })).ok).toBe(false)
  })

  it('treats an undefined field as an absent one', () => {
    expect(checker.message(message({ revision: undefined, push: { title: undefined } })).ok).toBe(true)
    expect(told(checker.message(message({ id: undefined })))).toEqual(['/id: missing'])
  })

  it('leaves vendors open: each channel checks its own', () => {
    expect(checker.message(message({ push: { vendors: { xiaomi: { anything: [1, { a: null }] } } } })).ok).toBe(true)
    expect(told(checker.message(message({ push: { vendors: { xiaomi: 1 } } })))).toEqual(['/push/vendors/xiaomi: expected an object, got 1'])
  })
})

describe('push settings', () => {
  it.each<[string, unknown]>([
    ['image', null],
    ['ttl', null],
    ['ttl', 0],
    ['ttl', 2592000],
    ['collapseKey', null],
    ['ext', ''],
    ['ext', { base64: '' }],
    ['ext', { base64: '//8A' }],
    ['ext', { base64: '/w==' }],
    ['ext', { base64: '//8=' }],
    ['image', 'HTTPS://example.com/ü.png'],
    ['image', 'http://example.com/a.png'],
    ['image', 'javascript:alert(1)'],
    ['android', { sound: null, channelId: null, clickIntent: null, clickUrl: null }],
    ['ios', { sound: { silent: true }, threadId: null, category: null }],
    ['vendors', {}],
  ])('may state %s as %j', (field, value) => {
    expect(told(checker.pushSettings({ [field]: value }))).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['enabled', null, '/enabled: expected true or false, got null'],
    ['title', null, '/title: expected a string, got null'],
    ['badge', 0, '/badge: expected true or false, got 0'],
    ['priority', null, '/priority: expected "high" or "normal", got null'],
    ['ttl', -1, '/ttl: expected an integer of 0…2592000 or null, got -1'],
    ['ttl', 2592001, '/ttl: expected an integer of 0…2592000 or null, got 2592001'],
    ['ttl', '60', '/ttl: expected an integer of 0…2592000 or null, got "60"'],
    ['collapseKey', '', '/collapseKey: expected a string of 1…256 characters or null, got ""'],
    ['ext', 5, '/ext: expected a string or {"base64":"…"}, got 5'],
    ['ext', { base64: 'a' }, '/ext/base64: expected standard base64 with padding, got "a"'],
    ['ext', { base64: '_-8A' }, '/ext/base64: expected standard base64 with padding, got "_-8A"'],
    ['ext', { base64: '/w' }, '/ext/base64: expected standard base64 with padding, got "/w"'],
    ['ext', { base64: '=w==' }, '/ext/base64: expected standard base64 with padding, got "=w=="'],
    ['ext', {}, '/ext/base64: missing, expected standard base64 with padding'],
    ['android', { sound: { silent: false } }, '/android/sound/silent: expected true, got false'],
    ['android', { sound: {} }, '/android/sound/silent: missing, expected true'],
    ['ios', { sound: 1 }, '/ios/sound: expected a file name, null or {"silent":true}, got 1'],
    ['ios', { interuptionLevel: 'active' }, '/ios/interuptionLevel: unknown field, nearest "interruptionLevel"'],
    ['ios', { badge: null }, '/ios/badge: expected true or false, got null'],
  ])('may not state %s as %j', (field, value, line) => {
    expect(told(checker.pushSettings({ [field]: value }))).toEqual([line])
  })
})

describe('a recipient', () => {
  it.each<Json>([
    {},
    { devices: [] },
    { devices: [{ ...device, registrations: [] }] },
    { timeZone: 'Asia/Shanghai', locale: 'zh-CN', unread: 0 },
    { timeZone: 'UTC', locale: 'en-u-ca-buddhist' },
    { timeZone: 'Etc/Unknown', locale: 'zh_CN' },
    { timeZone: 'GMT+08:00', locale: 'IW' },
    { timeZone: '', locale: 'zh_TW_#Hant' },
    { devices: [{ ...device, region: 'cn' }] },
    { conversation: { mutedUntil: null } },
    { conversation: { receive: 'mentions', mutedUntil: '2026-11-23T10:00:00.123456789+08:00' } },
    { quietHours: { from: '22:00', to: '08:00' } },
    { settings: { c2cSound: 'dudulu.caf', groupSound: { silent: true } } },
    { devices: [{ ...device, hmsVersion: null, region: 'CN', lastSeenAt: '2026-01-01T00:00:00Z' }] },
  ])('%j is fine', changes => {
    expect(told(checker.recipient(recipient(changes)))).toEqual([])
  })

  it.each<[Json, string]>([
    [{ devices: undefined }, '/devices: missing, expected an array'],
    [{ unread: -1 }, '/unread: expected an integer of 0 or more, got -1'],
    [{ unread: Number.NaN }, '/unread: expected a finite number, got NaN'],
    [{ locale: '' }, '/locale: unknown locale: expected a BCP 47 tag, got ""'],
    [{ quietHours: { from: '24:00', to: '08:00' } }, '/quietHours/from: expected HH:MM of 00:00–23:59, got "24:00"'],
    [{ quietHours: { from: '22:00' } }, '/quietHours/to: missing, expected HH:MM of 00:00–23:59'],
    [{ quietHours: { from: '8:00', to: '09:00\n' } }, '/quietHours/from: expected HH:MM of 00:00–23:59, got "8:00"'],
    [{ preview: 'none ' }, '/preview: expected "full", "sender" or "none", got "none ", nearest "none"'],
    [{ conversation: { receive: 'mention' } }, '/conversation/receive: expected "all", "no-notify", "mentions" or "none", got "mention", nearest "mentions"'],
    [{ conversation: { mutedUntil: 'tomorrow' } }, '/conversation/mutedUntil: expected an RFC 3339 time like 2026-11-23T10:00:00Z, got "tomorrow"'],
    [{ devices: [{ ...device, region: 'CHN' }] }, '/devices/0/region: expected an ISO 3166-1 alpha-2 code like "CN"'],
    [{ devices: [{ ...device, hmsVersion: 1.5 }] }, '/devices/0/hmsVersion: expected an integer of 0 or more or null'],
    [{ devices: [{ ...device, sesion: 'kicked' }] }, '/devices/0/sesion: unknown field, nearest "session"'],
    [
      { devices: [{ ...device, registrations: [{ ...registration, registeredAt: '2026-13-01T00:00:00Z' }] }] },
      '/devices/0/registrations/0/registeredAt: expected an RFC 3339 time like 2026-11-23T10:00:00Z',
    ],
    [
      { devices: [{ ...device, registrations: [{ ...registration, kind: 'VOIP' }] }] },
      '/devices/0/registrations/0/kind: expected "alert", "voip" or "fid", nearest "voip"',
    ],
  ])('%j is told as %s', (changes, line) => {
    expect(told(checker.recipient(recipient(changes)))[0]).toBe(line)
  })

  it('never shows what stands under token', () => {
    const wrong = (token: unknown) => recipient({ devices: [{ ...device, registrations: [{ ...registration, token }] }] })
    for (const token of [5, '', 'leaked'.repeat(1000), { leaked: 'leaked' }, ['leaked', Number.NaN, 7n]]) {
      const result = checker.recipient(wrong(token))
      expect(result.ok).toBe(false)
      expect(JSON.stringify(result)).not.toMatch(/leaked\b.*"value"|"value":"[^"]*leaked/)
      expect(result.ok ? [] : result.mistakes.map(mistake => mistake.value)).not.toContain('5')
    }
  })
})

describe('mistakes', () => {
  it('come all at once, in the order of the document, what is missing last', () => {
    const wrong = {
      push: { ttl: 'x', image: 'x' },
      sender: { nam: 1 },
      bogus: 1,
      elements: [1, { type: 'text' }],
      id: 5,
      kind: 'chat',
      conversation: { id: 'b', type: 'x' },
    }
    expect(told(checker.message(wrong)).map(line => line.split(':')[0])).toEqual([
      '/push/ttl',
      '/sender/nam',
      '/sender/id',
      '/bogus',
      '/elements/0',
      '/elements/1/text',
      '/id',
      '/conversation/type',
    ])
  })

  it('are listed up to a hundred, and counted beyond', () => {
    const result = checker.message(message({ elements: Array.from({ length: 250 }, () => 1) }))
    expect(result).toMatchObject({ ok: false, more: 150 })
    expect(result.ok ? [] : result.mistakes.map(mistake => mistake.pointer)).toEqual(Array.from({ length: 100 }, (_, i) => `/elements/${i}`))
  })

  it('are one a place', () => {
    expect(told(checker.message(message({ push: { ttl: Number.POSITIVE_INFINITY } })))).toEqual(['/push/ttl: expected a finite number, got Infinity'])
  })

  it.each([null, undefined, 5, 'text', true, [], [message()], 1n, Symbol('x'), () => 1])('tell of an input that is no object: %s', input => {
    for (const check of [checker.message, checker.recipient, checker.pushSettings]) {
      const result = check(input)
      expect(result.ok).toBe(false)
      expect(result.ok ? [] : result.mistakes.map(mistake => mistake.pointer)).toEqual([''])
    }
  })

  it('shorten long values', () => {
    const [line = ''] = told(checker.message(message({ kind: 'k'.repeat(100_000) })))
    expect(line.length).toBeLessThan(150)
  })
})

describe('a checker', () => {
  it('keeps to the limits that it was given', () => {
    const strict = createChecker({ messageSize: 300, depth: 3, mistakes: 2 })
    expect(strict.message(message()).ok).toBe(true)
    expect(strict.message(message({ id: 'x'.repeat(250) }))).toMatchObject({ ok: false, mistakes: [{ pointer: '', message: 'larger than 300 characters' }] })
    expect(strict.message(message({ push: { android: { sound: { silent: true } } } }))).toMatchObject({
      mistakes: [{ pointer: '/push/android/sound', message: 'nested deeper than 3 levels' }],
    })
    expect(strict.message({ a: 1, b: 2, c: 3 })).toMatchObject({ ok: false, more: 6 })
  })

  it('gives a copy of a recipient with its locale in canonical form and regions in capitals, and leaves the input as it is', () => {
    const given = recipient({ locale: 'ZH_tw', devices: [{ ...device, region: 'cn' }] })
    for (let again = 0; again < 2; again++) {
      expect(createChecker().recipientCopy(given)).toMatchObject({ ok: true, value: { locale: 'zh-TW', devices: [{ region: 'CN' }] } })
    }
    expect(given).toMatchObject({ locale: 'ZH_tw', devices: [{ region: 'cn' }] })
  })

  it('gives a copy of a message that the input’s later changes do not reach', () => {
    const given = { ...message(), elements: [{ type: 'text', text: 'hi' }] }
    const checked = createChecker().messageCopy(given)
    given.elements.push(1 as never)
    expect(checked).toMatchObject({ ok: true, value: { elements: [{ type: 'text', text: 'hi' }] } })
    expect(checked.ok && checked.value.elements).toHaveLength(1)
  })
})
