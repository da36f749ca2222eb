import { type Answer, type Json, tokenHash, type WireResponse } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { honorAnswers } from './answers.ts'
import { type HonorOptions, honor } from './index.ts'
import { app } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const unauthorized = { kind: 'unauthorized' }
const unavailable = { kind: 'unavailable' }
const throttled = { kind: 'throttled' }

/** docs/vendors/honor.md, "Response", row by row; as a code in the body and as an HTTP status. */
const table: readonly (readonly [codes: string, answer: object])[] = [
  ['403', unauthorized],
  ['401', unauthorized],
  ['400', payload],
  ['429 503', throttled],
  ['500 502 504', unavailable],
]
const cases = table.flatMap(([codes, answer]) => codes.split(' ').map(code => [code, answer] as const))

/** The safe rule for codes of eight digits. */
const eight: readonly (readonly [codes: string, answer: object])[] = [
  ['80100003', payload],
  ['80200001 80200003', unauthorized],
  ['80300002 80300007', config],
  ['80300008 80300010', payload],
  ['81000001', unavailable],
]
const eightCases = eight.flatMap(([codes, answer]) => codes.split(' ').map(code => [code, answer] as const))

const targets = ['t-0', 't-1', 't-2'].map((token, n) => sampleTarget(token, null, n))
const ask = (response: WireResponse, count = 1, options: HonorOptions = {}): readonly Answer[] => {
  const channel = honor({ apps: [app], ...options })
  return drive(channel.send(sampleBatch(channel, sampleNotification(), targets.slice(0, count))), () => response).result
}
const said = (code: Json, data: Json = {}, status = 200, headers = {}) => jsonResponse(status, { code, message: 'words', data }, headers)
const sent = { sendResult: true, requestId: 'r-1', failTokens: [], expireTokens: [] }
const accepted = { kind: 'accepted', code: '200', vendorId: 'r-1' }

describe('the answers of Honor', () => {
  it('accept with code 200, as a number or as text', () => {
    expect(ask(said(200, sent), 2)).toEqual([accepted, accepted])
    expect(ask(said('200', sent))).toEqual([accepted])
  })

  it.each([200, 0, 80000000, '0', '80000000'])('accept with code %j: which of them Honor sends is unconfirmed', code => {
    expect(ask(said(code, sent))).toEqual([{ ...accepted, code: `${code}` }])
  })

  it('accept with sendResult true and no code', () => {
    expect(ask(jsonResponse(200, { message: 'success', data: sent }))).toEqual([{ ...accepted, code: 'sendResult' }])
    expect(ask(said(80300002, sent)).map(({ kind }) => kind)).toEqual(['rejected'])
  })

  it('read a partial success by its lists', () => {
    const lists = { sendResult: true, requestId: 'r-1', failTokens: ['t-1'], expireTokens: ['t-2'] }
    expect(ask(said(80100000, lists), 3).map(({ kind }) => kind)).toEqual(['accepted', 'unavailable', 'gone'])
  })

  it.each(['', '<html></html>', '{"co', '{}'])('take HTTP 200 with %j for something that is not an answer of Honor', body => {
    expect(ask({ status: 200, headers: {}, body: new TextEncoder().encode(body) })).toMatchObject([{ kind: 'protocol', code: 'http-200' }])
  })

  it.each(cases)('%s', (code, answer) => {
    expect(ask(said(Number(code)))).toEqual([{ ...answer, code, detail: 'words' }])
    expect(ask(jsonResponse(Number(code), {}))).toEqual([{ ...answer, code: `http-${code}` }])
  })

  it.each(eightCases)('%s, by the safe rule', (code, answer) => {
    expect(ask(said(Number(code)), 2).map(({ detail: _, ...rest }) => rest)).toEqual([
      { ...answer, code },
      { ...answer, code },
    ])
  })

  it('have a row for every code of the table', () => {
    expect(new Set(Object.keys(honorAnswers))).toEqual(new Set(['200', '0', '80000000', '80100000', ...cases.map(([code]) => code)]))
  })

  it('drop what expireTokens names, and keep what failTokens names for one more try', () => {
    expect(ask(said(200, { ...sent, expireTokens: ['t-0'], failTokens: ['t-2'] }), 3)).toEqual([
      { kind: 'gone', code: 'expireTokens' },
      accepted,
      { ...unavailable, retries: 1, code: 'failTokens' },
    ])
  })

  it('drop what expireTokens names whatever the code, and nothing else ever', () => {
    expect(ask(said(80100003, { ...sent, expireTokens: ['t-0'], failTokens: ['t-1'] }), 3)).toEqual([
      { kind: 'gone', code: 'expireTokens' },
      { ...payload, code: '80100003', detail: 'words (request r-1)' },
      { ...payload, code: '80100003', detail: 'words (request r-1)' },
    ])
    for (const code of [401, 403, 80200001, 80300002, 80300007, 81000001, 99]) {
      expect(ask(said(code), 3).map(answer => answer.kind)).not.toContain('gone')
    }
  })

  it('take sendResult false for no success', () => {
    expect(ask(said(200, { ...sent, sendResult: false }))).toEqual([{ ...unavailable, retries: 1, code: 'sendResult', detail: 'words (request r-1)' }])
    expect(ask(said(400, { sendResult: false }))).toEqual([{ ...payload, code: '400', detail: 'words' }])
  })

  it('take HTTP 200 alone for no answer of Honor, and a code of success with another status for no success', () => {
    expect(ask(jsonResponse(200, {}))).toEqual([{ kind: 'protocol', code: 'http-200' }])
    expect(ask(said(200, sent, 500))).toEqual([{ ...unavailable, code: 'http-500', detail: 'words (request r-1)' }])
  })

  it('keep an unknown code, and tell Honor’s words and request id', () => {
    expect(ask(said(12345, { requestId: 'r-1' }))).toEqual([{ ...payload, code: '12345', detail: 'words (request r-1)' }])
    expect(ask(jsonResponse(200, { code: 12345, msg: 'other words' }))).toEqual([{ ...payload, code: '12345', detail: 'other words' }])
  })

  it('mean what config says they mean, where Honor’s own word is unconfirmed', () => {
    const codes = { '80000000': 'accepted', '0': 'accepted', '403': 'config', '80100000': 'unavailable' } as const
    expect(ask(said(80000000, sent), 1, { codes })).toMatchObject([{ kind: 'accepted' }])
    expect(ask(said(0, sent), 1, { codes })).toMatchObject([{ kind: 'accepted' }])
    expect(ask(said(403), 1, { codes })).toMatchObject([config])
    expect(ask(jsonResponse(403, {}), 1, { codes })).toMatchObject([config])
    expect(ask(said(80100000), 1, { codes })).toMatchObject([unavailable])
    expect(ask(said(80000000, sent), 1, { codes: { '80000000': 'payload' } })).toMatchObject([payload])
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(said(429, {}, 429, { 'retry-after': '9' }))).toEqual([{ ...throttled, retryAfter: 9, code: '429', detail: 'words' }])
  })

  it('hide the tokens that Honor quotes', () => {
    expect(ask(jsonResponse(200, { code: 400, message: 'bad t-0' }))[0]?.detail).toBe(`bad ${tokenHash('t-0')}`)
  })
})
