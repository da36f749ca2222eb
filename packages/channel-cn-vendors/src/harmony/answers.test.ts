import type { Answer, Json, WireResponse } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { harmonyReasons } from './answers.ts'
import { harmonyAnswers } from './index.ts'
import { channel } from './samples.fixture.ts'

const config = { kind: 'rejected', fault: 'config' }

/** docs/vendors/huawei.md, "Response", v3 reasons. */
const reasons: readonly (readonly [names: string, answer: object])[] = [
  ['tokenFormatError tokenPlatformNotSupport', { kind: 'gone' }],
  ['noRight', { kind: 'gone', unconfirmed: true }],
  [
    'noPushTypeRight appinfoError countryNotSupport disableSendHuaweiMsgBecauseOfPenalty differentImgVerifyPolicy notSupportPlayVoice noRightToSendThisLiveNotificationEvent atomicUnableSendUnsubscribedMsg',
    config,
  ],
]
const cases = reasons.flatMap(([names, answer]) => names.split(' ').map(name => [name, answer] as const))

const targets = ['t-0', 't-1', 't-2'].map((token, n) => sampleTarget(token, null, n))
const ask = (response: WireResponse, count = 3): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets.slice(0, count))), () => response).result
const said = (code: string, inner: Json | undefined = undefined, status = 200) =>
  jsonResponse(status, { code, msg: inner === undefined ? 'words' : JSON.stringify(inner), requestId: 'r1' })

describe('the answers of HarmonyOS', () => {
  it.each(cases)('%s, of one token among others', (reason, answer) => {
    expect(ask(said('80100000', { success: 2, failure: 1, illegalTokens: { [reason]: ['t-1'] } }))).toEqual([
      { kind: 'accepted', code: '80100000', vendorId: 'r1' },
      { ...answer, code: reason },
      { kind: 'accepted', code: '80100000', vendorId: 'r1' },
    ])
  })

  it.each(cases)('%s, of all tokens', (reason, answer) => {
    expect(ask(said('80300007', { success: 0, failure: 3, illegalTokens: { [reason]: ['t-0', 't-1', 't-2'] } }))).toEqual(
      targets.map(() => ({ ...answer, code: reason })),
    )
  })

  it('have a row for every reason of the sheet', () => {
    expect(Object.keys(harmonyReasons)).toEqual(cases.map(([reason]) => reason))
  })

  it('tell several reasons apart, and keep a token for a reason that nobody knows', () => {
    expect(ask(said('80100000', { illegalTokens: { tokenFormatError: ['t-2'], oddReason: ['t-0'], toString: ['t-1'] } }))).toEqual([
      { ...config, code: 'oddReason' },
      { ...config, code: 'toString' },
      { kind: 'gone', code: 'tokenFormatError' },
    ])
  })

  it('doubt that all tokens are dead where msg gives no reasons', () => {
    expect(ask(said('80300007'))).toEqual(targets.map(() => ({ kind: 'gone', unconfirmed: true, code: '80300007' })))
  })

  it.each<Json | undefined>([undefined, {}, { illegalTokens: ['t-0'] }, { illegalTokens: null }])(
    'drop no token where msg of a partial failure is %j',
    inner => {
      expect(ask(said('80100000', inner)).map(answer => answer.kind)).toEqual(['accepted', 'accepted', 'accepted'])
      expect(ask(said('80100000', inner), 1)).toMatchObject([{ kind: 'rejected', fault: 'payload' }])
    },
  )

  it.each([
    ['80200001', { kind: 'unauthorized' }],
    ['80200005', { kind: 'unauthorized' }],
    ['80100022', { kind: 'rejected', fault: 'payload' }],
    ['80300030', { kind: 'retryIndividually' }],
    ['80300036', config],
    ['80300037', config],
    ['81000001', { kind: 'unavailable' }],
  ])('are those of v1 else: %s', (code, answer) => {
    expect(ask(said(code), 1)).toMatchObject([answer])
    expect(Object.hasOwn(harmonyAnswers, code)).toBe(true)
  })
})
