import { readFileSync } from 'node:fs'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { ApnsClient, ApnsError, Notification, SilentNotification } from 'apns2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { reasons } from './apns-reasons.fixture.ts'

let sandbox: Sandbox
let client: ApnsClient
const token = 'cd'.repeat(32)

/** The port is fixed at 443, but the pool can be replaced by one of the same class. */
function directedAt(url: string, ca: string, keys: { teamId: string; keyId: string; key: string }): ApnsClient {
  const made = new ApnsClient({ team: keys.teamId, keyId: keys.keyId, signingKey: keys.key, defaultTopic: 'com.example.chat', host: '127.0.0.1' })
  const PoolOf = made.client.constructor as new (origin: string, options: object) => typeof made.client
  Object.assign(made, { client: new PoolOf(url, { connections: 1, allowH2: true, maxConcurrentStreams: 100, connect: { ca: readFileSync(ca) } }) })
  return made
}

const failure = async (sending: Promise<unknown>): Promise<ApnsError> => {
  const error = await sending.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof ApnsError) return error
  throw new Error(`expected an ApnsError, got ${String(error)}`)
}

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns'] })
  const info = sandbox.info.apns
  if (!info) throw new Error('no apns')
  client = directedAt(info.url, info.ca, info.credentials as { teamId: string; keyId: string; key: string })
})
afterEach(() => sandbox.control.reset())
afterAll(async () => {
  await client.destroy()
  await sandbox.close()
})

describe('apns2 against the APNs emulator', () => {
  it('gets its notifications accepted, shown and silent ones', async () => {
    await client.send(new Notification(token, { alert: 'hello', badge: 1 }))
    await client.send(new SilentNotification(token))
    expect(sandbox.control.received().map(request => request.tokens)).toMatchObject([[{ accepted: true, shown: true }], [{ accepted: true, shown: true }]])
  })

  it('gets many accepted at once', async () => {
    const results = await client.sendMany(
      Array.from({ length: 200 }, (_, index) => new Notification(index.toString(16).padStart(8, '0').repeat(8), { alert: 'hello' })),
    )
    expect(results.filter(result => 'error' in result)).toEqual([])
  })

  it.each(reasons)('reads %i %s', async (status, reason) => {
    sandbox.control.answers({ vendor: 'apns', token, code: reason })
    const error = await failure(client.send(new Notification(token, { alert: 'hello' })))
    expect([error.reason, error.statusCode]).toEqual([reason, status])
  })

  it('reads the reasons that its own mistakes bring about', async () => {
    expect((await failure(client.send(new Notification(token, { alert: 'hello', topic: 'com.example.other' })))).reason).toBe('TopicDisallowed')
    expect((await failure(client.send(new Notification(token, { alert: 'x'.repeat(4096) })))).reason).toBe('PayloadTooLarge')
  })

  it('is told that its provider token has expired, and then makes a new one', async () => {
    const push = () => client.send(new Notification(token, { alert: 'hello' }))
    await push()
    sandbox.control.expire({ vendor: 'apns' })
    expect((await failure(push())).reason).toBe('ExpiredProviderToken')
    await push()
    expect(sandbox.control.tally('apns').accepted).toBe(2)
  })
})
