import { type Answer, bytes, type Json, tokenHash } from '@rouse/core/channel'
import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { oppoAnswers } from './answers.ts'
import { oppo } from './channel.ts'
import { app, channel, classes } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const stop = { kind: 'rejected', fault: 'config', credentialRejected: true }
const exhausted = { kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } }

/** docs/vendors/oppo.md, "Response", row by row: of one id, and of a whole batch where that differs. */
const table: readonly (readonly [codes: string, one: object, several?: object])[] = [
  ['-1', { kind: 'unavailable' }],
  ['-2', { kind: 'throttled', backoff: 10 }],
  ['11', { kind: 'unauthorized' }],
  ['13 55', { kind: 'throttled' }],
  ['33', exhausted],
  ['34 42', exhausted],
  ['10000', { kind: 'gone' }, { kind: 'retryIndividually' }],
  ['40', payload],
  ['41', payload],
  ['51 59 69', payload],
  ['67', config],
  ['54', config],
  ['14 15 16 17 18 19 29', stop],
  ['26 27 28 30', stop],
  ['12 20 21 22 23 24 25', payload],
  ['31', payload],
  ['32', { ...payload, duplicate: true }],
]
const cases = table.flatMap(([codes, one, several]) => codes.split(' ').map(code => [code, one, several ?? one] as const))

const idOf = (n: number) => `OPPO_CN_id${n}`
const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(idOf(n), null, n))
const ask = (count: number, body: Json, status = 200, handle?: string, headers = {}): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets(count)), handle), () => jsonResponse(status, body, headers)).result

describe('the answers of OPPO', () => {
  it.each(cases)('%s', (code, one, several) => {
    expect(ask(1, { code: Number(code), message: '' })).toEqual([{ ...one, code }])
    const both = [
      { ...several, code },
      { ...several, code },
    ]
    expect(ask(2, { code: Number(code), message: '' })).toEqual(both)
    expect(ask(2, { code: Number(code), message: '' }, 200, 'saved-1')).toEqual(both)
  })

  it.each(cases)('%s, of one id among many', (code, one) => {
    const [first, second] = [idOf(0), idOf(1)]
    const entries: Json = [
      { registrationId: second, messageId: 'm2' },
      { registrationId: first, errorCode: Number(code), errorMessage: 'why' },
    ]
    expect(ask(2, { code: 0, data: entries })).toEqual([
      { ...one, code, detail: 'why' },
      { kind: 'accepted', code: '0', vendorId: 'm2' },
    ])
    expect(ask(2, { code: 0, data: { message_id: 's1', task_id: 't1', [code]: [first] } }, 200, 's1')).toEqual([
      { ...one, code },
      { kind: 'accepted', code: '0', vendorId: 't1' },
    ])
  })

  it('have a row for every code of the table', () => {
    expect(new Set(Object.keys(oppoAnswers))).toEqual(new Set(['0', ...cases.map(([code]) => code)]))
  })

  it('keep the message id of what was taken', () => {
    expect(ask(1, { code: 0, message: 'Success', data: { messageId: 'm1' } })).toEqual([{ kind: 'accepted', code: '0', vendorId: 'm1' }])
  })

  it('of a batch are no success for each, though its code is 0: an id of which nothing is said goes again', () => {
    const again = { kind: 'unavailable', retries: 1, code: '0', detail: 'OPPO says nothing of this registration id' }
    expect(ask(2, { code: 0, data: [] })).toEqual([again, again])
    expect(ask(2, { code: 0, data: null })).toEqual([again, again])
  })

  it('of a broadcast name the failed ids by code, several codes at once', () => {
    const data: Json = { message_id: 's1', '10000': [idOf(0), idOf(2)], '33': [idOf(1)] }
    expect(ask(4, { code: 0, data }, 200, 's1').map(({ kind }) => kind)).toEqual(['gone', 'exhausted', 'gone', 'accepted'])
  })

  it.each(['Invalid Arguments: Invalid registration_id', 'invalid RegistrationId', 'Invalid registration id CN_a'])(
    'of 41 "%s": one id is believed dead with doubt, several are sent one by one',
    message => {
      const gone = { kind: 'gone', unconfirmed: true, code: '41', detail: message }
      expect(ask(1, { code: 41, message })).toEqual([gone])
      expect(ask(2, { code: 41, message })).toMatchObject([{ kind: 'retryIndividually' }, { kind: 'retryIndividually' }])
      const entries: Json = [
        { registrationId: idOf(0), errorCode: 41, errorMessage: message },
        { registrationId: idOf(1), messageId: 'm' },
      ]
      expect(ask(2, { code: 0, data: entries })).toMatchObject([gone, { kind: 'accepted' }])
    },
  )

  it.each(['Invalid Arguments: title', 'Invalid Arguments: Invalid verify_registration_id', 'sensitive words', ''])('of 41 %j keep the token', message => {
    expect(ask(1, { code: 41, message })).toMatchObject([payload])
    expect(ask(2, { code: 41, message })).toMatchObject([payload, payload])
  })

  it.each(['<html>Sign in</html>', '', '{"code":0,"data":{"messageId"', '\u001f\ufffd\b', '[]', '{"code":null}'])('call %j no answer of OPPO', body => {
    const response = { ...jsonResponse(200, {}), body: bytes(body) }
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(2))), () => response)
    expect(result).toMatchObject([{ kind: 'protocol' }, { kind: 'protocol' }])
  })

  it('do not drop a token on 41 alone, and hide the ids that OPPO quotes', () => {
    expect(ask(1, { code: 41, message: 'bad OPPO_CN_id0' })).toEqual([{ ...payload, code: '41', detail: `bad ${tokenHash('OPPO_CN_id0')}` }])
  })

  it('keep an unknown code and reject', () => {
    expect(ask(1, { code: 10001, message: 'odd' })).toEqual([{ ...payload, code: '10001', detail: 'odd' }])
  })

  it('are what config says of unconfirmed codes', () => {
    const own = oppo({ apps: [app], storeGrade: 'A', codes: { '32': 'accepted', '41': 'gone' } })
    const answer = (code: number) => drive(own.send(sampleBatch(own, sampleNotification(), targets(1))), () => jsonResponse(200, { code })).result
    expect(answer(32)).toEqual([{ kind: 'accepted', code: '32' }])
    expect(answer(41)).toEqual([{ kind: 'gone', code: '41' }])
  })

  it.each([
    [500, { kind: 'unavailable' }],
    [503, { kind: 'unavailable' }],
    [429, { kind: 'throttled' }],
    [401, config],
    [403, config],
    [407, config],
    [302, { kind: 'protocol' }],
    [404, payload],
  ])('go by HTTP status %i, whatever code is beside it', (status, answer) => {
    expect(ask(1, { code: 0, data: {} }, status)).toEqual([{ ...answer, code: `http-${status}` }])
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(1, {}, 503, undefined, { 'retry-after': '9' })).toEqual([{ kind: 'unavailable', retryAfter: 9, code: 'http-503' }])
  })
})

