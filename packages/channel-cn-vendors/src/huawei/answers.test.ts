import { type Answer, type Json, tokenHash, type WireResponse } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { huaweiAnswers } from './answers.ts'
import { channel } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }

/** docs/vendors/huawei.md, "Response", row by row. */
const table: readonly (readonly [codes: string, answer: object])[] = [
  ['80000000', { kind: 'accepted' }],
  ['80100001 80100003 80100004 80100013', payload],
  ['80100016 80100018 80100022', payload],
  ['80100017', { kind: 'throttled' }],
  ['80200001', { kind: 'unauthorized' }],
  ['80200003 80200005', { kind: 'unauthorized' }],
  ['80300002', config],
  ['80300007', { kind: 'gone', unconfirmed: true }],
  ['80300008', payload],
  ['80300010', { kind: 'retryIndividually' }],
  ['80300011', config],
  ['80300013', config],
  ['80300029', { kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } }],
  ['80300030', { kind: 'retryIndividually' }],
  ['80300036 80300037', config],
  ['80600003', { kind: 'unavailable' }],
  ['81000001', { kind: 'unavailable' }],
]
const cases = table.flatMap(([codes, answer]) => codes.split(' ').map(code => [code, answer] as const))

const targets = ['t-0', 't-1', 't-2'].map((token, n) => sampleTarget(token, null, n))
const ask = (response: WireResponse, count = 1): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets.slice(0, count))), () => response).result
const said = (code: Json, msg: Json = '', status = 200, headers = {}) => jsonResponse(status, { code, msg, requestId: '1756.3' }, headers)
const partial = (inner: Json) => said('80100000', JSON.stringify(inner))

describe('the answers of Huawei', () => {
  it.each(cases)('%s', (code, answer) => {
    const more = code === '80000000' ? { vendorId: '1756.3' } : { detail: 'request 1756.3' }
    expect(ask(said(code))).toEqual([{ ...answer, code, ...more }])
    expect(ask(said(code), 2)).toEqual([
      { ...answer, code, ...more },
      { ...answer, code, ...more },
    ])
  })

  it('have a row for every code of the table', () => {
    expect(new Set(Object.keys(huaweiAnswers))).toEqual(new Set([...cases.map(([code]) => code), '80100000']))
  })

  it('read msg of a partial failure a second time, and drop only the tokens that it lists', () => {
    expect(ask(partial({ success: 2, failure: 1, illegal_tokens: ['t-1'] }), 3)).toEqual([
      { kind: 'accepted', code: '80100000', vendorId: '1756.3' },
      { kind: 'gone', code: '80100000' },
      { kind: 'accepted', code: '80100000', vendorId: '1756.3' },
    ])
  })

  it('read msg that came as an object all the same', () => {
    expect(ask(said('80100000', { illegal_tokens: ['t-1'] }), 2).map(answer => answer.kind)).toEqual(['accepted', 'gone'])
    expect(ask(said('80100003', { field: 'title' }))).toEqual([{ ...payload, code: '80100003', detail: '{"field":"title"}; request 1756.3' }])
  })

  it.each([['no json'], ['{"illegal_tokens":"t-1"}'], ['']])('drop no token where msg is %j: one alone is rejected, several are not sent twice', msg => {
    const detail = 'msg names no illegal_tokens: which tokens failed is unknown'
    expect(ask(said('80100000', msg))).toEqual([{ ...payload, code: '80100000', detail }])
    expect(ask(said('80100000', msg), 2)).toEqual([
      { kind: 'accepted', code: '80100000', detail },
      { kind: 'accepted', code: '80100000', detail },
    ])
  })

  it('read HTTP 200 without a code as something that is not an answer of Huawei', () => {
    expect(ask(jsonResponse(200, {}))).toEqual([{ kind: 'protocol', code: 'http-200' }])
    expect(ask(said('80300002', 'no permission'))).toEqual([{ ...config, code: '80300002', detail: 'no permission; request 1756.3' }])
  })

  it('take no other HTTP status for success, whatever the code says', () => {
    expect(ask(said('80000000', '', 500))).toEqual([{ kind: 'unavailable', code: 'http-500', detail: 'request 1756.3' }])
  })

  it.each([
    [400, payload],
    [401, { kind: 'unauthorized' }],
    [404, config],
    [500, { kind: 'unavailable' }],
    [502, { kind: 'unavailable' }],
    [503, { kind: 'throttled' }],
  ])('go by HTTP status %i where there is no code', (status, answer) => {
    expect(ask({ status, headers: {}, body: new Uint8Array() })).toEqual([{ ...answer, code: `http-${status}` }])
  })

  it('keep an unknown code as it came and reject, or wait where the status says so', () => {
    expect(ask(said('80999999', 'odd'))).toEqual([{ ...payload, code: '80999999', detail: 'odd; request 1756.3' }])
    expect(ask(said('503', 'flow control', 503, { 'retry-after': '3' }))).toEqual([
      { kind: 'throttled', retryAfter: 3, code: '503', detail: 'flow control; request 1756.3' },
    ])
  })

  it('never drop a token on trouble with access, rights or Huawei itself', () => {
    for (const code of ['80200001', '80200003', '80200005', '80299999', '80300002', '81000001']) {
      expect(ask(said(code), 3).map(answer => answer.kind)).not.toContain('gone')
    }
  })

  it('read a code that comes as a number', () => {
    expect(ask(said(80000000))).toMatchObject([{ kind: 'accepted' }])
  })

  it('hide the tokens that Huawei quotes', () => {
    expect(ask(said('80100003', 'bad t-0'))[0]?.detail).toBe(`bad ${tokenHash('t-0')}; request 1756.3`)
  })

  it('are not fooled by names that every object has', () => {
    expect(ask(said('constructor'))).toMatchObject([{ kind: 'protocol', code: 'http-200' }])
  })
})
