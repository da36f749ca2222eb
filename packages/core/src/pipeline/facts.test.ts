import { describe, expect, it } from 'vitest'
import { aDevice, aMessage, aRecipient } from '../engine/engine.fixture.ts'
import { bucketOf } from '../policy/bucket.ts'
import { conversationFact, deviceFact, familyOf, messageFact, recipientFact } from './facts.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString()

describe('the message fact', () => {
  it('has its age in seconds, fractions too, and none of a message from the future', () => {
    expect(messageFact(aMessage({ sentAt: at(-90) }), now).age).toBe(90)
    expect(messageFact(aMessage({ sentAt: at(-0.25) }), now).age).toBe(0.25)
    expect(messageFact(aMessage({ sentAt: at(60) }), now).age).toBe(0)
  })

  it('was sent now, is no edit and mentions nobody, where it says nothing of these', () => {
    const { sentAt: _, mentions: __, ...plain } = aMessage()
    expect(messageFact(plain, now)).toMatchObject({ sentAt: '2026-11-23T10:00:00.000Z', age: 0, revision: 0, mentions: { all: false, users: [] } })
  })

  it('states what the message states itself, null too', () => {
    expect(messageFact(aMessage(), now).stated).toEqual({ enabled: undefined, ttl: undefined })
    expect(messageFact(aMessage({ push: { enabled: false, ttl: null } }), now).stated).toEqual({ enabled: false, ttl: null })
    expect(messageFact(aMessage({ push: { enabled: true, ttl: 3600 } }), now).stated).toEqual({ enabled: true, ttl: 3600 })
  })
})

describe('the conversation fact', () => {
  it('receives all and is not muted, where the recipient says nothing', () => {
    for (const recipient of [aRecipient('alice'), aRecipient('alice', { conversation: {} })]) {
      expect(conversationFact(recipient, now)).toEqual({ receive: 'all', mutedUntil: undefined, muted: false })
    }
  })

  it.each([
    ['until a moment ago', at(-0.001), false],
    ['until this very moment', at(0), false],
    ['for a moment more', at(0.001), true],
    ['until then, in a time zone of its own', '2026-11-23T18:00:01+08:00', true],
  ])('is muted %s: %s, %s', (_, mutedUntil, muted) => {
    expect(conversationFact(aRecipient('alice', { conversation: { receive: 'mentions', mutedUntil } }), now)).toEqual({
      receive: 'mentions',
      mutedUntil,
      muted,
    })
  })

  it('takes null for not muted', () => {
    expect(conversationFact(aRecipient('alice', { conversation: { mutedUntil: null } }), now)).toMatchObject({ mutedUntil: undefined, muted: false })
  })
})

describe('the recipient fact', () => {
  it('counts devices, and shows all where no preview is asked for', () => {
    const devices = ['a', 'b', 'c'].map(id => aDevice(id))
    expect(recipientFact(aRecipient('alice', { devices }), undefined, true, false, true)).toMatchObject({
      id: 'alice',
      preview: 'full',
      deviceCount: 3,
      mentioned: true,
      inQuietHours: false,
      bucket: bucketOf('alice'),
    })
    expect(recipientFact(aRecipient('alice', { devices: [], preview: 'sender' }), 'Asia/Shanghai', false, true, true)).toMatchObject({
      preview: 'sender',
      deviceCount: 0,
      mentioned: false,
      inQuietHours: true,
    })
  })
})

describe('the device fact', () => {
  it('is logged in and closed where the host says nothing; what else is absent stays unknown', () => {
    const fact = deviceFact({ id: 'd1', platform: 'android', registrations: [] }, now)
    expect(fact).toMatchObject({ session: 'logged-in', appState: 'closed' })
    for (const name of ['maker', 'osVersion', 'region', 'playServices', 'hmsVersion', 'lastSeenAt', 'lastSeenAge'] as const) {
      expect(Object.hasOwn(fact, name)).toBe(true)
      expect(fact[name]).toBeUndefined()
    }
  })

  it('compares makers trimmed and in lower case', () => {
    expect(deviceFact(aDevice('d1', { maker: ' HONOR\t' }), now).maker).toBe('honor')
  })

  it('tells when it was last seen in seconds, none of them below 0', () => {
    expect(deviceFact(aDevice('d1', { lastSeenAt: at(-86_400) }), now).lastSeenAge).toBe(86_400)
    expect(deviceFact(aDevice('d1', { lastSeenAt: at(5) }), now).lastSeenAge).toBe(0)
  })

  it('keeps null apart from unknown', () => {
    expect(deviceFact(aDevice('d1', { hmsVersion: null }), now).hmsVersion).toBeNull()
  })
})

describe('the platform family', () => {
  it('is ios for Apple’s, android for all others', () => {
    const platforms = ['ios', 'macos', 'watchos', 'tvos', 'android', 'harmony', 'web', 'other']
    expect(platforms.map(familyOf)).toEqual(['ios', 'ios', 'ios', 'ios', 'android', 'android', 'android', 'android'])
  })
})
