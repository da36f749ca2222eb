import { constants, createPublicKey, verify } from 'node:crypto'
import { bytes, text, type WireRequest, type WireResponse } from '@rouse/core/channel'
import { firstDraft, jsonResponse, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { account, app, channel, keys, token } from './samples.fixture.ts'

const now = 1_795_500_000_500
const asking = (answer: WireResponse) => {
  const requests: WireRequest[] = []
  const exchange = async (request: WireRequest) => {
    requests.push(request)
    return answer
  }
  return { requests, context: { now, exchange, signal: new AbortController().signal } }
}
const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token, 1)])
const granted = { status: 200, headers: {}, body: bytes('{"access_token":"DAED\\/a+b\\/c","expires_in":3600,"token_type":"Bearer"}') }

describe("Huawei's access token", () => {
  it('is asked for once, by client credentials in a form', async () => {
    const { requests, context } = asking(granted)
    await channel.authorize(app, context)
    expect(requests.map(({ method, url, headers, body }) => [method, url, headers, text(body)])).toEqual([
      [
        'POST',
        'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'grant_type=client_credentials&client_id=104000001&client_secret=made-up-secret-9f8e7d6c5b4a',
      ],
    ])
  })

  it('has / where the answer writes it as \\/', async () => {
    const credential = await channel.authorize(app, asking(granted).context)
    expect(channel.sign(draft, credential, now).headers).toEqual({
      authorization: 'Bearer DAED/a+b/c',
      'content-type': 'application/json; charset=UTF-8',
    })
  })

  it('is renewed five minutes before it ends, or at half of a shorter life', async () => {
    const { refreshAt, expiresAt } = await channel.authorize(app, asking(granted).context)
    expect(refreshAt).toBe(now + 55 * 60_000)
    expect(expiresAt).toBe(now + 3_570_000)
    const short = await channel.authorize(app, asking(jsonResponse(200, { access_token: 'x', expires_in: 60 })).context)
    expect(short.refreshAt).toBe(now + 30_000)
  })

  it.each([
    [{ host: '127.0.0.1', port: 8443 }, 'https://127.0.0.1:8443/oauth2/v3/token'],
    [{ host: '127.0.0.1', port: 8443, oauthHost: 'localhost', oauthPort: 9 }, 'https://localhost:9/oauth2/v3/token'],
    [{ oauthHost: 'example.com' }, 'https://example.com/oauth2/v3/token'],
  ])('comes from where %j says', async (where, url) => {
    const { requests, context } = asking(granted)
    await channel.authorize({ ...app, ...where }, context)
    expect(requests[0]?.url).toBe(url)
  })

  it.each([
    ['a proxy that wants a password', 407, false, /the proxy asks for a user name and password/],
    ['a page in between, with 200', 200, true, /no JSON/],
    ['a page in between, with 403', 403, true, /no JSON/],
    ['a redirect', 302, true, /no JSON/],
  ])('is not blamed on the secret by %s', async (_, status, retryable, message) => {
    const page = { status, headers: { 'content-type': 'text/html' }, body: bytes('<html></html>') }
    const failed = channel.authorize(app, asking(page).context)
    await expect(failed).rejects.toMatchObject({ code: 'credential-invalid', retryable })
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.not.toThrow(/clientSecret/)
  })

  it('that is refused says which entry and which codes, and what to check', async () => {
    const no = asking(jsonResponse(401, { error: 1101, sub_error: 20044, error_description: 'invalid made-up-secret-9f8e7d6c5b4a' }))
    await expect(channel.authorize(app, no.context)).rejects.toMatchObject({
      code: 'credential-invalid',
      retryable: false,
      message:
        'channels.huawei.apps, app "com.example.chat": Huawei gives no access token; check clientId and clientSecret: HTTP 401, error 1101, sub_error 20044',
    })
    for (const status of [429, 500, 503]) {
      await expect(channel.authorize(app, asking(jsonResponse(status, {})).context)).rejects.toMatchObject({ retryable: true })
    }
  })
})

describe("a service account's JWT", () => {
  const entry = { app: 'com.example.chat', serviceAccount: account }
  const bearer = async (serviceAccount: unknown) => {
    const { requests, context } = asking(granted)
    const credential = await channel.authorize({ ...entry, serviceAccount } as never, context)
    expect(requests).toEqual([])
    return { credential, jwt: (channel.sign(draft, credential, now).headers.authorization as string).replace('Bearer ', '') }
  }

  it('is the Bearer itself, and node:crypto verifies it: PS256, kid, typ, iss, aud, iat, exp', async () => {
    const { jwt } = await bearer(account)
    const [header, claims, signature] = jwt.split('.') as [string, string, string]
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ kid: 'key-1', typ: 'JWT', alg: 'PS256' })
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: '107000001',
      aud: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
      iat: 1_795_500_000,
      exp: 1_795_503_600,
    })
    const key = { key: createPublicKey(keys.publicKey), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    expect(verify('sha256', bytes(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('may come from the key file as text, and is renewed before its hour ends', async () => {
    const { credential } = await bearer(JSON.stringify(account))
    expect(credential.refreshAt).toBe(now + 55 * 60_000)
    expect(credential.expiresAt).toBeLessThan(now + 3_600_000)
  })

  it.each([
    ['the file of another vendor', { client_email: 'a', private_key: keys.privateKey }],
    ['text that is no JSON', 'no json'],
    ['an empty object', {}],
  ])('cannot be made from %s', async (_, serviceAccount) => {
    await expect(bearer(serviceAccount)).rejects.toMatchObject({
      message: 'channels.huawei.apps, app "com.example.chat": give serviceAccount, Huawei\'s key file with key_id, private_key and sub_account',
    })
  })

  it('needs the id that the address names', async () => {
    const { project_id: _, ...without } = account
    const place = 'channels.huawei.apps, app "a": give'
    const { context } = asking(granted)
    await expect(channel.authorize({ app: 'a', serviceAccount: without } as never, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: `${place} projectId, or a serviceAccount with its project_id: the address of v2 needs it`,
    })
    await expect(channel.authorize({ app: 'a', apiVersion: 1, serviceAccount: account } as never, context)).rejects.toMatchObject({
      message: `${place} clientId or appId: the address of v1 needs it`,
    })
    await expect(channel.authorize({ app: 'a', projectId: '7', serviceAccount: without } as never, context)).resolves.toMatchObject({ value: {} })
  })
})
