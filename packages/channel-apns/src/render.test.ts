import { firstDraft, requestBody, sampleNotification, sampleTarget, wireText } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { apns } from './channel.ts'
import type { ApnsPayload } from './render.ts'
import { app, channel, token } from './samples.fixture.ts'

const draftOf = (changes: Parameters<typeof sampleNotification>[0], options: Partial<Parameters<typeof apns>[0]> = {}) =>
  firstDraft(apns({ apps: [app], ...options }), sampleNotification(changes), [sampleTarget(token)])

describe('rendering for APNs', () => {
  it('goes to the host of its environment, or to the one that the entry names', () => {
    const urlOf = (changes: object) => firstDraft(apns({ apps: [{ ...app, ...changes }] }), sampleNotification(), [sampleTarget(token)]).url
    expect(urlOf({})).toBe(`https://api.push.apple.com/3/device/${token}`)
    expect(urlOf({ environment: 'development' })).toBe(`https://api.sandbox.push.apple.com/3/device/${token}`)
    expect(urlOf({ port: 2197 })).toBe(`https://api.push.apple.com:2197/3/device/${token}`)
    expect(urlOf({ host: '127.0.0.1', port: 8443 })).toBe(`https://127.0.0.1:8443/3/device/${token}`)
  })

  it.each([
    ['alert', ''],
    ['background', ''],
    ['location', '.location-query'],
    ['voip', '.voip'],
    ['complication', '.complication'],
    ['fileprovider', '.pushkit.fileprovider'],
    ['mdm', ''],
    ['pushtotalk', '.voip-ptt'],
    ['widgets', '.push-type.widgets'],
    ['controls', '.push-type.controls'],
  ])('puts the suffix of %s after the topic', (pushType, suffix) => {
    expect(draftOf({ vendor: { pushType } }).headers).toMatchObject({ 'apns-push-type': pushType, 'apns-topic': `com.example.chat${suffix}` })
  })

  it('takes other suffixes from config, and the bundle id from the entry', () => {
    expect(draftOf({ vendor: { pushType: 'widgets' } }, { topicSuffixes: { widgets: '.other' } }).headers['apns-topic']).toBe('com.example.chat.other')
    expect(draftOf({}, { apps: [{ ...app, topic: 'com.example.bundle' }] }).headers['apns-topic']).toBe('com.example.bundle')
  })

  it('hashes a collapse id of more than 64 bytes, and one that no header can hold', () => {
    expect(draftOf({ replaceId: 'x'.repeat(64) }).headers['apns-collapse-id']).toBe('x'.repeat(64))
    for (const replaceId of ['x'.repeat(65), '消息', 'a\r\napns-priority: 1']) {
      expect(draftOf({ replaceId }).headers['apns-collapse-id']).toMatch(/^[0-9A-Za-z_-]{32}$/)
    }
  })

  it("leaves the expiration to Apple where the vendor's own ttl is meant", () => {
    expect(draftOf({ ttl: null }).headers).not.toHaveProperty('apns-expiration')
  })

  it('groups by conversation, by the stated thread, or on purpose not at all', () => {
    const thread = (changes: object) => (requestBody(draftOf(changes)) as { aps: Record<string, unknown> }).aps['thread-id']
    expect(thread({})).toBe('bob')
    expect(thread({ threadId: 't' })).toBe('t')
    expect(thread({ threadId: null })).toBeUndefined()
  })

  it('uses priority 5 for a background push, whatever is stated', () => {
    for (const priority of [1, 5, 10]) expect(draftOf({ vendor: { pushType: 'background', priority } }).headers['apns-priority']).toBe('5')
    expect(draftOf({ vendor: { priority: 1 } }).headers['apns-priority']).toBe('1')
  })

  it('never uses priority 1 for a Live Activity, also when another layer states it', () => {
    const liveActivity = { timestamp: 1, event: 'update', contentState: {} }
    expect(draftOf({ vendor: { priority: 1, liveActivity } }).headers['apns-priority']).toBe('5')
    expect(draftOf({ vendor: { priority: 10, liveActivity } }).headers['apns-priority']).toBe('10')
  })

  it.each([
    ['a call on a voip registration', { kind: 'voip', category: 'voip' }],
    ['a push-to-talk push', { vendor: { pushType: 'pushtotalk' } }],
    ['an alert that announces a call', { category: 'voip' }],
  ] as const)('keeps %s for 30 seconds at most, with a note, so that it never rings after it ended', (_, changes) => {
    const expiresAt = 1_795_600_000
    const stated = { ...changes, ttl: 86_400, expiresAt }
    expect(draftOf(stated).headers['apns-expiration']).toBe(`${expiresAt - 86_400 + 30}`)
    expect(channel.render(sampleNotification(stated), app).notes).toMatchObject([{ code: 'ttl-adjusted' }])
    expect(draftOf({ ...changes, ttl: 30, expiresAt }).headers['apns-expiration']).toBe(`${expiresAt}`)
    expect(channel.render(sampleNotification({ ...changes, ttl: 30 }), app).notes).toEqual([])
    expect(draftOf({ ...changes, ttl: 0 }).headers['apns-expiration']).toBe('0')
    expect(draftOf({ ...changes, ttl: null }).headers['apns-expiration']).toBe('0')
  })

  it('says which settings the alert of a Live Activity has no place for', () => {
    const liveActivity = { timestamp: 1, event: 'update', contentState: {} }
    const vendor = { liveActivity, subtitleLocKey: 'S', launchImage: 'l.png', criticalSound: { name: 'siren.caf' } }
    const changes = { subtitle: 'from work', vendor }
    expect((requestBody(draftOf(changes)) as { aps: object }).aps).toMatchObject({ alert: { title: 'Bob', body: 'a new msg from bob', sound: 'default' } })
    expect(channel.render(sampleNotification(changes), app).notes).toEqual([
      {
        code: 'field-dropped',
        detail:
          'the alert of a Live Activity has a title, a body and a plain sound: left out ios.subtitle, vendors.apns.subtitleLocKey, vendors.apns.launchImage, vendors.apns.criticalSound',
      },
    ])
  })

  it('says that contentAvailable goes with an alert only', () => {
    const codes = (vendor: Record<string, string | boolean>) => channel.render(sampleNotification({ vendor }), app).notes.map(note => note.code)
    expect(codes({ contentAvailable: true })).toEqual([])
    expect(codes({ contentAvailable: true, pushType: 'background' })).toEqual([])
    expect(codes({ contentAvailable: true, pushType: 'location' })).toEqual(['field-dropped'])
  })

  it("shows the message's own words and data with preview full alone, and says what it kept back", () => {
    const vendor = { titleLocKey: 'T', titleLocArgs: ['Bob'], locKey: 'L', launchImage: 'l.png', custom: { secret: 'plans' } }
    const alertOf = (changes: object) => (requestBody(draftOf({ vendor, ...changes })) as { aps: { alert: object } }).aps.alert
    expect(alertOf({})).toEqual({ 'title-loc-key': 'T', 'title-loc-args': ['Bob'], 'loc-key': 'L', 'launch-image': 'l.png' })
    expect(alertOf({ templateText: false, body: 'New message' })).toEqual({ title: 'Bob', body: 'New message', 'launch-image': 'l.png' })
    expect(requestBody(draftOf({ vendor, templateText: false }))).not.toHaveProperty('secret')
    const { notes } = channel.render(sampleNotification({ vendor, templateText: false }), app)
    expect(notes).toEqual([{ code: 'field-dropped', detail: "the recipient's preview keeps back vendors.apns titleLocKey, locKey, custom" }])
  })

  it('leaves out what a host states beyond 2048 bytes, and says which, so that there is always room for the text', () => {
    const vendor = { locKey: 'L', locArgs: Array.from({ length: 32 }, () => 'x'.repeat(1024)), custom: { a: 'x'.repeat(1900), b: 'y'.repeat(200), c: 'z' } }
    const notification = sampleNotification({ vendor })
    const payload = channel.render(notification, app)
    expect(payload.notes.map(note => note.detail)).toEqual([
      'vendors.apns has room for 2048 bytes here: left out locKey',
      'vendors.apns has room for 2048 bytes here: left out custom.b',
    ])
    expect(payload.size).toBeLessThan(4096)
    expect(requestBody(firstDraft(channel, notification, [sampleTarget(token)]))).toMatchObject({
      aps: { alert: { body: 'a new msg from bob' } },
      a: 'x'.repeat(1900),
      c: 'z',
    })
  })

  it('hashes a thread of more than 256 bytes, and leaves out a category of more', () => {
    const aps = (changes: object) => (requestBody(draftOf(changes)) as { aps: Record<string, unknown> }).aps
    expect(aps({ threadId: 'x'.repeat(254) })['thread-id']).toBe('x'.repeat(254))
    expect(aps({ threadId: '消'.repeat(100) })['thread-id']).toMatch(/^[0-9A-Za-z_-]{32}$/)
    expect(aps({ ios: { category: 'x'.repeat(255) } })).not.toHaveProperty('category')
    expect(channel.render(sampleNotification({ ios: { category: 'x'.repeat(255) } }), app).notes.map(note => note.code)).toEqual(['field-dropped'])
  })

  it('tells when mutableContent false keeps an image from being shown', () => {
    const notification = sampleNotification({ image: 'https://example.com/a.png', ios: { mutableContent: false } })
    expect(channel.render(notification, app).notes.map(note => note.code)).toEqual(['image-unsupported'])
    expect(requestBody(firstDraft(channel, notification, [sampleTarget(token)]))).not.toHaveProperty('image')
  })

  it('adds ids beside aps only when config asks, and never lets custom keys take their place', () => {
    const custom = { messageId: 'mine', hint: 1 }
    expect(requestBody(draftOf({ vendor: { custom } }))).toMatchObject(custom)
    expect(requestBody(draftOf({ vendor: { custom } }, { addIds: true, imageKey: 'img' }))).toMatchObject({
      messageId: 'msg-1',
      conversationId: 'bob',
      conversationType: 'c2c',
      hint: 1,
    })
    const withIds = apns({ apps: [app], addIds: true })
    expect(withIds.render(sampleNotification({ vendor: { custom } }), app).notes).toEqual([
      { code: 'field-dropped', detail: "vendors.apns custom: keys of Rouse's have the names messageId" },
    ])
  })

  it('says the size of the body with room for any badge, and allows a call 5120 bytes', () => {
    const payload = channel.render(sampleNotification(), app) as ApnsPayload
    const largest = firstDraft(channel, sampleNotification(), [sampleTarget(token, Number.MAX_SAFE_INTEGER)])
    expect(payload.size).toBe(wireText(largest).split('\n')[2]?.length)
    expect(payload.limit).toBeUndefined()
    expect((channel.render(sampleNotification({ kind: 'voip' }), app) as ApnsPayload).limit).toBe(5120)
  })
})
