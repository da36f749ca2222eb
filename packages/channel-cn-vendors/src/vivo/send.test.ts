import type { Json, Notification } from '@rouse/core/channel'
import { drive, firstApp, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { vivo } from './channel.ts'
import { app, channel } from './samples.fixture.ts'

const targets = (count: number) => Array.from({ length: count }, (_, n) => sampleTarget(`reg${n}`, null, n))
const bodies = (drafts: readonly Parameters<typeof requestBody>[0][]) => drafts.map(draft => requestBody(draft) as { readonly [key: string]: Json })
const sent = (count: number, handle?: string, changes: Partial<Notification> = {}) =>
  drive(channel.send(sampleBatch(channel, sampleNotification(changes), targets(count)), handle), () => jsonResponse(200, { result: 0, taskId: 't1' }))
const prepared = (answer: Json, changes: Partial<Notification> = {}, status = 200) => {
  const { prepare } = channel
  if (prepare === undefined) throw new Error('prepare is missing')
  return drive(prepare(channel.render(sampleNotification(changes), firstApp(channel)), firstApp(channel)), () => jsonResponse(status, answer))
}

describe('sending to vivo', () => {
  it('takes /message/send for one device, also where a handle is at hand: a list of one is refused', () => {
    for (const handle of [undefined, 't1']) {
      const { drafts } = sent(1, handle)
      expect(drafts.map(({ url }) => url)).toEqual(['https://api-push.vivo.com.cn/message/send'])
    }
  })

  it('takes /message/pushToList for several, with the task that was saved', () => {
    const { drafts } = sent(3, 't1')
    expect(drafts.map(({ url }) => url)).toEqual(['https://api-push.vivo.com.cn/message/pushToList'])
    expect(bodies(drafts)).toEqual([
      { appId: 10004, regIds: ['reg0', 'reg1', 'reg2'], taskId: 't1', requestId: expect.stringMatching(/^0f8fad5b-d9cb-469f-a165-708670000000-/) },
    ])
  })

  it('puts every token of a list into the request, a thousand at most, each once', () => {
    expect(bodies(sent(1000, 't1').drafts)[0]?.regIds).toEqual(targets(1000).map(({ token }) => token.reveal()))
    const twice = [...targets(2), ...targets(1)]
    const { drafts, result } = drive(channel.send(sampleBatch(channel, sampleNotification(), twice), 't1'), () => jsonResponse(200, { result: 0 }))
    expect(bodies(drafts)[0]?.regIds).toEqual(['reg0', 'reg1'])
    expect(result).toHaveLength(3)
    const same = [...targets(1), ...targets(1)]
    expect(drive(channel.send(sampleBatch(channel, sampleNotification(), same), 't1'), () => jsonResponse(200, { result: 0 })).drafts[0]?.url).toMatch(
      /\/send$/,
    )
  })

  describe('the badge, switched on', () => {
    const adding = vivo({ apps: [app], badge: true })
    const run = (counts: readonly (number | null)[], changes: Partial<Notification> = {}, handle?: string, own = adding) => {
      const all = counts.map((count, n) => sampleTarget(`reg${n}`, count, n))
      const { drafts } = drive(own.send(sampleBatch(own, sampleNotification(changes), all), handle), () => jsonResponse(200, { result: 0, taskId: 't2' }))
      return drafts.map((draft, n) => [draft.url.split('/').at(-1), bodies(drafts)[n]?.addBadge])
    }

    it('adds 1 for one device and for a list', () => {
      expect(adding.capabilities.badge).toBe('add')
      expect(run([7])).toEqual([['send', true]])
      expect(run([null])).toEqual([['send', true]])
      expect(run([7, null])).toEqual([
        ['saveListPayload', true],
        ['pushToList', undefined],
      ])
      expect(run([7, null], {}, 't1')).toEqual([['pushToList', undefined]])
    })

    it('adds nothing where nothing is unread, or in a push that replaces another', () => {
      expect(run([0])).toEqual([['send', undefined]])
      expect(run([0, 0], {}, 't1')).toEqual([
        ['saveListPayload', undefined],
        ['pushToList', undefined],
      ])
      expect(run([7], { replaces: true })).toEqual([['send', undefined]])
      expect(run([7], { badge: false })).toEqual([['send', undefined]])
      expect(run([7, 8], { replaces: true })).toEqual([
        ['saveListPayload', undefined],
        ['pushToList', undefined],
      ])
    })

    it('is off by default: vivo grants it on application', () => {
      expect(channel.capabilities.badge).toBe('none')
      expect(run([7], {}, undefined, channel)).toEqual([['send', undefined]])
    })
  })

  it('saves first where nobody prepared', () => {
    expect(sent(2).drafts.map(({ url }) => url.split('/').at(-1))).toEqual(['saveListPayload', 'pushToList'])
  })

  it('sends an own request id of at most 64 characters, the same in every attempt, another for another text of the message', () => {
    const id = (changes: Partial<Notification> = {}) => bodies(sent(1, undefined, changes).drafts)[0]?.requestId
    expect(id()).toBe('0f8fad5b-d9cb-469f-a165-708670000000-w-DmQei1')
    expect(id({ ttl: 1000 })).toBe(id())
    expect(id({ body: '[消息已撤回]' })).not.toBe(id())
    const long = { ...sampleBatch(channel, sampleNotification(), targets(2)), id: 'x'.repeat(100) }
    const { drafts } = drive(channel.send(long, 't1'), () => jsonResponse(200, { result: 0 }))
    expect(`${bodies(drafts)[0]?.requestId}`.length).toBeLessThanOrEqual(64)
  })

  it('sends each alone what lives less than 900 s: a list would keep it longer', () => {
    const { drafts, result } = prepared({ result: 0, taskId: 't1' }, { ttl: 899 })
    expect(drafts).toEqual([])
    if (!('handle' in result)) throw new Error('a handle is expected')
    expect(result.until).toBeUndefined()
    expect(sent(2, result.handle, { ttl: 899 })).toEqual({
      drafts: [],
      result: [
        { kind: 'retryIndividually', code: 'alone' },
        { kind: 'retryIndividually', code: 'alone' },
      ],
    })
    expect(prepared({ result: 0, taskId: 't1' }, { ttl: 900 }).result).toEqual({ handle: 't1' })
    expect(prepared({ result: 0, taskId: 't1' }, { ttl: 0 }).result).toEqual({ handle: 't1' })
  })
})

describe('saving a message at vivo', () => {
  it('has the keys of a single push less the device, its user and receipts', () => {
    const own = vivo({ apps: [{ ...app, callback: { url: 'https://example.com/r', param: 'p' } }] })
    const notification = sampleNotification({ vendor: { profileId: 'user-1' } })
    const { drafts } = drive(own.prepare?.(own.render(notification, firstApp(own)), firstApp(own)) as never, () =>
      jsonResponse(200, { result: 0, taskId: 't1' }),
    )
    const single = drive(own.send(sampleBatch(own, notification, targets(1))), () => jsonResponse(200, { result: 0 })).drafts
    const [saved, one] = bodies([...drafts, ...single])
    const { regId, profileId, extra, requestId, ...rest } = one ?? {}
    expect([regId, profileId, extra]).toEqual(['reg0', 'user-1', { callback: 'https://example.com/r', 'callback.param': 'p' }])
    expect({ ...saved, requestId }).toEqual({ ...rest, requestId })
    expect(drafts[0]?.url).toBe('https://api-push.vivo.com.cn/message/saveListPayload')
  })

  it('is not needed where no more may be saved today: each device gets it alone, and nobody asks again today', () => {
    const { result } = prepared({ result: 10252 })
    if (!('handle' in result)) throw new Error('a handle is expected')
    expect(result.until).toEqual({ at: '00:00', zone: 'Asia/Shanghai' })
    expect(sent(2, result.handle).result.map(({ kind }) => kind)).toEqual(['retryIndividually', 'retryIndividually'])
    expect(sent(1, result.handle).drafts[0]?.url).toMatch(/\/message\/send$/)
  })

  it('says what kept it from being saved', () => {
    expect(prepared({ result: 10070 }).result).toEqual({ kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' }, code: '10070' })
    expect(prepared({ result: 10000 }).result).toMatchObject({ kind: 'unauthorized' })
    expect(prepared({ result: 10103, desc: 'sensitive' }).result).toMatchObject({ kind: 'rejected', detail: 'sensitive' })
    expect(prepared({}, {}, 500).result).toEqual({ kind: 'unavailable', code: 'http-500' })
    expect(prepared({ result: 0 }).result).toMatchObject({ kind: 'unavailable', retries: 1 })
  })

  it('is done anew when the task is gone', () => {
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), targets(2)), 't1'), () => jsonResponse(200, { result: 10155 }))
    expect(result).toEqual([
      { kind: 'preparedMessageExpired', code: '10155' },
      { kind: 'preparedMessageExpired', code: '10155' },
    ])
  })
})
