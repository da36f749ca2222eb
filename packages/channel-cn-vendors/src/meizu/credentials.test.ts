import { createHash } from 'node:crypto'
import { type Draft, text } from '@rouse/core/channel'
import { firstDraft, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signatureOf } from './credentials.ts'
import { app, channel, token } from './samples.fixture.ts'

const context = { now: 0, exchange: async () => Promise.reject(new Error('no request is needed')), signal: new AbortController().signal }
const messageJson = '{"noticeBarInfo":{"noticeMsgType":1,"title":"Bob 🎉","content":"a=b&c +%消"}}'

describe("Meizu's signature", () => {
  it('is md5 over the raw values by name and the secret, as openssl computes it', () => {
    // printf 'appId=100999messageJson={"noticeBarInfo":{"noticeMsgType":1,"title":"Bob 🎉","content":"a=b&c +%%消"}}pushIds=a,b''made-up-secret-1f2e3d4c5b' | openssl dgst -md5
    const hex = '1dd013ba72637d62ed0eea7e4bea362b'
    const fields = [
      ['pushIds', 'a,b'],
      ['messageJson', messageJson],
      ['appId', '100999'],
    ] as const
    expect(signatureOf(fields, app.appSecret)).toBe(hex)
    expect(signatureOf([...fields].reverse(), app.appSecret)).toBe(hex)
    expect(signatureOf([...fields, ['sign', 'old']], app.appSecret)).toBe(hex)
  })

  it('counts an empty value as name=', () => {
    // printf 'appId=100999empty=''made-up-secret-1f2e3d4c5b' | openssl dgst -md5
    const fields = [
      ['appId', '100999'],
      ['empty', ''],
    ] as const
    expect(signatureOf(fields, app.appSecret)).toBe('893f217166beb952320dfe3afee852f0')
  })

  it('of any body is what a server computes from the decoded fields: the very text that is sent is signed', async () => {
    const credential = await channel.authorize(app, context)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (body, ext) => {
        const draft = firstDraft(channel, sampleNotification({ body: `${body}.`, ext: { text: ext } }), [sampleTarget(token)])
        const received = [...new URLSearchParams(text(channel.sign(draft, credential, 0).body))]
        const given = received.find(([name]) => name === 'sign')?.[1]
        const names = received.map(([name]) => name).filter(name => name !== 'sign')
        const base = names.sort().map(name => `${name}=${received.find(([other]) => other === name)?.[1]}`)
        expect(given).toBe(
          createHash('md5')
            .update(base.join('') + app.appSecret)
            .digest('hex'),
        )
      }),
      { numRuns: 100 },
    )
  })
})

describe("Meizu's secret", () => {
  it('signs every request and goes out with none; there is no header for it', async () => {
    const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token)])
    const request = channel.sign(draft, await channel.authorize(app, context), 0)
    expect(request.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })
    expect(text(request.body)).toMatch(/^appId=100999&pushIds=RA50d7e6b5c4d3e2f1a0&messageJson=%7B.*&sign=[0-9a-f]{32}$/)
    expect(text(request.body)).not.toContain(app.appSecret)
  })

  it('leaves alone what has no form', async () => {
    const draft: Draft = { method: 'GET', url: 'https://x/y', headers: {}, body: { empty: true } }
    expect(channel.sign(draft, await channel.authorize(app, context), 0)).toEqual({ method: 'GET', url: 'https://x/y', headers: {}, body: new Uint8Array() })
  })

  it('never ends and needs no request', async () => {
    expect((await channel.authorize(app, context)).refreshAt).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('must be there: the error names the entry and what to give', async () => {
    await expect(channel.authorize({ app: 'a' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.meizu.apps, app "a": give appSecret, the App Secret of Meizu\'s console',
    })
  })
})
