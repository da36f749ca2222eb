import { bytes, text, type WireRequest, type WireResponse } from '@rouse/core/channel'
import { firstDraft, jsonResponse, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { app, channel, serviceAccount, token } from './samples.fixture.ts'

const now = 1_795_500_000_500
const signal = new AbortController().signal
const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token)])

/** By another tool: `printf '%s' "$header.$claims" | openssl dgst -sha256 -sign key.pem`. RS256 always signs alike. */
const vector = [
  'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJpc3MiOiJwdXNoQGNoYXQtZGVtby5pYW0uZ3NlcnZpY2VhY2NvdW50LmNvbSIsInNjb3BlIjoiaHR0cHM6Ly93d3cuZ29vZ2xlYXBpcy5jb20vYXV0aC9maXJlYmFzZS5tZXNzYWdpbmciLCJhdWQiOiJodHRwczovL29hdXRoMi5nb29nbGVhcGlzLmNvbS90b2tlbiIsImlhdCI6MTc5NTUwMDAwMCwiZXhwIjoxNzk1NTAzNjAwfQ',
  'Sl78kKzqQ2L4HTPvEmXH00SyDJKVxt2k0R0h0x2Fx8WA-LWlBnVmFiMtSVuPRvc340xYsU_ND50h5iZiQai7y0VMu0vaonhz5ChR-_CqS2TkaE1yqnAIz9u20GeVv6J4dJNsKgAMSzoemh2lTozNV1j8_ZFcWobyVgszo_M6PB4i5pRWrxX4iyD08MwtagK7V91qi5N2eWVfSP0Y5ThXwbTkXlrFmWWc-GnrSeWFOf6TlE1rCuRntcts0dMCjWh9NUhIvIdp-CNikctiBW19hCoTny0-4q12otuazUOC2Kso5t7Y502QOAmRRlIf2EYh7WrIS8u78vRt4mxCG_kyOg',
].join('.')

/** Authorizes an entry against a made-up Google and keeps what was asked. */
async function authorized(entry: object, response: WireResponse = jsonResponse(200, { access_token: 'ya29.a', expires_in: 3599, token_type: 'Bearer' })) {
  const asked: WireRequest[] = []
  const exchange = async (request: WireRequest) => {
    asked.push(request)
    return response
  }
  const credential = await channel.authorize({ app: 'com.example.chat', ...entry }, { now, exchange, signal })
  return { asked, credential }
}

