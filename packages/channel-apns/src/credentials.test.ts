import { createPublicKey, verify } from 'node:crypto'
import { bytes, type Credential, type WireRequest } from '@rouse/core/channel'
import { firstDraft, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { apns } from './channel.ts'
import type { ApnsApp } from './config.ts'
import { app, channel, key, token } from './samples.fixture.ts'

const now = 1_795_500_000_500
const context = {
  now,
  exchange: async (request: WireRequest) => {
    throw new Error(`no request is needed, but one went to ${request.url}`)
  },
  signal: new AbortController().signal,
}
/** Made with `openssl pkey -in key.pem -pubout`. */
const publicKey = createPublicKey(`-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpOdm2Ed6hN2PyRxr7KZ7DUOzm+g3
VqeZ3kvNVnawisR5l62ZtjEulzAT8/7YPpsj2A/q4RoIRy2uuSc7nTHZ0Q==
-----END PUBLIC KEY-----
`)

/** Header, claims and signature by another tool: `openssl dgst -sha256 -sign key.pem`, its DER turned into r and s. ES256 never signs twice alike. */
const vector =
  'eyJhbGciOiJFUzI1NiIsImtpZCI6IktFWTEyMzQ1NjcifQ.eyJpc3MiOiJURUFNMTIzNDU2IiwiaWF0IjoxNzk1NTAwMDAwfQ.c-dhtGEoEuR7LseUgKyMFWUhLKBV6c1twDl8fM15YYERxvmp5g5dCFv3JDHrL18OskfIGGZBmb3rPOvrmae0QQ'

const isGood = (jwt: string): boolean => {
  const [header, claims, signature] = jwt.split('.') as [string, string, string]
  return verify('sha256', bytes(`${header}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
}
const jwtOf = async (entry: ApnsApp = app, at = now, own = apns({ apps: [app] })): Promise<string> => {
  const { value } = (await own.authorize(entry, { ...context, now: at })) as Credential<{ authorization: string }>
  return value.authorization.replace('bearer ', '')
}

const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token, 1)])

describe('the provider token', () => {
  it('says to the byte what openssl signed, and is signed so that openssl and node:crypto agree', async () => {
    const request = channel.sign(draft, await channel.authorize(app, context), now)
    const jwt = (request.headers.authorization as string).replace(/^bearer /, '')
    expect(jwt.slice(0, jwt.lastIndexOf('.'))).toBe(vector.slice(0, vector.lastIndexOf('.')))
    expect([isGood(vector), isGood(jwt), isGood(`${vector.slice(0, -2)}AA`)]).toEqual([true, true, false])
  })

  it('states algorithm, key, team and the time in seconds', async () => {
    const [header, claims] = (await jwtOf()).split('.').map(part => Buffer.from(part, 'base64url').toString())
    expect(JSON.parse(header as string)).toEqual({ alg: 'ES256', kid: 'KEY1234567' })
    expect(JSON.parse(claims as string)).toEqual({ iss: 'TEAM123456', iat: 1_795_500_000 })
  })

  it('is one for all entries of a key, however many ask at once, and another one for another key', async () => {
    const own = apns({ apps: [app] })
    const shared = await Promise.all([jwtOf(app, now, own), jwtOf({ ...app, app: 'com.example.lite', environment: 'development' }, now + 1, own)])
    expect(new Set(shared).size).toBe(1)
    expect(await jwtOf({ ...app, keyId: 'KEY7654321' }, now, own)).not.toBe(shared[0])
    expect(await jwtOf({ ...app, teamId: 'TEAM654321' }, now, own)).not.toBe(shared[0])
  })

  it('is made anew after 40 minutes, and when the clock was set back', async () => {
    const own = apns({ apps: [app] })
    const first = await jwtOf(app, now, own)
    expect(await jwtOf(app, now + 40 * 60_000 - 1, own)).toBe(first)
    const second = await jwtOf(app, now + 40 * 60_000, own)
    expect(second).not.toBe(first)
    expect(await jwtOf(app, now, own)).not.toBe(second)
  })

  it('is made anew once when APNs refuses it, and then not within 20 minutes: the refused one comes again', async () => {
    const own = apns({ apps: [app] })
    const renew = (refused: Credential<unknown>, at: number, entry = app) => own.authorize(entry, { ...context, now: at, refused })
    const first = await own.authorize(app, context)
    const second = await renew(first, now + 1000)
    expect(second).not.toBe(first)
    expect(await renew(first, now + 2000, { ...app, app: 'com.example.lite' })).toBe(second)
    expect(await renew(second, now + 1000 + 20 * 60_000 - 1)).toBe(second)
    expect(await renew(second, now + 1000 + 20 * 60_000)).not.toBe(second)
  })

  it('that another has replaced meanwhile is not made a third time when it is refused', async () => {
    const own = apns({ apps: [app] })
    const first = await own.authorize(app, context)
    const second = await own.authorize(app, { ...context, now: now + 40 * 60_000 })
    expect(await own.authorize(app, { ...context, now: now + 40 * 60_000 + 1, refused: first })).toBe(second)
  })

  it('that could not be made is tried again by the next who asks', async () => {
    const own = apns({ apps: [app] })
    const broken = { ...app, key: 'no key' }
    for (let n = 0; n < 2; n++) await expect(own.authorize(broken, context)).rejects.toMatchObject({ code: 'credential-invalid' })
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

  it.each([
    ['\\n as two characters', key.replaceAll('\n', '\\n')],
    ['a byte order mark', `\ufeff${key}`],
    ['quotes around it', `'${key}'`],
  ])('is signed with a key that holds %s', async (_, text) => {
    expect(isGood(await jwtOf({ ...app, key: text }))).toBe(true)
  })

  it('cannot be had with a path instead of a key: the error says so', async () => {
    await expect(channel.authorize({ ...app, key: 'AuthKey_ABC.p8' } as ApnsApp, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: expect.stringContaining('found a path (give the text of the file)'),
    })
  })

  it('cannot be had without a key: the error says which entry and what to give', async () => {
    await expect(channel.authorize({ app: 'com.example.chat' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.apns.apps, app "com.example.chat": give teamId, keyId and key, or certificate',
    })
  })
})
