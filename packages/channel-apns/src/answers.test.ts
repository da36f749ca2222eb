import { type AnswerMeaning, bytes, type WireResponse } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { apnsAnswers } from './answers.ts'
import { channel, token } from './samples.fixture.ts'

const since = 1_795_000_000_000
const payload = { kind: 'rejected', fault: 'payload' }
const config = { kind: 'rejected', fault: 'config' }
const stop = { ...config, credentialRejected: true }

/** docs/vendors/apns.md, "Response", row by row. */
const rows: readonly (readonly [status: number, reasons: string, answer: object])[] = [
  [400, 'BadDeviceToken', { kind: 'gone', unconfirmed: true }],
  [400, 'DeviceTokenNotForTopic', { kind: 'gone', unconfirmed: true }],
  [
    400,
    'BadCollapseId, BadExpirationDate, BadMessageId, BadPriority, BadTopic, InvalidPushType, DuplicateHeaders, MissingDeviceToken, MissingTopic, PayloadEmpty',
    payload,
  ],
  [400, 'TopicDisallowed', config],
  [400, 'IdleTimeout', { kind: 'unavailable' }],
  [403, 'ExpiredProviderToken', { kind: 'unauthorized' }],
  [
    403,
    'InvalidProviderToken, MissingProviderToken, BadCertificate, BadCertificateEnvironment, Forbidden, UnrelatedKeyIdInToken, BadEnvironmentKeyIdInToken, BadEnvironmentKeyInToken',
    stop,
  ],
  [404, 'BadPath', payload],
  [405, 'MethodNotAllowed', payload],
  [410, 'Unregistered, ExpiredToken', { kind: 'gone', since }],
  [413, 'PayloadTooLarge', payload],
  [429, 'TooManyProviderTokenUpdates', { kind: 'throttled' }],
  [429, 'TooManyRequests', { kind: 'throttled' }],
  [500, 'InternalServerError', { kind: 'unavailable' }],
  [503, 'ServiceUnavailable, Shutdown', { kind: 'unavailable' }],
]
const cases = rows.flatMap(([status, reasons, answer]) => reasons.split(', ').map(reason => [status, reason, answer] as const))

const ask = (response: WireResponse) => drive(channel.send(sampleBatch(channel, sampleNotification(), [sampleTarget(token, 1)])), () => response).result[0]

describe('the answers of APNs', () => {
  it.each(cases)('%i %s', (status, reason, answer) => {
    expect(ask(jsonResponse(status, status === 410 ? { reason, timestamp: since } : { reason }))).toEqual({ ...answer, code: reason })
  })

  it('have a row for every reason of the table', () => {
    expect(Object.keys(apnsAnswers)).toEqual(cases.map(([, reason]) => reason))
  })

  it('accept with the id that APNs echoes, else the one that was sent', () => {
    expect(ask({ status: 200, headers: { 'apns-id': 'ABC' }, body: new Uint8Array() })).toEqual({ kind: 'accepted', code: '200', vendorId: 'ABC' })
    expect(ask({ status: 200, headers: {}, body: new Uint8Array() })).toMatchObject({ vendorId: sampleTarget(token).id })
  })

  it.each(['<html>Sign in</html>', '{}', '\u001f\u008b'])('take a 200 with the body %j and without apns-id for no answer of APNs', body => {
    expect(ask({ status: 200, headers: {}, body: bytes(body) })).toEqual({ kind: 'protocol', code: '200' })
  })

  it("keep the development host's apns-unique-id, by which Apple's console finds a push", () => {
    const headers = { 'apns-id': 'ABC', 'apns-unique-id': '14f2bca8-5f29-4e1c-9d3a-0d1f2b3c4d5e' }
    expect(ask({ status: 200, headers, body: new Uint8Array() })).toEqual({
      kind: 'accepted',
      code: '200',
      vendorId: 'ABC',
      detail: 'apns-unique-id 14f2bca8-5f29-4e1c-9d3a-0d1f2b3c4d5e',
    })
  })

  it('go by the status for a reason that Apple adds one day', () => {
    expect(ask(jsonResponse(403, { reason: 'BadWeatherInToken' }))).toEqual({ ...config, code: 'BadWeatherInToken' })
    expect(ask(jsonResponse(503, { reason: 'Moving' }))).toEqual({ kind: 'unavailable', code: 'Moving' })
  })

  it('keep an unknown reason as it came and reject', () => {
    expect(ask(jsonResponse(400, { reason: 'BadMoonPhase' }))).toEqual({ ...payload, code: 'BadMoonPhase' })
  })

  it('name no time for a dead token but on 410', () => {
    expect(ask(jsonResponse(400, { reason: 'BadDeviceToken', timestamp: since }))).toEqual({ kind: 'gone', unconfirmed: true, code: 'BadDeviceToken' })
    expect(ask(jsonResponse(410, { reason: 'Unregistered' }))).toEqual({ kind: 'gone', code: 'Unregistered' })
  })

  it.each<readonly [number, AnswerMeaning]>([
    [410, { kind: 'gone' }],
    [429, { kind: 'throttled' }],
    [502, { kind: 'unavailable' }],
    [418, { kind: 'rejected', fault: 'payload' }],
    [400, { kind: 'rejected', fault: 'payload' }],
    [401, { kind: 'rejected', fault: 'config' }],
    [403, { kind: 'rejected', fault: 'config' }],
    [404, { kind: 'rejected', fault: 'config' }],
    [407, { kind: 'rejected', fault: 'config' }],
    [302, { kind: 'protocol' }],
    [204, { kind: 'protocol' }],
    [408, { kind: 'unavailable' }],
  ])('go by the status where %i comes without a reason', (status, verdict) => {
    for (const body of [new Uint8Array(), bytes('<html>'), bytes('{"reason":7}'), bytes('{"reason":"not a word"}')]) {
      expect(ask({ status, headers: {}, body })).toEqual({ ...verdict, code: `${status}` })
    }
  })

  it('wait as long as Retry-After asks', () => {
    expect(ask(jsonResponse(429, { reason: 'TooManyRequests' }, { 'retry-after': '30' }))).toEqual({
      kind: 'throttled',
      retryAfter: 30,
      code: 'TooManyRequests',
    })
    expect(ask(jsonResponse(503, {}, { 'retry-after': '7' }))).toEqual({ kind: 'unavailable', retryAfter: 7, code: '503' })
  })

  it('are not fooled by names that every object has', () => {
    expect(ask(jsonResponse(400, { reason: 'constructor' }))).toEqual({ ...payload, code: '400' })
  })
})
