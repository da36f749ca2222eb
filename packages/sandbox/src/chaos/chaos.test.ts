import type { ClientHttp2Session } from 'node:http2'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ApnsCredentials } from '../apns/emulator.ts'
import { ask, jwt, openHttp2, postForm } from '../common/test-clients.fixture.ts'
import { type Sandbox, startSandbox } from '../start.ts'
import { createChaos } from './chaos.ts'
import { fates, readChaos } from './options.ts'

let sandbox: Sandbox
let session: ClientHttp2Session
let authorization = ''
const apns = () => {
  const info = sandbox.info.apns
  if (!info) throw new Error('no apns')
  return info
}
const open = () => openHttp2(apns().url, apns().ca)
const push = (token: string, over: ClientHttp2Session = session) =>
  ask(
    over,
    { ':path': `/3/device/${token}`, authorization, 'apns-topic': 'com.example.chat', 'apns-id': '0a1b2c3d-0000-4000-8000-00000000000a' },
    '{"aps":{"alert":"x"}}',
  )
const xiaomi = () => {
  const info = sandbox.info.xiaomi as { url: string; ca: string; credentials: { appSecret: string } }
  return postForm(
    `${info.url}/v3/message/regid`,
    info.ca,
    { registration_id: 'a', title: 't', description: 'd', 'extra.channel_id': 'chat' },
    { authorization: `key=${info.credentials.appSecret}` },
  )
}
const audit = () => sandbox.control.audit('apns')

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns', 'xiaomi'] })
  const { teamId, keyId, key } = apns().credentials as ApnsCredentials
  authorization = `bearer ${await jwt('ES256', key, { kid: keyId }, { iss: teamId, iat: Math.floor(Date.now() / 1000) })}`
  session = await open()
})
afterEach(async () => {
  sandbox.control.reset()
  session.destroy()
  session = await open()
})
afterAll(() => sandbox.close())

