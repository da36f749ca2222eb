import type { Json, Notification } from '@rouse/core/channel'
import { drive, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { harmony } from './index.ts'
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
    expect(over.result).toEqual(Array.from({ length: most + 1 }, () => ({ kind: 'split', code: `over-${most}-tokens` })))
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
