import { text, type WireRequest, type WireResponse } from '@rouse/core/channel'
import { firstDraft, jsonResponse, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import type { HonorApp } from './index.ts'
import { app, channel, token } from './samples.fixture.ts'

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
const granted = jsonResponse(200, { access_token: 'made.up', expires_in: 3600, token_type: 'Bearer' })

describe("Honor's access token", () => {
  it('is asked for by client credentials in a form', async () => {
    const { requests, context } = asking(granted)
    await channel.authorize(app, context)
    expect(requests.map(({ method, url, headers, body }) => [method, url, headers, text(body)])).toEqual([
      [
        'POST',
        'https://iam.developer.honor.com/auth/token',
        { 'content-type': 'application/x-www-form-urlencoded' },
        'grant_type=client_credentials&client_id=made-up-client-1&client_secret=made-up-secret-1a2b3c4d5e',
      ],
    ])
  })

  it.each<readonly [Partial<HonorApp>, string]>([
    [
      { oauthPath: '/auth/realms/developer/protocol/openid-connect/token' },
      'https://iam.developer.honor.com/auth/realms/developer/protocol/openid-connect/token',
    ],
    [{ host: 'push-api.cloud.hihonor.com' }, 'https://iam.developer.hihonor.com/auth/token'],
    [{ host: '127.0.0.1', port: 8443 }, 'https://127.0.0.1:8443/auth/token'],
    [{ host: '127.0.0.1', port: 8443, oauthHost: 'localhost', oauthPort: 9 }, 'https://localhost:9/auth/token'],
    [{ host: '127.0.0.1', port: 8443, oauthHost: 'localhost' }, 'https://localhost/auth/token'],
  ])('comes from where %j says', async (where, url) => {
    const { requests, context } = asking(granted)
    await channel.authorize({ ...app, ...where }, context)
    expect(requests[0]?.url).toBe(url)
  })

  it('goes out as Bearer, beside the moment of sending in milliseconds', async () => {
    const credential = await channel.authorize(app, asking(granted).context)
    const headers = { authorization: 'Bearer made.up', 'content-type': 'application/json; charset=UTF-8' }
    expect(channel.sign(draft, credential, now).headers).toEqual({ ...headers, timestamp: '1795500000500' })
    expect(channel.sign(draft, credential, now + 60_000).headers).toEqual({ ...headers, timestamp: '1795500060500' })
  })

  it.each([
    [3600, 3600],
    ['7200', 7200],
    [undefined, 3600],
    [-1, 3600],
  ])('of expires_in %j lives %i s, and is renewed five minutes early', async (life, seconds) => {
    const answer = jsonResponse(200, { access_token: 'x', ...(life === undefined ? {} : { expires_in: life }) })
    const { refreshAt, expiresAt } = await channel.authorize(app, asking(answer).context)
    expect(refreshAt).toBe(now + (seconds - 300) * 1000)
    expect(expiresAt).toBeLessThan(now + seconds * 1000)
  })

  it.each(['invalid_client', 'unauthorized_client', 'invalid_grant'])('that is refused with %s is a config fault', async error => {
    await expect(channel.authorize(app, asking(jsonResponse(401, { error, error_description: 'no' })).context)).rejects.toMatchObject({
      code: 'credential-invalid',
      retryable: false,
      message: `channels.honor.apps, app "com.example.chat": Honor gives no access token; check clientId and clientSecret: HTTP 401, error ${error}`,
    })
  })
})
