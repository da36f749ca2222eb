import { RouseError, text, type WireRequest, type WireResponse } from '@rouse/core/channel'
import { firstDraft, jsonResponse, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { oppo } from './channel.ts'
import { signatureOf } from './credentials.ts'
import { app, channel, token } from './samples.fixture.ts'

const now = 1_795_500_000_000
const china = 'https://api.push.oppomobile.com'
const overseas = 'https://api-intl.push.oppomobile.com'
const given = (authToken: string) => jsonResponse(200, { code: 0, message: 'Success', data: { auth_token: authToken, create_time: now } })
const refused = (code: number) => jsonResponse(200, { code, message: 'no' })

function asking(answer: (url: string) => WireResponse) {
  const asked: WireRequest[] = []
  const exchange = async (request: WireRequest) => {
    asked.push(request)
    return answer(request.url)
  }
  return { asked, context: { now, exchange, signal: new AbortController().signal } }
}

describe("OPPO's signature", () => {
  it('is sha256 of app key, milliseconds and master secret, as openssl computes it', () => {
    // printf 'made-up-key-0123''1795500000000''made-up-master-secret-4567' | openssl dgst -sha256
    const hex = '217665827d84150c90f8852364fb22c525de05421f4ec1111eb2e753b7f44ccc'
    expect(signatureOf(app.appKey, now, app.masterSecret)).toBe(hex)
  })
})

describe("OPPO's auth token", () => {
  it('is asked for with app_key, a timestamp in milliseconds and sign; the secret itself never goes out', async () => {
    const { asked, context } = asking(() => given('t1'))
    const credential = await channel.authorize({ ...app, region: 'CN' }, context)
    expect(asked.map(({ url }) => url)).toEqual([`${china}/server/v1/auth`])
    expect(Object.fromEntries(new URLSearchParams(text(asked[0]?.body ?? new Uint8Array())))).toEqual({
      app_key: app.appKey,
      timestamp: '1795500000000',
      sign: '217665827d84150c90f8852364fb22c525de05421f4ec1111eb2e753b7f44ccc',
    })
    expect(credential.refreshAt - now).toBe(20 * 3_600_000)
    expect(credential.expiresAt - now).toBeLessThan(24 * 3_600_000)
  })

  it('is had of both hosts for an entry that serves both, and each host gets its own', async () => {
    const { context } = asking(url => given(url.startsWith(china) ? 'cn' : 'intl'))
    const credential = await channel.authorize(app, context)
    const signed = (id: string) => text(channel.sign(firstDraft(channel, sampleNotification(), [sampleTarget(id)]), credential, now).body)
    expect(signed(token)).toMatch(/&auth_token=cn$/)
    expect(signed('OPPO_IN_a1')).toMatch(/&auth_token=intl$/)
  })

  it('may be missing overseas: many apps are China\u2019s alone', async () => {
    const { context } = asking(url => (url.startsWith(china) ? given('cn') : refused(14)))
    const credential = await channel.authorize(app, context)
    const draft = firstDraft(channel, sampleNotification(), [sampleTarget('OPPO_IN_a1')])
    expect(text(channel.sign(draft, credential, now).body)).not.toContain('auth_token')
    expect(credential.refreshAt - now).toBe(20 * 3_600_000)
  })

  it('is asked for again soon where the host overseas was only busy', async () => {
    const { context } = asking(url => (url.startsWith(china) ? given('cn') : refused(-1)))
    expect((await channel.authorize(app, context)).refreshAt - now).toBe(600_000)
  })

  it('may be of the host overseas alone, unless China\u2019s was only busy', async () => {
    const only = (code: number) => asking(url => (url.startsWith(overseas) ? given('intl') : refused(code))).context
    await expect(channel.authorize(app, only(14))).resolves.toMatchObject({ value: { authTokens: { [overseas]: 'intl' } } })
    await expect(channel.authorize(app, only(-2))).rejects.toMatchObject({ code: 'credential-invalid', retryable: true })
  })

  it.each([14, 15, 16, 17, 18, 19, 26])('of code %i is a fault of the config', async code => {
    await expect(channel.authorize(app, asking(() => refused(code)).context)).rejects.toMatchObject({
      code: 'credential-invalid',
      retryable: false,
      message: `channels.oppo.apps, app "com.example.chat": OPPO gives no auth token; check appKey, masterSecret and the clock: HTTP 200, code ${code}`,
    })
  })

  it.each([-1, -2, 13, 55])('of code %i can be had later', async code => {
    await expect(channel.authorize(app, asking(() => refused(code)).context)).rejects.toMatchObject({ code: 'credential-invalid', retryable: true })
  })

  it('passes on what kept the request from going out', async () => {
    const context = { now, exchange: async () => Promise.reject(new RouseError('network', 'no route')), signal: new AbortController().signal }
    await expect(channel.authorize(app, context)).rejects.toMatchObject({ message: 'no route' })
  })

  it('must have its keys: the error names the entry and what to give', async () => {
    const { asked, context } = asking(() => given('t1'))
    await expect(channel.authorize({ app: 'a' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.oppo.apps, app "a": give appKey and masterSecret (the server\'s key, not the AppSecret)',
    })
    expect(asked).toEqual([])
  })

  it('goes as a form field, or as a header where config says so', async () => {
    const own = { ...app, host: '127.0.0.1', port: 8443 }
    const { asked, context } = asking(() => given('t1'))
    const inHeader = oppo({ apps: [own], storeGrade: 'A', authTokenIn: 'header' })
    const draft = firstDraft(inHeader, sampleNotification(), [sampleTarget(token)])
    const credential = await inHeader.authorize(own, context)
    expect(asked.map(({ url }) => url)).toEqual(['https://127.0.0.1:8443/server/v1/auth'])
    const request = inHeader.sign(draft, credential, now)
    expect(request.headers.auth_token).toBe('t1')
    expect(text(request.body)).not.toContain('auth_token')
  })
})
