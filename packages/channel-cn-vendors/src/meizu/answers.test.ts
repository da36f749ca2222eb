import { type Answer, bytes, type Json, tokenHash } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { meizuAnswers, meizuValues } from './answers.ts'
import { meizu } from './channel.ts'
import { app, channel } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const stop = { kind: 'rejected', fault: 'config', credentialRejected: true }
const unavailable = { kind: 'unavailable' }
const midnight = { kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } }

/** docs/vendors/meizu.md, "Response", first table, row by row: of one id, and of several where that differs. */
const table: readonly (readonly [codes: string, one: object, several?: object])[] = [
  ['300', config],
  ['-1', { kind: 'unavailable', retries: 1 }],
  ['500', unavailable],
  ['1001 1003', unavailable],
  ['1005', payload],
  ['1006', stop],
  ['110000 110001 110031 110033', stop],
  ['110002 110003', { kind: 'gone' }, { kind: 'retryIndividually' }],
  ['110004', payload],
  ['110009', stop],
  ['110010', { kind: 'throttled' }],
  ['110019 110051', midnight],
  ['110032', { kind: 'preparedMessageExpired' }],
  ['110053', payload],
]
const cases = table.flatMap(([codes, one, several]) => codes.split(' ').map(code => [code, one, several ?? one] as const))

/** The second table: of single ids in a request that was taken. */
const values: readonly (readonly [codes: string, answer: object])[] = [
  ['110002 110003', { kind: 'gone' }],
  ['110005', { kind: 'gone' }],
  ['110010', { kind: 'unreachable' }],
  ['110011', { kind: 'unreachable', exhausted: true }],
  ['201', config],
  ['501 513', unavailable],
  ['518 519', { kind: 'throttled' }],
  ['520', { kind: 'unreachable', exhausted: true }],
]
const valueCases = values.flatMap(([codes, answer]) => codes.split(' ').map(code => [code, answer] as const))

const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(`id${n}`, null, n))
const ask = (count: number, body: Json, status = 200, headers = {}): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets(count))), () => jsonResponse(status, body, headers)).result

describe('the answers of Meizu', () => {
  it.each(cases)('%s', (code, one, several) => {
    expect(ask(1, { code, message: '', value: '', redirect: '' })).toEqual([{ ...one, code }])
    expect(ask(2, { code, message: '', value: '', redirect: '' })).toEqual([
      { ...several, code },
      { ...several, code },
    ])
  })

  it.each(valueCases)('%s, of one id in value', (code, answer) => {
    const accepted = { kind: 'accepted', code: '200', vendorId: 'NS1' }
    expect(ask(3, { code: '200', message: '', value: { [code]: ['id1'] }, redirect: '', msgId: 'NS1' })).toEqual([accepted, { ...answer, code }, accepted])
  })

  it('have a row for every code of both tables', () => {
    expect(new Set(Object.keys(meizuAnswers))).toEqual(new Set(['200', ...cases.map(([code]) => code)]))
    expect(new Set(Object.keys(meizuValues))).toEqual(new Set(valueCases.map(([code]) => code)))
  })

  it('know two meanings of 110010: too fast for a request, switched off for an id', () => {
    expect(ask(1, { code: '110010', value: '' })[0]?.kind).toBe('throttled')
    expect(ask(1, { code: '200', value: { '110010': ['id0'] } })[0]?.kind).toBe('unreachable')
  })

  it('find a dead id inside the value of a 200, several codes at once', () => {
    const value = { '110002': ['id0', 'id3'], '110010': ['id1'] }
    expect(ask(4, { code: '200', value }).map(({ kind }) => kind)).toEqual(['gone', 'unreachable', 'accepted', 'gone'])
  })

  it('read code as text, and as a number all the same', () => {
    expect(ask(1, { code: '200', value: {} })).toEqual([{ kind: 'accepted', code: '200' }])
    expect(ask(1, { code: 200, value: {} })).toEqual([{ kind: 'accepted', code: '200' }])
  })

  it('take value for no map on errors, nor where it is none', () => {
    for (const value of ['', 'id0', [], null, 5]) expect(ask(1, { code: '200', value })).toEqual([{ kind: 'accepted', code: '200' }])
    expect(ask(2, { code: '1005', value: { '110002': ['id0'] } }).map(({ kind }) => kind)).toEqual(['rejected', 'rejected'])
  })

  it.each(['messageJson is invalid', 'noticeBarInfo title too long', 'Param error', 'appId is empty'])('of 500 "%s" is no fault that time heals', message => {
    expect(ask(1, { code: '500', message, value: '' })).toEqual([{ ...payload, code: '500', detail: message }])
  })

  it.each(['internal error', '', 'db timeout'])('of 500 "%s" is to be tried again', message => {
    expect(ask(1, { code: '500', message, value: '' })[0]).toMatchObject(unavailable)
  })

  it('keep unknown codes and reject, and hide the ids that Meizu quotes', () => {
    expect(ask(1, { code: '510', message: 'bad id0' })).toEqual([{ ...payload, code: '510', detail: `bad ${tokenHash('id0')}` }])
    expect(ask(1, { code: '200', value: { '999': ['id0'] } })).toEqual([{ ...payload, code: '999' }])
  })

  it('are what config says of unconfirmed codes', () => {
    const own = meizu({ apps: [app], codes: { '110019': 'throttled' }, valueCodes: { '518': 'unavailable' } })
    const answer = (body: Json) => drive(own.send(sampleBatch(own, sampleNotification(), targets(1))), () => jsonResponse(200, body)).result
    expect(answer({ code: '110019', value: '' })).toEqual([{ kind: 'throttled', code: '110019' }])
    expect(answer({ code: '200', value: { '518': ['id0'] } })).toEqual([{ kind: 'unavailable', code: '518' }])
  })

  it.each([
    [500, unavailable],
    [503, unavailable],
    [429, { kind: 'throttled' }],
    [401, config],
    [403, config],
    [407, config],
    [302, { kind: 'protocol' }],
    [404, payload],
  ])('go by HTTP status %i, whatever code is beside it', (status, answer) => {
    expect(ask(1, { code: '200', value: {} }, status)).toEqual([{ ...answer, code: `http-${status}` }])
  })

  it.each(['<html>Sign in</html>', '', '{"code":"200","value":{', '\u001f\ufffd\b', '[]', '{"code":null}'])('call %j no answer of Meizu', body => {
    const response = { ...jsonResponse(200, {}), body: bytes(body) }
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(2))), () => response)
    expect(result).toMatchObject([{ kind: 'protocol' }, { kind: 'protocol' }])
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(1, {}, 503, { 'retry-after': '9' })).toEqual([{ kind: 'unavailable', retryAfter: 9, code: 'http-503' }])
  })
})
