import { readFileSync } from 'node:fs'
import apn from '@parse/node-apn'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { reasons } from './apns-reasons.fixture.ts'

let sandbox: Sandbox
let provider: apn.Provider
const token = 'ab'.repeat(32)

const providerOf = (over: { key?: string } = {}): apn.Provider => {
  const info = sandbox.info.apns
  if (!info) throw new Error('no apns')
  const { key, keyId, teamId } = info.credentials as { key: string; keyId: string; teamId: string }
  const options = {
    token: { key: over.key ?? key, keyId, teamId },
    production: true,
    address: '127.0.0.1',
    port: Number(new URL(info.url).port),
    ca: [readFileSync(info.ca)],
    connectionRetryLimit: 1,
  }
  return new apn.Provider(options as apn.ProviderOptions)
}
const note = (over: Partial<apn.Notification> = {}): apn.Notification =>
  Object.assign(new apn.Notification({ aps: { alert: 'hello' } }), { topic: 'com.example.chat', pushType: 'alert' }, over)
const told = (responses: apn.Responses<apn.ResponseSent, apn.ResponseFailure>) =>
  responses.failed.map(failure => [Number(failure.status), failure.response?.reason])

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns'] })
  provider = providerOf()
})
afterEach(() => {
  sandbox.control.reset()
})
afterAll(async () => {
  await provider.shutdown()
  await sandbox.close()
})

describe('@parse/node-apn against the APNs emulator', () => {
  it('gets its notification accepted', async () => {
    const responses = await provider.send(note({ collapseId: 'c1', priority: 10, badge: 3, sound: 'ping.caf' }), token)
    expect(responses.failed).toEqual([])
    expect(responses.sent).toMatchObject([{ device: token }])
    expect(sandbox.control.received({ limit: 1 })).toMatchObject([{ body: { aps: { alert: 'hello' } }, tokens: [{ token, accepted: true, shown: true }] }])
  })

  it('gets a burst of 500 accepted on one connection', async () => {
    const tokens = Array.from({ length: 500 }, (_, index) => index.toString(16).padStart(8, '0').repeat(8))
    const responses = await provider.send(note(), tokens)
    expect(responses.failed).toEqual([])
    expect(responses.sent).toHaveLength(500)
  })

  // An expired token it renews and tries again, which is below; of a 500 it hands no reason on.
  it.each(reasons.filter(([status, reason]) => status !== 500 && reason !== 'ExpiredProviderToken'))('reads %i %s', async (status, reason) => {
    sandbox.control.answers({ vendor: 'apns', token, code: reason })
    expect(told(await provider.send(note(), token))).toEqual([[status, reason]])
  })

  it('reads the status of a 500, whose reason it does not hand on', async () => {
    sandbox.control.answers({ vendor: 'apns', token, code: 'InternalServerError' })
    const { failed } = await provider.send(note(), token)
    expect(failed).toMatchObject([{ status: 500 }])
  })

  it('reads the reasons that its own mistakes bring about', async () => {
    expect(told(await provider.send(note({ topic: 'com.example.other' }), token))).toEqual([[400, 'TopicDisallowed']])
    expect(told(await provider.send(note({ payload: { ext: 'x'.repeat(4096) } }), token))).toEqual([[413, 'PayloadTooLarge']])
    expect(told(await provider.send(note(), 'not-hex'))).toEqual([[400, 'BadDeviceToken']])
  })

  it('reads the time of a token that is dead', async () => {
    sandbox.control.tokens({ vendor: 'apns', token, state: 'dead', timestamp: 1_700_000_000_000 })
    const { failed } = await provider.send(note(), token)
    expect(failed).toMatchObject([{ status: 410, response: { reason: 'Unregistered', timestamp: 1_700_000_000_000 } }])
  })

  it('makes a new provider token when the old one has expired', async () => {
    await provider.send(note(), token)
    sandbox.control.expire({ vendor: 'apns' })
    const responses = await provider.send(note(), token)
    expect([responses.sent.length, told(responses)]).toEqual([1, []])
    expect(sandbox.control.tally('apns').codes).toEqual({ ExpiredProviderToken: 1, '200': 2 })
  })
})
