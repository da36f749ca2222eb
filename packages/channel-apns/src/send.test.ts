import { text } from '@rouse/core'
import { drive, firstApp, firstDraft, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
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
