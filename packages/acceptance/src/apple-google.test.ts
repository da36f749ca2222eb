import type { Device, Outcome, Recipient, TokenReport } from '@rouse/core'
import type { Json, Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { type DeliveryScene, deliveryScene, person } from './delivery-scene.fixture.ts'
import { app, message } from './scene.fixture.ts'
import { tokens } from './tokens.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function scene(...vendors: readonly Vendor[]): Promise<DeliveryScene & { readonly reports: readonly TokenReport[] }> {
  const made = await deliveryScene(vendors)
  cleanups.push(made.close)
  return made
}

const now = { sentAt: undefined }
const short = ({ status, fault, detail }: Outcome): string => [status, fault, detail].filter(word => word !== null).join(' ')
const owner = (device: Partial<Device>): Recipient => ({ id: 'carol', unread: 3, devices: [{ id: 'd', platform: 'ios', registrations: [], ...device }] })
const sent = (made: DeliveryScene) => made.sandbox.control.received({ kind: 'send' }).map(({ vendor, body }) => ({ vendor, body: body as Json }))

describe('an app entry of the wrong environment', () => {
  const five = Array.from({ length: 5 }, (_, n) => person(n, 'apns'))

  it('loses no token: BadDeviceToken is not believed until another token of the entry was accepted', async () => {
    const made = await scene('apns')
    for (let n = 0; n < 5; n++) made.sandbox.control.answers({ vendor: 'apns', token: tokens.apns(n), code: 'BadDeviceToken' })
    expect((await made.engine.push(message(now), five)).map(short)).toEqual(Array(5).fill('rejected config gone-doubtful'))
    expect(made.reports).toEqual([])
    expect((await made.engine.push(message({ ...now, id: 'm2' }), [person(9, 'apns')])).map(short)).toEqual(['accepted'])
    expect((await made.engine.push(message({ ...now, id: 'm3' }), [person(0, 'apns')])).map(short)).toEqual(['gone'])
    expect(made.reports.map(({ kind }) => kind)).toEqual(['gone'])
  })

  it.each(['BadEnvironmentKeyInToken', 'BadEnvironmentKeyIdInToken'])('is a config fault by the reason %s, which drops nothing', async code => {
    const made = await scene('apns')
    made.sandbox.control.answers({ vendor: 'apns', token: tokens.apns(1), code })
    expect((await made.engine.push(message(now), [person(1, 'apns')])).map(short)).toEqual(['rejected config'])
    expect(made.reports).toEqual([])
  })
})

it("an Outcome of the development host has the id by which Apple's console finds the push", async () => {
  const made = await scene('apns')
  const registrations = [{ channel: 'apns', token: tokens.apns(1), app, environment: 'development' }] as const
  const [outcome] = await made.engine.push(message(now), [owner({ registrations })])
  expect(outcome).toMatchObject({ status: 'accepted', detail: expect.stringMatching(/^apns-unique-id [0-9a-f-]{36}$/) })
})

describe('an iPhone', () => {
  const google = { channel: 'fcm', token: tokens.fcm(1), app } as const
  const apple = { channel: 'apns', token: tokens.apns(1), app } as const

  it('that is registered with FCM alone gets a push with sound and badge by way of Google', async () => {
    const made = await scene('apns', 'fcm')
    expect((await made.engine.push(message(now), [owner({ registrations: [google] })])).map(short)).toEqual(['accepted'])
    expect(sent(made)).toMatchObject([
      { vendor: 'fcm', body: { message: { token: tokens.fcm(1), apns: { payload: { aps: { sound: 'default', badge: 3 } } } } } },
    ])
  })

  it('that has a registration of both gets one push, of APNs, also when its token is dead', async () => {
    const made = await scene('apns', 'fcm')
    const [decision] = await made.engine.explain(message(now), owner({ registrations: [google, apple] }))
    expect(decision?.trace).toContainEqual({
      rule: 'channel:fcm',
      matched: false,
      because: 'the device has a registration of apns, which reaches the same app',
    })
    made.sandbox.control.tokens({ vendor: 'apns', token: tokens.apns(1), state: 'dead' })
    expect((await made.engine.push(message(now), [owner({ registrations: [google, apple] })])).map(short)).toEqual(['gone'])
    expect(sent(made).map(({ vendor }) => vendor)).toEqual(['apns'])
  })
})

describe('a Firebase installation id', () => {
  const fid = 'cQ4bZ7tXT0uTmB2b9y6s4N'
  const android = (kind?: 'fid'): Recipient =>
    owner({ platform: 'android', registrations: [{ channel: 'fcm', token: fid, app, ...(kind === undefined ? {} : { kind }) }] })

  it.each([
    ['by its form', undefined],
    ['by the kind of its registration', 'fid'],
  ] as const)('is addressed as such, known %s', async (_, kind) => {
    const made = await scene('fcm')
    expect((await made.engine.push(message(now), [android(kind)])).map(short)).toEqual(['accepted'])
    const [{ body } = { body: null }] = sent(made)
    expect(body).toMatchObject({ message: { fid } })
    expect(body).not.toHaveProperty('message.token')
  })

  it('that is not registered any more is dropped as a token is', async () => {
    const made = await scene('fcm')
    made.sandbox.control.tokens({ vendor: 'fcm', token: fid, state: 'dead' })
    expect((await made.engine.push(message(now), [android()])).map(({ status }) => status)).toEqual(['gone'])
    expect(made.reports.map(({ token }) => token)).toEqual([fid])
  })
})

it("Google's words for a malformed token, without a field, are no fault of the message, and drop the token once another was accepted", async () => {
  const made = await scene('fcm')
  const words = 'The registration token is not a valid FCM registration token'
  const details = [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'INVALID_ARGUMENT' }]
  const body = { error: { code: 400, message: words, status: 'INVALID_ARGUMENT', details } }
  made.sandbox.control.answers({ vendor: 'fcm', token: tokens.fcm(1), status: 400, body })
  const push = async (id: string, n: number) => (await made.engine.push(message({ ...now, id }), [person(n, 'fcm')])).map(short)
  expect(await push('m1', 1)).toEqual([`rejected config gone-doubtful: ${words}`])
  expect(made.reports).toEqual([])
  expect(await push('m2', 2)).toEqual(['accepted'])
  expect(await push('m3', 1)).toEqual([`gone ${words}`])
})
