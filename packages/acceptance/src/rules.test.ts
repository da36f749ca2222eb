import { defaultPolicy, type PolicyDocument } from '@rouse/core'
import { createExplainer } from '@rouse/core/policy'
import { expect, it } from 'vitest'
import { deliveryScene, person } from './delivery-scene.fixture.ts'
import { alice, app, aps, decide, explain, iphone, message, now, pixel } from './scene.fixture.ts'
import { vendorSetups } from './vendor-setups.fixture.ts'

it('a ttl from any other layer counts from the decision: the message is as old as it is, and the push has all of it', async () => {
  const policy: PolicyDocument = {
    ...defaultPolicy,
    layers: [
      {
        name: 'short-lived',
        conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
        event: { type: 'layer', params: { name: 'short-lived', priority: 300, settings: { ttl: 60 } } },
      },
    ],
  }
  const later = '2026-11-23T12:00:00Z'
  const { decision, request } = await decide(message(), alice(), { policy, now: later })
  expect(decision).toBe('push')
  expect(request?.headers['apns-expiration']).toBe(`${Date.parse(later) / 1000 + 60}`)
})

it('a verdict on the message or on the recipient is said of every device by explain', async () => {
  const two = alice({ devices: [iphone(), pixel()] })
  for (const [one, who, reason] of [
    [message({ kind: 'system' }), two, 'system-message'],
    [message(), { ...two, id: 'bob' }, 'own-message'],
  ] as const) {
    expect((await explain(one, who)).map(({ device, reason: said }) => [device, said])).toEqual([
      ['iphone', reason],
      ['pixel', reason],
    ])
  }
})

it('explain records nothing: what it was asked is pushed all the same, and asked again says the same', async () => {
  const { engine, sandbox, close } = await deliveryScene(['apns'])
  try {
    const [one, who] = [message({ sentAt: undefined }), person(1, 'apns')]
    const before = await engine.explain(one, who)
    expect(await engine.push(one, [who])).toMatchObject([{ status: 'accepted' }])
    const after = await engine.explain(one, who)
    expect(after.map(({ decision, reason }) => [decision, reason])).toEqual(before.map(({ decision, reason }) => [decision, reason]))
    expect(sandbox.control.received({ vendor: 'apns', kind: 'send' })).toHaveLength(1)
  } finally {
    await close()
  }
})

it('of several registrations the newest gets the one push, one without registeredAt is the oldest, and message.app chooses', async () => {
  const registration = (token: string, at?: string, of = app) => ({
    channel: 'apns',
    token: token.repeat(32),
    app: of,
    ...(at === undefined ? {} : { registeredAt: at }),
  })
  const phone = iphone({
    registrations: [
      registration('aa'),
      registration('bb', '2026-01-01T00:00:00Z'),
      registration('cc', '2026-02-01T00:00:00Z'),
      registration('dd', '2026-03-01T00:00:00Z', 'com.example.lite'),
      registration('ee', '2025-12-01T00:00:00Z'),
    ],
  })
  const apps = [app, 'com.example.lite'].map(each => ({ app: each, teamId: 'ABCDE12345', keyId: 'KEY1234567', key: '-' }))
  const explainer = createExplainer({ channels: [vendorSetups.apns.make({ apps } as never)], clock: () => Date.parse(now) })
  const chosen = async (change = {}) => {
    const decisions = await explainer.explain(message(change), alice({ devices: [phone] }), { showTokens: true })
    return decisions.map(({ request }) => request?.url.split('/').at(-1)?.slice(0, 2))
  }
  expect(await chosen()).toEqual(['dd'])
  expect(await chosen({ app })).toEqual(['cc'])
  expect(await chosen({ app: 'com.example.other' })).toEqual([undefined])
})

it('global settings are projected by the kind of conversation: each has its own sound', async () => {
  const who = alice({ settings: { c2cSound: 'one.caf', groupSound: 'many.caf' } })
  expect((await aps(message(), who)).sound).toBe('one.caf')
  expect((await aps(message({ conversation: { type: 'group', id: 'g1', name: 'Climbers' } }), who)).sound).toBe('many.caf')
})