describe('the access token', () => {
  it("is asked for with the assertion that openssl signs for it: RS256, Google's claims, in a form", async () => {
    const { asked } = await authorized({ serviceAccount })
    const request = asked[0] as WireRequest
    expect(asked).toHaveLength(1)
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://oauth2.googleapis.com/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const form = new URLSearchParams(text(request.body))
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    expect(form.get('assertion')).toBe(vector)
    const [header, claims] = vector.split('.').map(part => Buffer.from(part, 'base64url').toString()) as [string, string]
    expect(JSON.parse(header)).toEqual({ alg: 'RS256', typ: 'JWT' })
    expect(JSON.parse(claims)).toEqual({
      iss: 'push@chat-demo.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/firebase.messaging',
      aud: 'https://oauth2.googleapis.com/token',
      iat: 1_795_500_000,
      exp: 1_795_503_600,
    })
  })

  it('goes out as Bearer, is renewed some minutes early and kept until then', async () => {
    const { credential } = await authorized({ serviceAccount })
    expect(channel.sign(draft, credential, now).headers.authorization).toBe('Bearer ya29.a')
    expect(credential.refreshAt).toBe(now + 3_299_000)
    expect(credential.expiresAt).toBe(now + 3_569_000)
  })

  it("asks where the account's token_uri says, and takes the account as text too", async () => {
    const { asked } = await authorized({ serviceAccount: JSON.stringify({ ...serviceAccount, token_uri: 'https://127.0.0.1:8443/token' }) })
    expect(asked[0]?.url).toBe('https://127.0.0.1:8443/token')
    const { token_uri: _, ...without } = serviceAccount
    expect((await authorized({ serviceAccount: without })).asked[0]?.url).toBe('https://oauth2.googleapis.com/token')
  })

  it.each([1, 30, 600])('that lives %i s is renewed within its life', async life => {
    const { credential } = await authorized({ serviceAccount }, jsonResponse(200, { access_token: 'x', expires_in: life }))
    expect(credential.refreshAt).toBeGreaterThan(now)
    expect(credential.expiresAt).toBeGreaterThanOrEqual(credential.refreshAt)
    expect(credential.expiresAt - now).toBeLessThanOrEqual(Math.max(life * 1000, 2000))
  })

  it("may be the host's own, plain or with its end, and then nothing is asked", async () => {
    const plain = await authorized({ accessToken: () => 'own' })
    expect(plain.asked).toEqual([])
    expect(plain.credential).toMatchObject({ value: { authorization: 'Bearer own' }, refreshAt: now + 300_000 })
    const dated = await authorized({ accessToken: async () => ({ token: 'own', expiresAt: now + 3_600_000 }) })
    expect(dated.credential.refreshAt).toBe(now + 3_300_000)
  })

  it.each([
    [401, { error: 'invalid_grant' }, false, 'HTTP 401 (invalid_grant)'],
    [400, { error: 'invalid_client', error_description: 'secret words' }, false, 'HTTP 400 (invalid_client)'],
    [429, {}, true, 'HTTP 429'],
    [503, {}, true, 'HTTP 503'],
    [200, { token: 'x' }, false, 'holds no access_token'],
    [407, {}, false, 'a proxy on the way to Google asks for a user and a password'],
    [404, {}, false, 'check token_uri and any proxy'],
  ])('refused with %i tells the operator, and whether to try again', async (status, body, retryable, words) => {
    const error = await authorized({ serviceAccount }, jsonResponse(status, body)).then(
      () => null,
      reason => reason,
    )
    expect(error).toMatchObject({ code: 'credential-invalid', retryable })
    expect(error.message).toContain(words)
    expect(error.message).toContain('channels.fcm.apps, app "com.example.chat"')
    expect(error.message).not.toContain('secret words')
  })

  const cause = async (description: string): Promise<string> => {
    const response = jsonResponse(400, { error: 'invalid_grant', error_description: description })
    return authorized({ serviceAccount }, response).then(
      () => 'given',
      (reason: Error) => reason.message,
    )
  }

  it.each([
    [
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
      "this machine's clock is wrong",
    ],
    ['Invalid JWT: iat is in the future', "this machine's clock is wrong"],
    ['Invalid JWT Signature.', 'not a key of this service account, or it was revoked or deleted'],
    ['Invalid grant: account not found', 'it was deleted or disabled'],
    ['Invalid issuer: Not a valid email or user ID.', 'it was deleted or disabled'],
    ['The service account was disabled.', 'it was deleted or disabled'],
    ['Invalid JWT: Failed audience check', 'token_uri is not the address that was asked'],
    ['Something new', 'check that it exists, its key is not revoked and the clock is right'],
  ])("says what Google's refusal %j means, and never quotes it", async (description, words) => {
    const message = await cause(description)
    expect(message).toContain(words)
    expect(message).toContain('(invalid_grant)')
    expect(message).not.toContain(description)
  })

  it.each(['<html>Sign in</html>', ''])('calls a 200 with the body %j what it is, and tries again', async body => {
    const refusal = authorized({ serviceAccount }, { status: 200, headers: {}, body: bytes(body) })
    await expect(refusal).rejects.toMatchObject({ retryable: true, message: expect.stringContaining('something other than Google answered') })
  })

  it('is asked for with a key that holds \\n as two characters', async () => {
    const account = { ...serviceAccount, private_key: serviceAccount.private_key.replaceAll('\n', '\\n') }
    const { asked } = await authorized({ serviceAccount: account })
    expect(new URLSearchParams(text((asked[0] as WireRequest).body)).get('assertion')).toBe(vector)
  })

  it('is not to be had without an account', async () => {
    await expect(authorized({})).rejects.toMatchObject({ code: 'credential-invalid', retryable: false })
    expect(app.serviceAccount).toBeDefined()
  })
})
