import type { Outcome, TokenReport } from '@rouse/core'
import type { Json, Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { type DeliveryScene, deliveryScene, person } from './delivery-scene.fixture.ts'
import { message } from './scene.fixture.ts'
import { tokens } from './tokens.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function scene(...vendors: readonly Vendor[]): Promise<DeliveryScene & { readonly reports: readonly TokenReport[] }> {
  const made = await deliveryScene(vendors)
  cleanups.push(made.close)
  const reports: TokenReport[] = []
  made.engine.tokens$.subscribe(report => reports.push(report))
  return { ...made, reports }
}

const now = { sentAt: undefined }
const short = ({ status, fault, vendorCode }: Outcome): string => [status, fault, vendorCode].filter(word => word !== null).join(' ')
const apns = (reason: string, status: number): Json => ({ status, body: { reason } }) as Json
const fcm = (status: number, word: string, details: Json): Json => ({ status, body: { error: { code: status, status: word, details } } })
const fcmError = '@type:FcmError'
const bad = (errorCode: string): Json => ({ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode })

describe('a bad message is not a bad token (novu#12532, clave#14, sygnal#8, capgo#2209)', () => {
  const rows: readonly (readonly [what: string, Vendor, answer: Json, end: string])[] = [
    ['a word that only holds "Unregistered"', 'apns', apns('TopicUnregisteredForTeam', 400), 'rejected payload TopicUnregisteredForTeam'],
    ['INVALID_ARGUMENT of a field', 'fcm', fcm(400, 'INVALID_ARGUMENT', [bad('INVALID_ARGUMENT')]), 'rejected payload INVALID_ARGUMENT'],
    ['words about a token beside another code', 'fcm', fcm(404, 'NOT_FOUND', [{ '@type': fcmError, reason: 'UNREGISTERED' }]), 'rejected config NOT_FOUND'],
    ['a message that is too long', 'apns', apns('PayloadTooLarge', 413), 'rejected payload PayloadTooLarge'],
    ['a message that is too long', 'xiaomi', { code: '65009' }, 'rejected payload 65009'],
    ['a message that is too long', 'huawei', { code: '80300008' }, 'rejected payload 80300008'],
    ['a title that is refused', 'meizu', { code: '1005' }, 'rejected payload 1005'],
    ['an argument, as OPPO says it', 'oppo', { code: '41' }, 'rejected payload 41'],
    ['a title over its length, as vivo says it', 'vivo', { code: '10056' }, 'rejected payload 10056'],
    ['an account that is shut', 'huawei', { code: '80300002' }, 'rejected config 80300002'],
  ]
  it.each(rows)('%s, of %s', async (_, vendor, answer, end) => {
    const { engine, sandbox, reports } = await scene(vendor)
    sandbox.control.answers({ vendor, token: tokens[vendor](1), ...(answer as object) })
    expect((await engine.push(message(now), [person(1, vendor)])).map(short)).toEqual([end])
    expect(reports).toEqual([])
  })
})

describe('every word for a dead token is read, not 410 alone', () => {
  const rows: readonly (readonly [Vendor, Json])[] = [
    ['apns', { code: 'Unregistered' }],
    ['apns', { code: 'ExpiredToken' }],
    ['fcm', { code: 'UNREGISTERED' }],
    ['vivo', { body: { result: 10302, desc: 'x', invalidUser: { userid: tokens.vivo(1), status: 2 } } }],
    ['oppo', { code: '10000' }],
    ['xiaomi', { code: '66007' }],
    ['meizu', { code: '110002' }],
  ]
  it.each(rows)('%s %j', async (vendor, answer) => {
    const { engine, sandbox, reports } = await scene(vendor)
    sandbox.control.answers({ vendor, token: tokens[vendor](1), ...(answer as object) })
    expect((await engine.push(message(now), [person(1, vendor)])).map(({ status }) => status)).toEqual(['gone'])
    expect(reports).toMatchObject([{ kind: 'gone', channel: vendor, recipient: 'user-1', device: 'd' }])
    expect(reports[0]?.token).toBe(tokens[vendor](1))
  })
})

