import { parse, type WireRequest, type WireResponse } from '@rouse/core/channel'
import { firstDraft, jsonResponse, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { signatureOf } from './credentials.ts'
import { app, channel, token } from './samples.fixture.ts'

const now = 1_795_500_000_000
const hour = 3_600_000
// printf '10004''made-up-key-25509283''1795500000000''made-up-secret-8c5a9d' | openssl dgst -md5
const hex = '7038b25507287d807c0abf16f9e7f1f8'

function asking(answer: WireResponse) {
  const asked: WireRequest[] = []
  const exchange = async (request: WireRequest) => {
    asked.push(request)
    return answer
  }
  return { asked, context: { now, exchange, signal: new AbortController().signal } }
}
const given = jsonResponse(200, { result: 0, desc: 'ok', authToken: '24ae4b3f' })

describe("vivo's signature", () => {
  it('is md5 of app id, app key, milliseconds and app secret, as openssl computes it', () => {
    expect(signatureOf(10004, app.appKey, now, app.appSecret)).toBe(hex)
  })

  it('takes each part trimmed', () => {
    expect(signatureOf(' 10004 ', ` ${app.appKey}\n`, now, `${app.appSecret} `)).toBe(hex)
  })
})

describe("vivo's auth token", () => {
  it('is asked for with the very milliseconds that are signed, and the app id as a number', async () => {
    for (const appId of [10004, '10004']) {
      const { asked, context } = asking(given)
      await channel.authorize({ ...app, appId } as never, context)
      expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST https://api-push.vivo.com.cn/message/auth'])
      expect(asked[0]?.headers).toEqual({ 'content-type': 'application/json' })
      expect(parse(asked[0]?.body ?? new Uint8Array())).toEqual({ appId: 10004, appKey: app.appKey, timestamp: now, sign: hex })
    }
  })

  it('is renewed every one or two hours, and serves for less than a day', async () => {
    const { refreshAt, expiresAt } = await channel.authorize(app, asking(given).context)
    expect(refreshAt - now).toBeGreaterThanOrEqual(hour)
    expect(refreshAt - now).toBeLessThanOrEqual(2 * hour)
    expect(expiresAt - now).toBeLessThan(24 * hour)
  })

  it('goes with every call in the header authToken', async () => {
    const credential = await channel.authorize(app, asking(given).context)
    const request = channel.sign(firstDraft(channel, sampleNotification(), [sampleTarget(token)]), credential, now)
    expect(request.headers).toEqual({ authtoken: '24ae4b3f', 'content-type': 'application/json' })
  })

  it.each([10200, 10201, 10202, 10203, 10204, 10205, 10206, 10207, 10043])('of code %i is a fault of the config', async code => {
    await expect(channel.authorize(app, asking(jsonResponse(200, { result: code, desc: 'no' })).context)).rejects.toMatchObject({
      code: 'credential-invalid',
      retryable: false,
      message: `channels.vivo.apps, app "com.example.chat": vivo gives no auth token; check appId, appKey, appSecret and the clock: HTTP 200, code ${code}`,
    })
  })

  it.each([
    [200, 10093],
    [200, 10040],
    [500, 0],
    [429, 0],
  ])('of HTTP %i and code %i can be had later', async (status, code) => {
    await expect(channel.authorize(app, asking(jsonResponse(status, { result: code })).context)).rejects.toMatchObject({ retryable: true })
  })

  it('must have its keys: the error names the entry and what to give', async () => {
    const { asked, context } = asking(given)
    await expect(channel.authorize({ app: 'a' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.vivo.apps, app "a": give appId (a number), appKey and appSecret, as vivo\'s console shows them',
    })
    expect(asked).toEqual([])
  })
})
