import { text, type WireResponse } from '@rouse/core/channel'
import { drive, firstApp, firstDraft, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { apns } from './channel.ts'
import type { ApnsApp } from './config.ts'
import type { ApnsPayload } from './render.ts'
import { app, channel, token } from './samples.fixture.ts'

const taken = () => ({ status: 200, headers: {}, body: new Uint8Array() })

describe('sending to APNs', () => {
  it('makes one request for one token, which stands in its path, and none for no token', () => {
    const { drafts } = drive(channel.send(sampleBatch(channel, sampleNotification(), [sampleTarget(token, 1)])), taken)
    expect(drafts.map(({ url }) => url)).toEqual([`https://api.push.apple.com/3/device/${token}`])
    expect(drive(channel.send(sampleBatch(channel, sampleNotification(), [])), taken)).toEqual({ drafts: [], result: [] })
  })

  it.each([0, 1, 9, 10, 99, 100, 12345, 2_147_483_648, Number.MAX_SAFE_INTEGER])('splices badge %i into the bytes', badge => {
    const body = requestBody(firstDraft(channel, sampleNotification({ ext: { text: 'e' } }), [sampleTarget(token, badge)]))
    expect(body).toMatchObject({ aps: { badge }, ext: 'e' })
  })

  it('leaves what it rendered as it was, push after push', () => {
    const batch = sampleBatch(channel, sampleNotification(), [sampleTarget(token, 5)])
    const before = text((batch.payload as ApnsPayload).tail)
    const [one, two] = [1, 2].map(() => drive(channel.send(batch), taken).drafts[0])
    expect(one).toEqual(two)
    expect(text((batch.payload as ApnsPayload).tail)).toBe(before)
  })

  it('syncs a badge alone, without text, sound or urgency', () => {
    const payload = channel.renderBadge?.(firstApp(channel)) as ApnsPayload
    const send = (badge: number | null) => drive(channel.send({ payload, app, targets: [sampleTarget(token, badge)], id: 'b' }), taken).drafts[0]
    const draft = send(0)
    expect(draft && requestBody(draft)).toEqual({ aps: { badge: 0 } })
    expect(draft?.headers).toMatchObject({ 'apns-push-type': 'alert', 'apns-priority': '5', 'apns-topic': 'com.example.chat' })
    const unknown = send(null)
    expect(unknown && requestBody(unknown)).toEqual({ aps: {} })
  })
})

describe('a token that APNs does not know', () => {
  const { environment: _, ...open } = app
  const bad = jsonResponse(400, { reason: 'BadDeviceToken' })
  const asked = (entry: ApnsApp, other: WireResponse) => {
    const own = apns({ apps: [entry] })
    const { drafts, result } = drive(own.send(sampleBatch(own, sampleNotification(), [sampleTarget(token)])), ({ url }) =>
      url.startsWith('https://api.push.apple.com/') ? bad : other,
    )
    return { urls: drafts.map(({ url }) => url), drafts, answer: result[0] }
  }

  it('is tried once at the development host when the entry serves both, by the same request', () => {
    const { urls, drafts, answer } = asked(open, { status: 200, headers: { 'apns-id': 'A', 'apns-unique-id': 'u-1' }, body: new Uint8Array() })
    expect(urls).toEqual([`https://api.push.apple.com/3/device/${token}`, `https://api.sandbox.push.apple.com/3/device/${token}`])
    expect({ ...drafts[1], url: urls[0] }).toEqual(drafts[0])
    expect(answer).toEqual({ kind: 'accepted', code: '200', vendorId: 'A', detail: 'development host, apns-unique-id u-1' })
  })

  it.each([
    ['knows that it is dead', jsonResponse(410, { reason: 'Unregistered', timestamp: 7 }), { kind: 'gone', since: 7, code: 'Unregistered' }],
    ['has too much to do', jsonResponse(503, { reason: 'ServiceUnavailable' }), { kind: 'unavailable', code: 'ServiceUnavailable' }],
  ])('gets the answer of the other host when that %s', (_, other, answer) => {
    expect(asked(open, other).answer).toEqual({ ...answer, detail: 'development host' })
  })

  it.each([
    ['does not know it either', bad],
    ['refuses the key', jsonResponse(403, { reason: 'BadEnvironmentKeyInToken' })],
    ['refuses the topic', jsonResponse(400, { reason: 'TopicDisallowed' })],
  ])('stays in doubt when the other host %s', (_, other) => {
    expect(asked(open, other).answer).toEqual({ kind: 'gone', unconfirmed: true, code: 'BadDeviceToken' })
  })

  it.each([
    ['an environment', { environment: 'production' }],
    ['a host', { host: 'api.push.apple.com' }],
  ] as const)('is not tried elsewhere when the entry states %s', (_, changes) => {
    expect(asked({ ...open, ...changes }, bad).urls).toHaveLength(1)
  })
})