describe('code 67', () => {
  const approved = oppo({ apps: [{ ...app, classes }], storeGrade: 'A' })
  const run = (count: number, ...said: readonly Json[]) =>
    drive(approved.send(sampleBatch(approved, sampleNotification(), targets(count))), (_, n) => jsonResponse(200, said[n] ?? null))
  const told = 'code 67: the category was refused; sent without it'

  it('refuses the category and not the push, which goes again without', () => {
    const { drafts, result } = run(1, { code: 67 }, { code: 0, data: { messageId: 'm1' } })
    const [first, second] = drafts.map(draft => (requestBody(draft) as { message: { notification: Record<string, Json> } }).message.notification)
    const { category, notify_level: level, ...rest } = first ?? {}
    expect([category, level]).toEqual(['IM', 2])
    expect(second).toEqual(rest)
    expect(result).toEqual([{ kind: 'accepted', code: '0', vendorId: 'm1', detail: told }])
  })

  it('of single ids of a batch sends these alone again', () => {
    const [first, second] = [idOf(0), idOf(1)]
    const taken = { registrationId: first, messageId: 'm1' }
    const { drafts, result } = run(2, { code: 0, data: [taken, { registrationId: second, errorCode: 67 }] }, { code: 0, data: { messageId: 'm2' } })
    expect(drafts.map(({ url }) => url.split('/').at(-1))).toEqual(['unicast_batch', 'unicast'])
    expect(result).toMatchObject([
      { kind: 'accepted', vendorId: 'm1' },
      { kind: 'accepted', vendorId: 'm2', detail: told },
    ])
  })

  it('tells the operator where it comes again', () => {
    expect(run(1, { code: 67, message: 'no' }, { code: 67, message: 'no' }).result).toEqual([{ ...config, code: '67', detail: 'no' }])
  })
})