describe('codes that careless clients take for a dead token', () => {
  const rows: readonly (readonly [what: string, Vendor, answer: Json, end: string])[] = [
    ['vivo 10070 is a quota of the day', 'vivo', { code: '10070' }, 'failed 10070'],
    ['vivo 10054 is a fault of the request', 'vivo', { code: '10054' }, 'rejected payload 10054'],
    [
      'Meizu 110010 of one id is a switch on the phone',
      'meizu',
      { body: { code: '200', message: '', value: { '110010': [tokens.meizu(1)] }, redirect: '', msgId: 'm' } },
      'rejected device 110010',
    ],
    [
      'Xiaomi 20301 without its reason says nothing of the token',
      'xiaomi',
      { body: { result: 'error', code: 20301, description: 'x', reason: 'busy' } },
      'failed 20301',
    ],
  ]
  it.each(rows)('%s', async (_, vendor, answer, end) => {
    const { engine, sandbox, reports } = await scene(vendor)
    sandbox.control.answers({ vendor, token: tokens[vendor](1), ...(answer as object) })
    expect((await engine.push(message(now), [person(1, vendor)])).map(short)).toEqual([end])
    expect(reports.filter(({ kind }) => kind === 'gone')).toEqual([])
  })

  it('Honor: what is in failTokens was not sent, goes once more and stays; what is in expireTokens is dropped', async () => {
    const { engine, sandbox, reports } = await scene('honor')
    const [failed, expired] = [tokens.honor(1), tokens.honor(2)]
    const body = { code: 200, message: 'Success', data: { sendResult: true, requestId: 'r', failTokens: [failed], expireTokens: [expired] } }
    sandbox.control.answers({ vendor: 'honor', next: 1, body })
    const outcomes = await engine.push(message(now), [person(1, 'honor'), person(2, 'honor'), person(3, 'honor')])
    expect(Object.fromEntries(outcomes.map(({ recipient, status, attempts }) => [recipient, [status, attempts]]))).toEqual({
      'user-1': ['accepted', 2],
      'user-2': ['gone', 1],
      'user-3': ['accepted', 1],
    })
    expect(reports.map(({ token }) => token)).toEqual([expired])
  })

  it('Xiaomi: bad_regids is a text of ids, beside a code of success', async () => {
    const { engine, sandbox, reports } = await scene('xiaomi')
    const dead = [tokens.xiaomi(2), tokens.xiaomi(4)]
    sandbox.control.answers({
      vendor: 'xiaomi',
      next: 1,
      body: { result: 'ok', code: 0, description: '', info: '', data: { id: 'x1', bad_regids: dead.join(',') } },
    })
    const outcomes = await engine.push(
      message(now),
      Array.from({ length: 5 }, (_, i) => person(i, 'xiaomi')),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'gone', 'accepted', 'gone'])
    expect(reports.map(({ token }) => token).sort()).toEqual([...dead].sort())
  })
})

describe('what is told of many', () => {
  it('each dead token once, however many are under way at once and on however many channels (gorush)', async () => {
    const vendors = ['apns', 'fcm', 'xiaomi', 'oppo'] as const
    const { engine, sandbox, reports, outcomes } = await scene(...vendors)
    const expected: string[] = []
    for (const vendor of vendors) {
      for (let i = 0; i < 300; i += 3) {
        sandbox.control.tokens({ vendor, token: tokens[vendor](i), state: 'dead' })
        expected.push(tokens[vendor](i))
      }
    }
    await Promise.all(
      vendors.map(vendor =>
        engine.push(
          message({ ...now, id: vendor }),
          Array.from({ length: 300 }, (_, i) => ({ ...person(i, vendor), id: `${vendor}-${i}` })),
        ),
      ),
    )
    expect(outcomes).toHaveLength(1200)
    expect(outcomes.filter(({ status }) => status === 'gone')).toHaveLength(400)
    expect(reports.map(({ token }) => token).sort()).toEqual(expected.sort())
  })

  it('the last batch’s errors are told like the first one’s (OpenIM), and no input is touched', async () => {
    const { engine, sandbox } = await scene('xiaomi')
    sandbox.control.tokens({ vendor: 'xiaomi', tokens: [0, 1000, 2004].map(tokens.xiaomi), state: 'dead' })
    const people = Array.from({ length: 2005 }, (_, i) => Object.freeze(person(i, 'xiaomi')))
    const outcomes = await engine.push(message(now), people)
    expect(outcomes.filter(({ status }) => status === 'gone').map(({ recipient }) => recipient)).toEqual(['user-0', 'user-1000', 'user-2004'])
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(2002)
  })

  it('429 is not final, and its retry waits (gorush)', async () => {
    const { engine, sandbox } = await scene('apns')
    sandbox.control.answers({ vendor: 'apns', next: 1, code: 'TooManyRequests', headers: { 'retry-after': '1' } })
    expect(await engine.push(message(now), [person(1, 'apns')])).toMatchObject([{ status: 'accepted', attempts: 2 }])
    const [first, second] = sandbox.control.received({ vendor: 'apns' })
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(990)
  })

  it('a token that was registered again after it died stays (apns.md, 410)', async () => {
    const { engine, sandbox, reports } = await scene('apns')
    sandbox.control.tokens({ vendor: 'apns', token: tokens.apns(1), state: 'reinstalled', timestamp: Date.parse('2025-12-01T00:00:00Z') })
    expect((await engine.push(message(now), [person(1, 'apns')])).map(short)).toEqual(['rejected token Unregistered'])
    expect(reports).toEqual([])
  })
})
