import { type Answer, bytes, type Json, tokenHash } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { xiaomiAnswers } from './answers.ts'
import { channel } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const stop = { ...config, credentialRejected: true }
const unavailable = { kind: 'unavailable' }
const exhausted = { kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } }

/** docs/vendors/xiaomi.md, "Response", row by row: of a request for one token, and of one for several where that differs. */
const table: readonly (readonly [codes: string, one: object, several?: object])[] = [
  ['0', { kind: 'accepted' }],
  ['-1 1 10001 10003 20607 26003 65029 65030', unavailable],
  ['10002 10009 10010 10011', unavailable],
  ['10008 10012 10016 10017 21305 65011', payload],
  ['10041', payload],
  ['65009 65014 65015', payload],
  ['65036 65037 65038', config],
  ['10022 10023 10024 10027 10028 22101 200002', { kind: 'throttled' }],
  ['10034 200001', exhausted],
  ['10031 10036 21303 22000', stop],
  ['10004 10014 10026 22008 22020 22021', stop],
  ['21301 21302', stop],
  ['22006 22007 22022', stop],
  ['27001', config],
  ['26006', config],
  ['20301', { kind: 'unavailable', retries: 1 }],
  ['66007', { kind: 'gone' }, { kind: 'retryIndividually' }],
  ['10029 65003', { kind: 'unreachable' }],
  ['22102', { kind: 'unavailable', retries: 1 }],
  ['10037', { kind: 'unavailable', retryAfter: 0, retries: 1 }],
  ['10030 10032 10033 10035 10038 10039 26004 26005 20209 20215 20216 20315 65006 65007 65008 65010 65012 65013 65016 65017 65028 65035 65040 65041', payload],
  ['100 10005 10006 10007 10013 10018 10020 10021 10025 22001 22002 22003 22004 22005 22100 22103', payload],
]
const cases = table.flatMap(([codes, one, several]) => codes.split(' ').map(code => [code, one, several ?? one] as const))

const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(`regid/${n}+==`, null, n))
const ask = (count: number, body: Json, status = 200, headers = {}): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets(count))), () => jsonResponse(status, body, headers)).result

describe('the answers of Xiaomi', () => {
  it.each(cases)('%s', (code, one, several) => {
    expect(ask(1, { result: 'error', code: Number(code) })).toEqual([{ ...one, code }])
    expect(ask(2, { result: 'error', code: Number(code) })).toEqual([
      { ...several, code },
      { ...several, code },
    ])
  })

  it('have a row for every code of the table', () => {
    expect(new Set(Object.keys(xiaomiAnswers))).toEqual(new Set(cases.map(([code]) => code)))
  })

  it('drop the ids in bad_regids, a comma separated string, though the code is 0', () => {
    const answers = ask(3, { result: 'ok', code: 0, data: { id: 'slm1', bad_regids: 'regid/0+==, regid/2+==' } })
    expect(answers).toEqual([
      { kind: 'gone', code: 'bad_regids' },
      { kind: 'accepted', code: '0', vendorId: 'slm1' },
      { kind: 'gone', code: 'bad_regids' },
    ])
  })

  it('take bad_regids for nothing else than a string', () => {
    expect(ask(1, { code: 0, data: { bad_regids: ['regid/0+=='] } })).toEqual([{ kind: 'accepted', code: '0' }])
  })

  it('of 20301 "No valid targets!": one id is dead, several are sent one by one', () => {
    const body = { result: 'error', code: 20301, reason: 'No valid targets!' }
    expect(ask(1, body)).toEqual([{ kind: 'gone', code: '20301', detail: 'No valid targets!' }])
    expect(ask(2, body)).toMatchObject([{ kind: 'retryIndividually' }, { kind: 'retryIndividually' }])
  })

  it('keep an unknown code, reject, and tell reason and trace id', () => {
    expect(ask(1, { result: 'error', code: 99999, reason: 'no idea', description: 'odd', trace_id: 'Xlm01' })).toEqual([
      { ...payload, code: '99999', detail: 'no idea; odd; trace Xlm01' },
    ])
  })

  it('hide the tokens that Xiaomi quotes', () => {
    expect(ask(1, { code: 10008, reason: 'bad regid/0+==' })[0]?.detail).toBe(`bad ${tokenHash('regid/0+==')}`)
  })

  it.each([
    [500, unavailable],
    [503, unavailable],
    [429, { kind: 'throttled' }],
    [401, config],
    [403, config],
    [407, config],
    [404, payload],
    [302, { kind: 'protocol' }],
    [200, { kind: 'protocol' }],
  ])('go by HTTP status %i where there is no code', (status, answer) => {
    expect(ask(1, { result: 'odd' }, status)).toEqual([{ ...answer, code: `http-${status}` }])
  })

  it.each(['<html>Sign in</html>', '', '{"result":"ok","code":0,"data"', '\u001f\ufffd\b', '[]', '{"code":null}'])('call %j no answer of Xiaomi', body => {
    const response = { ...jsonResponse(200, {}), body: bytes(body) }
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(2))), () => response)
    expect(result).toMatchObject([{ kind: 'protocol' }, { kind: 'protocol' }])
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(1, {}, 503, { 'retry-after': '9' })).toEqual([{ kind: 'unavailable', retryAfter: 9, code: 'http-503' }])
  })
})
