import type { Notification } from '@rouse/core/channel'
import { firstDraft, requestBody, sampleNotification, sampleTarget, wireText } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { fcm } from './channel.ts'
import type { FcmApp } from './config.ts'
import { app, channel, serviceAccount, token } from './samples.fixture.ts'

const messageOf = (changes: Partial<Notification>) =>
  (requestBody(firstDraft(channel, sampleNotification(changes), [sampleTarget(token)])) as { message: { android: { notification: object } } }).message
const urlOf = (entry: FcmApp) => firstDraft(fcm({ apps: [entry] }), sampleNotification(), [sampleTarget(token)]).url

describe('rendering for FCM', () => {
  it('goes to the project of the entry or of its account, at the host that the entry names', () => {
    expect(urlOf({ ...app, projectId: 'other' })).toBe('https://fcm.googleapis.com/v1/projects/other/messages:send')
    expect(urlOf({ app: 'a', serviceAccount: JSON.stringify(serviceAccount) })).toBe('https://fcm.googleapis.com/v1/projects/chat-demo/messages:send')
    expect(urlOf({ ...app, projectId: 'example.com:p', host: '127.0.0.1', port: 8443 })).toBe(
      'https://127.0.0.1:8443/v1/projects/example.com%3Ap/messages:send',
    )
    expect(urlOf({ ...app, projectId: '<projectId>' })).toBe('https://fcm.googleapis.com/v1/projects/<projectId>/messages:send')
  })

  it('states no collapse key of its own: four a device are all there are', () => {
    expect(messageOf({}).android).not.toHaveProperty('collapseKey')
  })

  it('hashes a tag and a collapse key of more than 64 bytes', () => {
    const long = '消'.repeat(22)
    const { android } = messageOf({ replaceId: long, collapseKey: long })
    expect(android).toMatchObject({
      collapseKey: expect.stringMatching(/^[0-9A-Za-z_-]{32}$/),
      notification: { tag: expect.stringMatching(/^[0-9A-Za-z_-]{32}$/) },
    })
    expect(messageOf({ replaceId: '消息' }).android.notification).toMatchObject({ tag: '消息' })
  })

  it("writes ttl as a duration, never as a number, and leaves the vendor's own out", () => {
    expect(messageOf({ ttl: 2_419_200 }).android).toMatchObject({ ttl: '2419200s' })
    expect(messageOf({ ttl: null }).android).not.toHaveProperty('ttl')
    expect(channel.limits.ttl?.max).toBe(2_419_200)
  })

  it('puts nothing but text into data', () => {
    const { data } = messageOf({ ext: { text: '{"n":1}' }, vendor: { data: { messageId: 'mine', a: 'b' } } }) as unknown as { data: Record<string, unknown> }
    expect(data).toEqual({ ext: '{"n":1}', messageId: 'mine', a: 'b' })
  })

  it('says which keys of data its own ids replace', () => {
    const withIds = fcm({ apps: [app], addIds: true })
    const notified = sampleNotification({ vendor: { data: { messageId: 'mine', a: 'b' } } })
    expect(requestBody(firstDraft(withIds, notified, [sampleTarget(token)]))).toMatchObject({ message: { data: { messageId: 'msg-1', a: 'b' } } })
    expect(withIds.render(notified, app).notes).toEqual([{ code: 'field-dropped', detail: "vendors.fcm data: keys of Rouse's have the names messageId" }])
  })

  it('keeps a call for 30 seconds at most, with a note', () => {
    const ttlOf = (ttl: number | null) => (messageOf({ category: 'voip', ttl }).android as { ttl?: string }).ttl
    expect([86_400, 30, 20, 0, null].map(ttlOf)).toEqual(['30s', '30s', '20s', '0s', '30s'])
    const notes = (ttl: number) => channel.render(sampleNotification({ category: 'voip', ttl }), app).notes.map(note => note.code)
    expect([notes(86_400), notes(30)]).toEqual([['ttl-adjusted'], []])
  })

  it.each([
    ['a token', 'cQ4bZ7tXT0uTmB2b9y6s4N:APA91b', 'token'],
    ['a Firebase installation id', 'cQ4bZ7tXT0uTmB2b9y6s4N', 'fid'],
    ['an id that ends with - and _', 'fABCDEFGHIJKLMNOPQRS-_', 'fid'],
    ['21 characters', 'cQ4bZ7tXT0uTmB2b9y6s4', 'token'],
    ['23 characters', 'cQ4bZ7tXT0uTmB2b9y6s4NN', 'token'],
    ['another first character', 'gQ4bZ7tXT0uTmB2b9y6s4N', 'token'],
  ])('puts %s where it belongs', (_, value, field) => {
    const body = (kind: Notification['kind']) => requestBody(firstDraft(channel, sampleNotification({ kind }), [sampleTarget(value)]))
    expect(body('alert')).toMatchObject({ message: { [field]: value } })
    expect(Object.keys((body('alert') as { message: object }).message).filter(key => key === 'fid' || key === 'token')).toEqual([field])
    expect(body('fid')).toMatchObject({ message: { fid: value } })
  })

  it('says that a data message displays nothing that is stated for the notification', () => {
    const vendor = { passThrough: true, icon: 'ic', data: { a: 'b' }, directBootOk: true }
    expect(messageOf({ vendor })).toEqual({ data: { a: 'b' }, android: { directBootOk: true, priority: 'HIGH', ttl: '86400s' }, token })
    expect(channel.render(sampleNotification({ vendor }), app).notes).toEqual([
      { code: 'field-dropped', detail: 'vendors.fcm passThrough displays nothing: left out icon' },
    ])
  })

  it("shows the message's own words and data with preview full alone, and says what it kept back", () => {
    const vendor = { titleLocKey: 'T', titleLocArgs: ['Bob'], ticker: 'secret plans', data: { hint: 'secret' }, icon: 'ic' }
    const full = messageOf({ vendor }) as unknown as { data: object; notification: object; android: { notification: object } }
    expect(full).toMatchObject({ data: { hint: 'secret' }, notification: { body: 'a new msg from bob' } })
    expect(full.notification).not.toHaveProperty('title')
    const hidden = messageOf({ vendor, templateText: false, body: 'New message' })
    expect(hidden).toMatchObject({ notification: { title: 'Bob', body: 'New message' }, android: { notification: { icon: 'ic' } } })
    expect(JSON.stringify(hidden)).not.toContain('secret')
    expect(channel.render(sampleNotification({ vendor, templateText: false }), app).notes).toEqual([
      { code: 'field-dropped', detail: "the recipient's preview keeps back vendors.fcm titleLocKey, ticker, data" },
    ])
  })

  it('leaves out what a host states beyond its room, and says which, so that there is always room for the text', () => {
    const vendor = { data: { a: 'x'.repeat(3000), b: 'y'.repeat(500), c: 'z' }, apns: { payload: { aps: { alert: 'x'.repeat(5000) } } }, icon: 'ic' }
    const payload = channel.render(sampleNotification({ vendor }), app)
    expect(payload.notes.map(note => note.detail.replace(/\d+ bytes/, 'n bytes'))).toEqual(['vendors.fcm has room for n bytes here: left out data.b, apns'])
    expect(payload.size).toBeLessThan(4096 - 400)
    expect(messageOf({ vendor })).toMatchObject({ data: { a: 'x'.repeat(3000), c: 'z' }, android: { notification: { icon: 'ic' } } })
  })

  it('says a channel that has a name, and leaves out one that none can have', () => {
    expect(messageOf({ channelId: 'chat' }).android.notification).toMatchObject({ channelId: 'chat' })
    expect(messageOf({ channelId: ' ' }).android.notification).not.toHaveProperty('channelId')
    expect(messageOf({ channelId: 'x'.repeat(255) }).android.notification).not.toHaveProperty('channelId')
    expect(channel.render(sampleNotification({ channelId: 'x'.repeat(255) }), app).notes.map(note => note.code)).toEqual(['field-dropped'])
  })

  it('counts the whole message but the token, with room for the largest badge', () => {
    const payload = channel.render(sampleNotification(), app)
    const body = wireText(firstDraft(channel, sampleNotification(), [sampleTarget(token, Number.MAX_SAFE_INTEGER)])).split('\n')[2] as string
    expect(payload.size).toBe(body.length - `,"token":"${token}"`.length - '{"message":}'.length)
    expect(body).toContain('"notificationCount":2147483647')
  })
})
