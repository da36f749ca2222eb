import { type Draft, type Json, type Notification, stableInt } from '@rouse/core/channel'
import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HarmonyApp, harmony } from './index.ts'
import { app } from './samples.fixture.ts'

describe('sending to HarmonyOS', () => {
  it.each([
    ['a widget’s refresh', { pushType: 1, payload: { a: 1 } }, 1],
    ['a test message', { testMessage: true }, 10],
    ['anything else', { testMessage: false }, 1000],
  ])('of %s %j takes so many tokens a request: %i', (_, vendor, most) => {
    const channel = harmony({ apps: [app] })
    const send = (count: number) => {
      const targets = Array.from({ length: count }, (_, n) => sampleTarget(`t-${n}`, null, n))
      return drive(channel.send(sampleBatch(channel, sampleNotification({ vendor }), targets)), () => jsonResponse(200, { code: '80000000' }))
    }
    expect(send(most).drafts).toHaveLength(1)
    expect(send(most).result.every(({ kind }) => kind === 'accepted')).toBe(true)
    const over = send(most + 1)
    expect(over.drafts).toEqual([])
    expect(over.result).toEqual(Array.from({ length: most + 1 }, () => ({ kind: 'retryIndividually', code: `over-${most}-tokens` })))
  })

  it('goes once more without an image that has not passed review', () => {
    const channel = harmony({ apps: [app] })
    const targets = [sampleTarget('t-1', 0), sampleTarget('t-2', 0, 1)]
    const send = (changes: Partial<Notification>, ...codes: readonly string[]) =>
      drive(channel.send(sampleBatch(channel, sampleNotification(changes), targets)), (_, n) => jsonResponse(200, { code: codes[n] ?? '?', msg: '' }))
    const image = 'https://example.com/a.png'
    const { drafts, result } = send({ image }, '80100022', '80000000')
    const [first, second] = drafts.map(draft => requestBody(draft) as { payload: { notification: Record<string, Json> }; target: Json })
    expect(first?.payload.notification.image).toBe(image)
    expect(second?.payload.notification).not.toHaveProperty('image')
    expect(second?.payload.notification).toMatchObject({ title: 'Bob', badge: { setNum: 0 } })
    expect(second?.target).toEqual({ token: ['t-1', 't-2'] })
    expect(result).toEqual(targets.map(() => ({ kind: 'accepted', code: '80000000', detail: 'the image has not passed review (80100022): sent without it' })))
    expect(send({ image }, '80100022', '81000001').result).toMatchObject([{ kind: 'unavailable' }, { kind: 'unavailable' }])
    // Nothing to leave out, or another fault: refused at once.
    expect(send({}, '80100022')).toMatchObject({ drafts: [{}], result: [{ kind: 'rejected', fault: 'payload' }, {}] })
    expect(send({ image }, '80100003').drafts).toHaveLength(1)
  })
})

describe('recalling from HarmonyOS', () => {
  const targets = [sampleTarget('t-1', 0), sampleTarget('t-2', 0, 1)]
  const recall = (entry: Partial<HarmonyApp>, changes: Partial<Notification> = {}) => {
    const channel = harmony({ apps: [{ ...app, ...entry }] })
    const batch = sampleBatch(channel, sampleNotification(changes), targets)
    if (channel.recall === undefined) throw new Error('harmony recalls')
    return drive(channel.recall(batch), () => jsonResponse(200, { code: '80000000', requestId: 'r' }))
  }

  it('names the client id, the notification id and the tokens', () => {
    const { drafts, result } = recall({ clientId: '42' }, { replaceId: 'm1' })
    expect(drafts.map(({ method, url, headers }) => ({ method, url, type: headers['push-type'] }))).toEqual([
      { method: 'POST', url: 'https://push-api.cloud.huawei.com/v1/42/messages:revoke', type: '0' },
    ])
    expect(drafts.map(requestBody)).toEqual([{ notifyId: stableInt('m1'), token: ['t-1', 't-2'] }])
    expect(result.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
  })

  it('asks nothing without a client id, so that the engine replaces the message', () => {
    expect(recall({})).toMatchObject({ drafts: [], result: [{ kind: 'rejected', fault: 'config', code: 'no-client-id' }, {}] })
  })

  it('asks nothing for a push that is no alert, and says so', () => {
    const call = recall({ clientId: '42' }, { vendor: { pushType: 6 } })
    expect(call).toMatchObject({ drafts: [], result: [{ kind: 'rejected', fault: 'payload', code: 'no-alert' }, {}] })
  })

  it('rejects codes that the sheet only names', () => {
    const channel = harmony({ apps: [{ ...app, clientId: '42' }] })
    const asked = drive((channel.recall as NonNullable<typeof channel.recall>)(sampleBatch(channel, sampleNotification(), targets)), () =>
      jsonResponse(200, { code: '80300032', msg: 'no' }),
    )
    expect(asked.result).toMatchObject([{ kind: 'rejected', code: '80300032' }, {}])
  })
})

describe('a badge alone on HarmonyOS', () => {
  it('has the number, and no title, text or class', () => {
    const channel = harmony({ apps: [app] })
    const payload = (channel.renderBadge as NonNullable<typeof channel.renderBadge>)(app)
    const { drafts } = drive(channel.send({ payload, app, targets: [sampleTarget('t-1', 7)], id: 'b' }), () => jsonResponse(200, { code: '80000000' }))
    expect(drafts.map(requestBody)).toEqual([{ payload: { notification: { badge: { setNum: 7 } } }, target: { token: ['t-1'] } }])
    expect(drafts[0]?.headers['push-type']).toBe('0')
  })
})

describe('a push that replaces another one', () => {
  it.each([
    [7, { setNum: 7 }],
    [0, { setNum: 0 }],
    [null, undefined],
  ] as const)('never adds to the badge: unread %j', (unread, badge) => {
    const channel = harmony({ apps: [app] })
    const batch = sampleBatch(channel, sampleNotification({ replaces: true, revision: 1 }), [sampleTarget('t-1', unread)])
    const { drafts } = drive(channel.send(batch), () => jsonResponse(200, { code: '80000000' }))
    const body = requestBody(drafts[0] as Draft) as { payload: { notification: Record<string, Json> } }
    expect(body.payload.notification.badge).toEqual(badge)
  })
})
