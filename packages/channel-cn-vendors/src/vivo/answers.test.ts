import { type Answer, bytes, type Json, tokenHash } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { vivoAnswers, vivoStatuses } from './answers.ts'
import { vivo } from './channel.ts'
import { app, channel } from './samples.fixture.ts'

const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const stop = { kind: 'rejected', fault: 'config', credentialRejected: true }
const midnight = { kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' } }
const slower = { kind: 'throttled', backoff: 1 }

/** docs/vendors/vivo.md, "Response", row by row: of a push to one device, and of a list where that differs. */
const table: readonly (readonly [codes: string, one: object, several?: object])[] = [
  ['10000', { kind: 'unauthorized' }],
  ['10040', { kind: 'unavailable' }],
  ['10043 10045 10082', stop],
  ['10050', payload],
  ['10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065 10066 10067 10068 10069', payload],
  ['10070', midnight],
  ['10071', { kind: 'exhausted', until: { at: '07:00', zone: 'Asia/Shanghai' } }],
  ['10072', slower],
  ['10073', midnight],
  ['10093', slower],
  ['10094', config],
  ['10095', payload],
  ['10096 10097', config],
  ['10103 10104', payload],
  ['10150 10151 10152 10153 10154', payload],
  ['10155', { kind: 'preparedMessageExpired' }],
  ['10200 10201 10202 10203 10204 10205 10206 10207', config],
  ['10252', { kind: 'retryIndividually' }],
  ['10254', midnight],
  ['10301 10304 10305 10306', payload],
  ['10302', { kind: 'gone' }, { kind: 'retryIndividually' }],
  ['10303', { kind: 'gone' }, { kind: 'retryIndividually' }],
  ['10311', { kind: 'unreachable' }],
  ['10352 10353', payload],
  ['11000', payload],
]
const cases = table.flatMap(([codes, one, several]) => codes.split(' ').map(code => [code, one, several ?? one] as const))

const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(`reg${n}`, null, n))
const ask = (count: number, body: Json, status = 200, headers = {}): readonly Answer[] =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), targets(count)), 'task-1'), () => jsonResponse(status, body, headers)).result

describe('the answers of vivo', () => {
  it.each(cases)('%s', (code, one, several) => {
    expect(ask(1, { result: Number(code) })).toEqual([{ ...one, code }])
    expect(ask(2, { result: Number(code) })).toEqual([
      { ...several, code },
      { ...several, code },
    ])
  })

  it('have a row for every code of the table', () => {
    expect(new Set(Object.keys(vivoAnswers))).toEqual(new Set(['0', ...cases.map(([code]) => code)]))
    expect(Object.keys(vivoStatuses)).toEqual(['1', '2', '3', '4'])
  })

  it('keep good tokens on a quota: 10070 is no bad id, and 10054 no rate limit', () => {
    expect(ask(1, { result: 10070 })[0]?.kind).toBe('exhausted')
    expect(ask(1, { result: 10054 })[0]).toMatchObject(payload)
  })

  it.each([
    [1, { kind: 'gone' }],
    [2, { kind: 'gone' }],
    [3, { kind: 'gone' }],
    [4, config],
    [9, { kind: 'rejected', fault: 'token' }],
  ])('of status %i in a list that was taken', (status, answer) => {
    const accepted = { kind: 'accepted', code: '0', vendorId: 'task-1' }
    const invalidUsers = [{ userid: 'reg1', status }]
    expect(ask(3, { result: 0, desc: 'ok', invalidUsers })).toEqual([accepted, { ...answer, code: `status-${status}` }, accepted])
  })

  it.each([
    [1, { kind: 'gone' }],
    [2, { kind: 'gone' }],
    [3, { kind: 'gone' }],
    [4, config],
  ])('of 10302 beside invalidUser with status %i', (status, answer) => {
    for (const userid of ['reg0', 'an alias']) {
      expect(ask(1, { result: 10302, desc: 'bad', invalidUser: { userid, status } })).toEqual([{ ...answer, code: `status-${status}` }])
    }
  })

  it('keep the task id of what was taken, a number or text', () => {
    expect(ask(1, { result: 0, taskId: '485491012' })).toEqual([{ kind: 'accepted', code: '0', vendorId: '485491012' }])
    expect(ask(1, { result: 0, taskId: 485_491_012 })).toEqual([{ kind: 'accepted', code: '0', vendorId: '485491012' }])
    expect(ask(1, { result: '0' })).toEqual([{ kind: 'accepted', code: '0' }])
  })

  it('keep an unknown code, reject, and hide the ids that vivo quotes', () => {
    expect(ask(1, { result: 99999, desc: 'bad reg0' })).toEqual([{ ...payload, code: '99999', detail: `bad ${tokenHash('reg0')}` }])
  })

  it.each(['<html>Sign in</html>', '', '{"result":0,"taskId"', '\u001f\ufffd\b', '[]', '{"result":null}'])('call %j no answer of vivo', body => {
    const response = { ...jsonResponse(200, {}), body: bytes(body) }
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(2)), 'task-1'), () => response)
    expect(result).toMatchObject([{ kind: 'protocol' }, { kind: 'protocol' }])
  })

  it('are what config says of unconfirmed codes', () => {
    const own = vivo({ apps: [app], codes: { '10303': 'unreachable', '10040': 'exhausted' } })
    const answer = (result: number) => drive(own.send(sampleBatch(own, sampleNotification(), targets(1))), () => jsonResponse(200, { result })).result
    expect(answer(10303)).toEqual([{ kind: 'unreachable', code: '10303' }])
    expect(answer(10040)).toEqual([{ ...midnight, code: '10040' }])
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
  ])('go by HTTP status %i, whose body is plain text', (status, answer) => {
    const plain = { status, headers: {}, body: new TextEncoder().encode('Internet server error!') }
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(1))), () => plain)
    expect(result).toEqual([{ ...answer, code: `http-${status}` }])
    expect(ask(2, { result: 0, invalidUsers: [{ userid: 'reg0', status: 1 }] }, status).map(({ kind }) => kind)).not.toContain('gone')
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(1, {}, 503, { 'retry-after': '9' })).toEqual([{ kind: 'unavailable', retryAfter: 9, code: 'http-503' }])
  })
})
