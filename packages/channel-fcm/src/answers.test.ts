import { type Answer, bytes, type Json, tokenHash } from '@rouse/core/channel'
import { drive, jsonResponse, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { fcmAnswers, fcmStatusAnswers } from './answers.ts'
import { channel, token } from './samples.fixture.ts'

const config = { kind: 'rejected', fault: 'config' }
const payload = { kind: 'rejected', fault: 'payload' }
const stop = { ...config, credentialRejected: true }
const quota = { kind: 'throttled', backoff: 60 }
const unavailable = { kind: 'unavailable', backoff: 10 }

/** docs/vendors/fcm.md, "Errors", row by row; null: the row's "(none)". */
const rows: readonly (readonly [errorCode: string | null, http: number, status: string, answer: object])[] = [
  ['UNREGISTERED', 404, 'NOT_FOUND', { kind: 'gone' }],
  ['UNREGISTERED_FID', 404, 'NOT_FOUND', { kind: 'gone' }],
  ['INVALID_ARGUMENT', 400, 'INVALID_ARGUMENT', payload],
  ['SENDER_ID_MISMATCH', 403, 'PERMISSION_DENIED', { kind: 'gone', unconfirmed: true }],
  ['QUOTA_EXCEEDED', 429, 'RESOURCE_EXHAUSTED', quota],
  ['UNAVAILABLE', 503, 'UNAVAILABLE', unavailable],
  ['INTERNAL', 500, 'INTERNAL', unavailable],
  ['THIRD_PARTY_AUTH_ERROR', 401, 'UNAUTHENTICATED', config],
  [null, 401, 'UNAUTHENTICATED', { kind: 'unauthorized' }],
  [null, 403, 'PERMISSION_DENIED', stop],
  ['UNSPECIFIED_ERROR', 400, 'INVALID_ARGUMENT', payload],
  ['UNSPECIFIED_ERROR', 500, 'UNKNOWN', payload],
]

const fcmError = 'type.googleapis.com/google.firebase.fcm.v1.FcmError'
const badRequest = 'type.googleapis.com/google.rpc.BadRequest'
const ask = (response: ReturnType<typeof jsonResponse>): Answer | undefined =>
  drive(channel.send(sampleBatch(channel, sampleNotification(), [sampleTarget(token)])), () => response).result[0]
const error = (http: number, status: string, details: Json = [], headers = {}) =>
  jsonResponse(http, { error: { code: http, message: '', status, details } }, headers)

describe('the answers of FCM', () => {
  it.each(rows)('%s of %i %s', (errorCode, http, status, answer) => {
    const details = errorCode === null ? [] : [{ '@type': fcmError, errorCode }]
    expect(ask(error(http, status, details))).toEqual({ ...answer, code: errorCode ?? status })
  })

  it('have a row for every errorCode of the table', () => {
    expect(new Set(Object.keys(fcmAnswers))).toEqual(new Set(rows.map(([errorCode]) => errorCode).filter(code => code !== null)))
    expect(Object.keys(fcmStatusAnswers)).toEqual(expect.arrayContaining(['UNAUTHENTICATED', 'PERMISSION_DENIED']))
  })

  it('accept with the name that FCM gives the message', () => {
    expect(ask(jsonResponse(200, { name: 'projects/p/messages/0:1' }))).toEqual({ kind: 'accepted', code: '200', vendorId: 'projects/p/messages/0:1' })
    expect(ask(jsonResponse(200, {}))).toEqual({ kind: 'accepted', code: '200' })
  })

  it.each(['', '<html>Sign in</html>', '[]', '{"name":"projects/p/mess', '\u001f\u008b', '{"error":{"code":500}}'])(
    'take a 200 with the body %j for no answer of Google',
    body => {
      expect(ask({ status: 200, headers: {}, body: bytes(body) })).toEqual({ kind: 'protocol', code: '200' })
    },
  )

  it('read errorCode before status, wherever in details it stands', () => {
    expect(ask(error(400, 'INVALID_ARGUMENT', [null, 7, { '@type': badRequest }, { errorCode: 'UNREGISTERED' }]))).toMatchObject({
      kind: 'gone',
      code: 'UNREGISTERED',
    })
  })

  it('of INVALID_ARGUMENT: drop the token only when the violation is of its field, and others confirm it', () => {
    const violation = (field: string): Json => [
      { '@type': fcmError, errorCode: 'INVALID_ARGUMENT' },
      { '@type': badRequest, fieldViolations: [{ field, description: 'bad' }] },
    ]
    expect(ask(error(400, 'INVALID_ARGUMENT', violation('message.token')))).toEqual({ kind: 'gone', unconfirmed: true, code: 'INVALID_ARGUMENT' })
    expect(ask(error(400, 'INVALID_ARGUMENT', violation('message.fid')))).toEqual({ kind: 'gone', unconfirmed: true, code: 'INVALID_ARGUMENT' })
    expect(ask(error(400, 'INVALID_ARGUMENT', violation('message.android.ttl')))).toEqual({ ...payload, code: 'INVALID_ARGUMENT' })
    expect(ask(error(400, 'INVALID_ARGUMENT', [{ '@type': badRequest, fieldViolations: [{ field: 'message.token' }] }]))).toMatchObject({ kind: 'gone' })
  })

  it.each([
    'The registration token is not a valid FCM registration token',
    'The registration token is not a valid FCM registration token.',
    'Invalid registration token provided',
    'Request contains an invalid installation ID',
  ])('read of an INVALID_ARGUMENT without violations that it is about the token: %s', message => {
    const details = [{ '@type': fcmError, errorCode: 'INVALID_ARGUMENT' }]
    const said = jsonResponse(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT', details } })
    expect(ask(said)).toEqual({ kind: 'gone', unconfirmed: true, code: 'INVALID_ARGUMENT', detail: message })
    expect(ask(jsonResponse(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } }))).toMatchObject({ kind: 'gone', unconfirmed: true })
  })

  it("keep the token where Google's violation is of another field, whatever its message says", () => {
    const details = [{ '@type': badRequest, fieldViolations: [{ field: 'message.data', description: 'bad' }] }]
    const message = 'The registration token is not a valid FCM registration token'
    expect(ask(jsonResponse(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT', details } }))).toMatchObject(payload)
    expect(ask(jsonResponse(400, { error: { code: 400, message: 'Invalid JSON payload received.', status: 'INVALID_ARGUMENT' } }))).toMatchObject(payload)
  })

  it('keep the token on a 404 that does not say UNREGISTERED: the project is wrong', () => {
    expect(ask(error(404, 'NOT_FOUND'))).toEqual({ ...config, code: 'NOT_FOUND' })
  })

  it('wait as long as Retry-After asks, in place of the least that Google names', () => {
    expect(ask(error(429, 'RESOURCE_EXHAUSTED', [{ errorCode: 'QUOTA_EXCEEDED' }], { 'retry-after': '7' }))).toEqual({
      ...quota,
      retryAfter: 7,
      code: 'QUOTA_EXCEEDED',
    })
    expect(ask(error(503, 'UNAVAILABLE', [], { 'retry-after': '90' }))).toEqual({ ...unavailable, retryAfter: 90, code: 'UNAVAILABLE' })
  })

  it('keep an unknown errorCode as it came and reject, but retry when the server failed', () => {
    expect(ask(error(400, 'INVALID_ARGUMENT', [{ errorCode: 'NEW_ERROR' }]))).toEqual({ ...payload, code: 'NEW_ERROR' })
    expect(ask(error(500, 'INTERNAL', [{ errorCode: 'NEW_ERROR' }]))).toEqual({ ...unavailable, code: 'NEW_ERROR' })
    expect(ask(error(400, 'INVALID_ARGUMENT', [{ errorCode: 'toString' }]))).toEqual({ ...payload, code: 'INVALID_ARGUMENT' })
  })

  it.each([
    [401, { kind: 'unauthorized', code: 'UNAUTHENTICATED' }],
    [403, { ...stop, code: 'PERMISSION_DENIED' }],
    [404, { ...config, code: 'NOT_FOUND' }],
    [429, { ...quota, code: 'RESOURCE_EXHAUSTED' }],
    [502, { ...unavailable, code: 'http-502' }],
    [418, { ...payload, code: 'http-418' }],
    [400, { ...payload, code: 'http-400' }],
    [407, { ...config, code: 'http-407' }],
    [408, { ...unavailable, code: 'http-408' }],
    [302, { kind: 'protocol', code: 'http-302' }],
  ])('go by HTTP status %i where the body says nothing', (status, answer) => {
    for (const body of ['', '<html>', '[]', '{"error":"x"}']) expect(ask({ status, headers: {}, body: bytes(body) })).toEqual(answer)
  })

  it("tell Google's words, with the token hidden", () => {
    const said = jsonResponse(400, { error: { status: 'INVALID_ARGUMENT', message: `The token ${token} is bad` } })
    expect(ask(said)).toMatchObject({ detail: `The token ${tokenHash(token)} is bad` })
  })
})