describe('chaos', () => {
  it('refuses a stream before anything is taken', async () => {
    sandbox.control.chaos({ refuse: 1 })
    await expect(push('aa01')).rejects.toThrow('REFUSED_STREAM')
    expect(sandbox.control.tally('apns').requests).toBe(0)
  })

  it('breaks an answer off, and counts it as lost', async () => {
    sandbox.control.chaos({ reset: 1 })
    await expect(push('aa02')).rejects.toThrow('INTERNAL_ERROR')
    expect(audit()).toMatchObject([{ token: 'aa02', accepted: 1, lost: 1 }])
    await expect(xiaomi()).rejects.toThrow()
  })

  it('stalls, then resets', async () => {
    sandbox.control.chaos({ stall: 1, stallMs: 60 })
    const before = performance.now()
    await expect(push('aa03')).rejects.toThrow('INTERNAL_ERROR')
    expect(performance.now() - before).toBeGreaterThan(50)
  })

  it('cuts the connection after the request was taken', async () => {
    sandbox.control.chaos({ cut: 1 })
    await expect(push('aa04')).rejects.toThrow()
    expect(audit()).toMatchObject([{ accepted: 1, lost: 1 }])
    await expect(xiaomi()).rejects.toThrow()
    expect(sandbox.control.audit('xiaomi')).toMatchObject([{ accepted: 1, lost: 1 }])
  })

  it('sends GOAWAY with an answer, which still counts', async () => {
    sandbox.control.chaos({ goaway: 1 })
    const gone = new Promise(resolve => session.once('goaway', resolve))
    expect((await push('aa05')).status).toBe(200)
    expect(await gone).toBe(0)
    expect(audit()).toMatchObject([{ accepted: 1, lost: 0 }])
  })

  it('leaves a connection half open: no answer, no PING, no end until halfOpenMs', async () => {
    sandbox.control.chaos({ halfOpen: 1, halfOpenMs: 300 })
    const ended = push('aa06').catch((error: Error) => error)
    await new Promise(resolve => setTimeout(resolve, 50))
    let answered = false
    session.ping(error => {
      answered = error === null
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    expect([answered, session.destroyed]).toEqual([false, false])
    expect(await ended).toBeInstanceOf(Error)
    expect(audit()).toMatchObject([{ accepted: 1, lost: 1 }])
  })

  it('lets bodies come slowly', async () => {
    sandbox.control.chaos({ slow: 1, slowMs: 100 })
    sandbox.control.tokens({ vendor: 'apns', token: 'aa07', state: 'dead' })
    const before = performance.now()
    expect(await push('aa07')).toMatchObject({ status: 410, json: { reason: 'Unregistered' } })
    expect(performance.now() - before).toBeGreaterThan(80)
    expect((await xiaomi()).json.code).toBe(0)
  })

  it('lowers the stream limit in flight and restores it', async () => {
    const limits: (number | undefined)[] = []
    session.on('remoteSettings', settings => limits.push(settings.maxConcurrentStreams))
    await push('aa08')
    sandbox.control.chaos({ lowerStreams: 1, lowStreams: 2, lowMs: 50 })
    await push('aa08')
    await new Promise(resolve => setTimeout(resolve, 120))
    expect(limits).toEqual([1000, 2, 1000])
  })

  it('raises storms in the vendor’s own words', async () => {
    sandbox.control.chaos({ storm: 1, stormMs: 10_000, stormRetryAfter: 3 })
    const answer = await push('aa09')
    expect([429, 503]).toContain(answer.status)
    expect(answer.headers['retry-after']).toBe('3')
    expect([200002, 10002]).toContain((await xiaomi()).json.code)
    expect(sandbox.control.tally('apns').accepted).toBe(0)
  })

  it('expires tokens, and swaps certificates under the same CA', async () => {
    expect((await push('aa10')).status).toBe(200)
    sandbox.control.chaos({ expire: 1 })
    expect((await push('aa10')).json.reason).toBe('ExpiredProviderToken')
    const fingerprint = (over: ClientHttp2Session) =>
      (over.socket as unknown as { getPeerCertificate(): { fingerprint: string } }).getPeerCertificate().fingerprint
    const before = fingerprint(session)
    await sandbox.control.swapCertificates({ vendor: 'apns' })
    const next = await open()
    expect(fingerprint(next)).not.toBe(before)
    next.destroy()
  })

  it('expires the tokens of APNs not again within the 20 minutes in which no client may make another', () => {
    const chaos = createChaos()
    chaos.set(readChaos({ expire: 1, expireGapMs: 1000 }))
    expect([0, 999, 1000, 1999, 2000].map(now => chaos.mayExpire('fcm', now, 0))).toEqual([true, false, true, false, true])
    expect([0, 1_199_999, 1_200_000].map(now => chaos.mayExpire('apns', now, 1_200_000))).toEqual([true, false, true])
  })

  it('delays answers by latency and jitter', async () => {
    sandbox.control.chaos({ latencyMs: 50, jitterMs: 10 })
    const before = performance.now()
    await push('aa11')
    expect(performance.now() - before).toBeGreaterThan(45)
  })

  it('tells a duplicate after a lost answer from one without', async () => {
    sandbox.control.chaos({ reset: 1 })
    await push('bb01').catch(() => undefined)
    sandbox.control.chaos(null)
    await push('bb01')
    expect(sandbox.control.duplicates('apns')).toEqual([])
    await push('bb01')
    expect(sandbox.control.duplicates('apns')).toMatchObject([{ token: 'bb01', accepted: 3, lost: 1 }])
  })
})

describe('a seed', () => {
  const options = readChaos({ seed: 7, reset: 0.2, goaway: 0.2, storm: 0.1, stormMs: 0, jitterMs: 9 })
  const run = (seed: number) => {
    const chaos = createChaos()
    chaos.set({ ...options, seed })
    return Array.from({ length: 500 }, () => chaos.next('apns', 0)).map(plan => `${plan?.fate} ${plan?.delay}`)
  }

  it('repeats the same fates, and another gives others', () => {
    expect(run(7)).toEqual(run(7))
    expect(run(7)).not.toEqual(run(8))
  })

  it('gives each vendor its own fates, whatever the others receive', () => {
    const chaos = createChaos()
    chaos.set(options)
    const mixed = Array.from({ length: 500 }, () => {
      chaos.next('fcm', 0)
      return chaos.next('apns', 0)
    }).map(plan => `${plan?.fate} ${plan?.delay}`)
    expect(mixed).toEqual(run(7))
  })

  it('draws as often as the chances say', () => {
    const chaos = createChaos()
    chaos.set(readChaos({ reset: 0.25 }))
    for (let count = 0; count < 10_000; count++) chaos.next('fcm', 0)
    expect(chaos.drawn().reset).toBeGreaterThan(2300)
    expect(chaos.drawn().reset).toBeLessThan(2700)
    expect([chaos.drawn('fcm').reset, chaos.drawn('apns').reset]).toEqual([chaos.drawn().reset, undefined])
  })

  it('refuses options that are unknown, negative or over 1 in sum', () => {
    expect(() => readChaos({ rset: 1 })).toThrow('unknown chaos option "rset"')
    expect(() => readChaos({ reset: -1 })).toThrow('reset must be a number')
    expect(() => readChaos(Object.fromEntries(fates.map(fate => [fate, 0.2])))).toThrow('add up to')
  })
})
