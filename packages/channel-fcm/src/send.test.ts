import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { channel, token } from './samples.fixture.ts'

const sent = (badges: readonly (number | null)[]) => {
  const targets = badges.map((badge, n) => sampleTarget(token, badge, n))
  return drive(channel.send(sampleBatch(channel, sampleNotification(), targets)), () => jsonResponse(200, { name: 'projects/chat-demo/messages/0:1' }))
}

describe('sending to FCM', () => {
  it('makes one request for one token, which stands behind the message, and none for no token', () => {
    expect(channel.limits.tokens).toBe(1)
    const [draft] = sent([7]).drafts
    expect(draft).toMatchObject({ method: 'POST', url: 'https://fcm.googleapis.com/v1/projects/chat-demo/messages:send' })
    expect(draft && requestBody(draft)).toMatchObject({ message: { token, android: { notification: { notificationCount: 7 } } } })
    expect(sent([])).toEqual({ drafts: [], result: [] })
  })

  it('leaves an unknown count out, and says no more than an int32 can hold', () => {
    const countOf = (badge: number | null) => {
      const [draft] = sent([badge]).drafts
      return (draft && requestBody(draft)) as { message: { android: { notification: object } } }
    }
    expect(countOf(null).message.android.notification).not.toHaveProperty('notificationCount')
    expect(countOf(Number.MAX_SAFE_INTEGER).message.android.notification).toMatchObject({ notificationCount: 2_147_483_647 })
  })
})
