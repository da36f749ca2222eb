import { createPublicKey, verify } from 'node:crypto'
import { bytes, type WireRequest } from '@rouse/core'
import { firstDraft, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { apns } from './channel.ts'
import { app, channel, key, token } from './samples.fixture.ts'

const now = 1_795_500_000_500
const context = {
  now,
  exchange: async (request: WireRequest) => {
    throw new Error(`no request is needed, but one went to ${request.url}`)
  },
  signal: new AbortController().signal,
}
const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token, 1)])

describe('the provider token', () => {
  it('is a JWT that node:crypto verifies with the public key: ES256, kid, iss and iat in seconds', async () => {
    const request = channel.sign(draft, await channel.authorize(app, context), now)
    const [scheme, jwt] = (request.headers.authorization as string).split(' ')
    expect(scheme).toBe('bearer')
    const [header, claims, signature] = (jwt as string).split('.') as [string, string, string]
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'ES256', kid: 'KEY1234567' })
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ iss: 'TEAM123456', iat: 1_795_500_000 })
    const publicKey = createPublicKey(key)
    const good = verify('sha256', bytes(`${header}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
    expect(good).toBe(true)
  })

  it('serves every request for at least 20 minutes and is renewed within 60', async () => {
    const { refreshAt, expiresAt } = await channel.authorize(app, context)
    expect(refreshAt - now).toBeGreaterThanOrEqual(20 * 60_000)
    expect(refreshAt).toBeLessThan(expiresAt)
    expect(expiresAt - now).toBeLessThan(60 * 60_000)
    const credential = await channel.authorize(app, context)
    const sent = [channel.sign(draft, credential, now), channel.sign(draft, credential, now + 60_000)]
    expect(sent[0]?.headers.authorization).toBe(sent[1]?.headers.authorization)
  })

  it('is left out where a client certificate stands in: the request names it', async () => {
    const certified = { app: 'com.example.chat', certificate: 'chat-cert' }
    const request = apns({ apps: [certified] }).sign(draft, await channel.authorize(certified, context), now)
    expect(request.identity).toBe('chat-cert')
    expect(request.headers).toEqual(draft.headers)
  })

  it('cannot be had without a key: the error says which entry and what to give', async () => {
    await expect(channel.authorize({ app: 'com.example.chat' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.apns.apps, app "com.example.chat": give teamId, keyId and key, or certificate',
    })
  })
})
