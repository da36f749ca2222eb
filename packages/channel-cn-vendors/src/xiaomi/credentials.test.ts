import { text } from '@rouse/core/channel'
import { firstDraft, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { app, channel } from './samples.fixture.ts'

const context = { now: 0, exchange: async () => Promise.reject(new Error('no request is needed')), signal: new AbortController().signal }

describe("Xiaomi's secret", () => {
  it('goes out as key=, in lower case, and never as Bearer', async () => {
    const draft = firstDraft(channel, sampleNotification(), [sampleTarget('a+/=')])
    const request = channel.sign(draft, await channel.authorize(app, context), 0)
    expect(request.headers).toEqual({ authorization: `key=${app.appSecret}`, 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })
    expect(text(request.body)).toContain('registration_id=a%2B%2F%3D&restricted_package_name=com.example.chat&pass_through=0&title=Bob&')
  })

  it('never ends and needs no request', async () => {
    const credential = await channel.authorize(app, context)
    expect(credential.refreshAt).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('must be there: the error names the entry and what to give', async () => {
    await expect(channel.authorize({ app: 'a' }, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.xiaomi.apps, app "a": give appSecret, the AppSecret of the console (not the AppKey)',
    })
  })
})
