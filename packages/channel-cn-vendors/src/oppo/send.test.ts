import { type AnyChannel, type Json, type Notification, secret } from '@rouse/core/channel'
import { drive, firstApp, jsonResponse, requestBody, sampleBatch, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { oppo } from './channel.ts'
import { app, channel, classes } from './samples.fixture.ts'

const targets = (...ids: readonly string[]) => ids.map((id, n) => sampleTarget(id, null, n))
const sent = (ids: readonly string[], handle?: string, own: AnyChannel = channel) =>
  drive(own.send(sampleBatch(own, sampleNotification(), targets(...ids)), handle), () => jsonResponse(200, { code: 0, data: {} })).drafts
const prepared = (respond: (n: number) => Json, own: AnyChannel = channel, status = 200) => {
  const { prepare } = own
  if (prepare === undefined) throw new Error('prepare is missing')
  return drive(prepare(own.render(sampleNotification(), firstApp(own)), firstApp(own)), (_, n) => jsonResponse(status, respond(n)))
}

describe('sending to OPPO', () => {
  it('takes unicast for one id: the field message holds JSON text of one object', () => {
    const [draft] = sent(['CN_a'])
    expect(draft?.url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/unicast')
    expect(draft?.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' })
    expect(draft?.body).toEqual({
      form: [['message', expect.stringMatching(/^\{"target_type":2,"target_value":"CN_a","verify_registration_id":true,/), 'json']],
    })
  })

  it('takes unicast_batch for several: the field messages holds an array of the same objects', () => {
    const [draft] = sent(['CN_a', 'CN_b'])
    expect(draft?.url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/unicast_batch')
    const { messages } = draft === undefined ? { messages: [] } : (requestBody(draft) as { messages: { target_value: string; notification: Json }[] })
    expect(messages.map(each => each.target_value)).toEqual(['CN_a', 'CN_b'])
    expect(messages[0]?.notification).toEqual(messages[1]?.notification)
  })

  it('broadcasts what was saved: ids joined by ;', () => {
    const [draft] = sent(['CN_a', 'CN_b', 'CN_c'], 'saved-1')
    expect(draft?.url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/broadcast')
    expect(draft && requestBody(draft)).toEqual({ message_id: 'saved-1', target_type: '2', target_value: 'CN_a;CN_b;CN_c' })
  })

  it('takes unicast for the one id that a batch ends with, though the message was saved', () => {
    expect(sent(['CN_a'], 'saved-1')[0]?.url).toMatch(/\/unicast$/)
  })

  it('never sends an id overseas to the host in China: a batch of both goes in two requests', () => {
    const drafts = sent(['CN_a', 'OPPO_IN_b', 'c', 'OPPO_ID_d'], 'saved-1')
    expect(drafts.map(({ url }) => url.replace('/server/v1/message/notification', ''))).toEqual([
      'https://api.push.oppomobile.com/broadcast',
      'https://api-intl.push.oppomobile.com/unicast_batch',
    ])
    const both = [sampleTarget('CN_a', null, 1), sampleTarget('OPPO_IN_b', null, 2)]
    const { result } = drive(channel.send(sampleBatch(channel, sampleNotification(), both)), ({ url }) =>
      jsonResponse(200, url.includes('intl') ? { code: 10000 } : { code: 0, data: { messageId: 'm1' } }),
    )
    expect(result).toMatchObject([{ kind: 'accepted' }, { kind: 'gone' }])
  })

  it('takes another host in China where the entry states one, and keeps the one overseas', () => {
    const moved = oppo({ apps: [{ ...app, chinaHost: 'api-push-cn.heytapmobi.com' }] })
    expect(sent(['CN_a', 'OPPO_IN_b'], undefined, moved).map(({ url }) => new URL(url).host)).toEqual([
      'api-push-cn.heytapmobi.com',
      'api-intl.push.oppomobile.com',
    ])
  })

  it('takes the region that an entry states, and its host before all', () => {
    expect(sent(['x'], undefined, oppo({ apps: [{ ...app, region: 'INTL' }] }))[0]?.url).toContain('https://api-intl.push.oppomobile.com/')
    const proxied = oppo({ apps: [{ ...app, host: 'proxy.example', port: 8443 }] })
    expect(sent(['CN_a', 'OPPO_IN_b'], undefined, proxied).map(({ url }) => url)).toEqual([
      'https://proxy.example:8443/server/v1/message/notification/unicast_batch',
    ])
    expect(channel.region?.(secret('OPPO_IN_b'))).toBe('INTL')
  })

  it('sends each alone where a batch would repeat a long message into megabytes', () => {
    const long = { ext: { text: '消'.repeat(3900) } }
    const ids = (count: number) => targets(...Array.from({ length: count }, (_, n) => `CN_${n}`))
    const run = (count: number) =>
      drive(channel.send(sampleBatch(channel, sampleNotification(long), ids(count))), () => jsonResponse(200, { code: 0, data: [] }))
    expect(run(99).drafts).toHaveLength(1)
    expect(run(1000).drafts).toEqual([])
    expect(new Set(run(1000).result.map(({ kind }) => kind))).toEqual(new Set(['retryIndividually']))
  })

  it('names a token once that stands twice in a batch, and answers both', () => {
    const twice = [sampleTarget('CN_a', null, 1), sampleTarget('CN_a', null, 2)]
    const { drafts, result } = drive(channel.send(sampleBatch(channel, sampleNotification(), twice)), () => jsonResponse(200, { code: 0, data: {} }))
    expect(drafts[0]?.url).toMatch(/\/unicast$/)
    expect(result.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
  })
})

describe("OPPO's badge", () => {
  const badges = (own: AnyChannel, counts: readonly (number | null)[], changes: Partial<Notification> = {}, handle?: string) => {
    const all = counts.map((count, n) => sampleTarget(`CN_${n}`, count, n))
    const { drafts } = drive(own.send(sampleBatch(own, sampleNotification(changes), all), handle), () => jsonResponse(200, { code: 0, data: [] }))
    return drafts.flatMap(draft => {
      const body = requestBody(draft) as { message?: Said; messages?: readonly Said[] }
      return [...(body.messages ?? []), ...(body.message === undefined ? [] : [body.message])].map(({ notification: held }) => [
        held.badge_operation_type,
        held.badge_message_count,
      ])
    })
  }
  interface Said {
    readonly notification: Readonly<Record<string, Json>>
  }
  const adding = oppo({ apps: [app], badge: 'add' })
  const nothing = [undefined, undefined]

  it('sets the count of each device where it is known, and adds 1 where it is not', () => {
    expect(badges(channel, [7, null, 0, 120])).toEqual([
      [0, 7],
      [1, 1],
      [0, 0],
      [0, 99],
    ])
    expect(badges(channel, [7])).toEqual([[0, 7]])
  })

  it('adds 1 and clears where config says so, and is left alone where it says that', () => {
    expect(badges(adding, [7, null, 0])).toEqual([
      [1, 1],
      [1, 1],
      [0, 0],
    ])
    const off = oppo({ apps: [app], badge: 'off' })
    expect(badges(off, [7, null])).toEqual([nothing, nothing])
    expect([channel.capabilities.badge, off.capabilities.badge]).toEqual(['add', 'none'])
    expect(badges(channel, [7], { badge: false })).toEqual([nothing])
  })

  it('is never added to by a push that replaces an accepted one', () => {
    for (const own of [channel, adding]) expect(badges(own, [7, null], { replaces: true })).toEqual([[0, 7], nothing])
  })

  it('is one for all of a broadcast, which adds 1; what clears goes to each', () => {
    const { drafts } = prepared(() => ({ code: 0, data: { message_id: 's1' } }))
    expect(drafts[0] && requestBody(drafts[0])).toMatchObject({ badge_operation_type: '1', badge_message_count: '1' })
    expect(badges(channel, [0, 0], {}, 's1')).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(badges(channel, [3, 4], {}, 's1')).toEqual([])
    const quiet = drive(channel.prepare?.(channel.render(sampleNotification({ replaces: true }), firstApp(channel)), firstApp(channel)) as never, () =>
      jsonResponse(200, { code: 0, data: { message_id: 's1' } }),
    )
    expect(quiet.drafts[0] && requestBody(quiet.drafts[0])).not.toHaveProperty('badge_operation_type')
  })
})

describe('saving a message', () => {
  it('sends its fields flat, and its handle is data.message_id', () => {
    const { drafts, result } = prepared(() => ({ code: 0, data: { message_id: 's1' } }))
    expect(drafts[0]?.url).toBe('https://api.push.oppomobile.com/server/v1/message/notification/save_message_content')
    expect(drafts[0] && requestBody(drafts[0])).toEqual({
      app_message_id: 'wrYUYxc8a1PsvpeaHr89VUOZRE-Tujuc',
      title: 'Bob',
      content: 'a new msg from bob',
      style: '1',
      click_action_type: '0',
      off_line: 'true',
      off_line_ttl: '86400',
      notify_id: '973988730',
      badge_operation_type: '1',
      badge_message_count: '1',
    })
    expect(result).toEqual({ handle: 's1' })
  })

  it('goes without its category where OPPO refuses that', () => {
    const approved = oppo({ apps: [{ ...app, classes }] })
    const { drafts, result } = prepared((n): Json => (n === 0 ? { code: 67 } : { code: 0, data: { message_id: 7 } }), approved)
    expect(drafts.map(draft => 'category' in (requestBody(draft) as object))).toEqual([true, false])
    expect(result).toEqual({ handle: '7' })
  })

  it('is not needed where no more may be saved today: pushes go on as batches', () => {
    const { result } = prepared(() => ({ code: 42 }))
    if (!('handle' in result)) throw new Error('a handle is expected')
    expect(result.until).toEqual({ at: '00:00', zone: 'Asia/Shanghai' })
    expect(sent(['CN_a', 'CN_b'], result.handle)[0]?.url).toMatch(/\/unicast_batch$/)
  })

  it('is not needed by an app overseas alone, to which the host in China gave no auth token; one of China alone must have it', () => {
    const { result } = prepared(() => ({ code: 29 }))
    if (!('handle' in result)) throw new Error('a handle is expected')
    expect(result.until).toBeUndefined()
    const both = sent(['OPPO_IN_a', 'OPPO_IN_b'], result.handle)
    expect(both.map(({ url }) => url)).toEqual(['https://api-intl.push.oppomobile.com/server/v1/message/notification/unicast_batch'])
    for (const entry of [{ region: 'CN' }, { host: 'proxy.example' }]) {
      expect(prepared(() => ({ code: 29 }), oppo({ apps: [{ ...app, ...entry }] })).result).toMatchObject({ kind: 'rejected', fault: 'config', code: '29' })
    }
  })

  it('says what kept it from being saved', () => {
    expect(prepared(() => ({ code: 33 })).result).toEqual({ kind: 'exhausted', until: { at: '00:00', zone: 'Asia/Shanghai' }, code: '33' })
    expect(prepared(() => ({ code: 11 })).result).toMatchObject({ kind: 'unauthorized' })
    expect(prepared(() => ({}), channel, 503).result).toEqual({ kind: 'unavailable', code: 'http-503' })
    expect(prepared(() => ({ code: 10000 })).result).toEqual({ kind: 'rejected', fault: 'payload', code: '10000' })
    expect(prepared(() => ({ code: 0, data: {} })).result).toMatchObject({ kind: 'unavailable', retries: 1 })
  })

  it('is for broadcasts only where a field is: the single push goes without', () => {
    const vendor = {
      style: 3,
      bigPictureId: 'b1',
      smallPictureId: 's1',
      fixSpeedRate: 2000,
      showStartTime: 1_795_500_000_000,
      showEndTime: 1_795_503_600_000,
    } as const
    const payload = channel.render(sampleNotification({ vendor }), firstApp(channel))
    const { drafts } = drive(channel.prepare?.(payload, firstApp(channel)) as never, () => jsonResponse(200, { code: 0, data: { message_id: 's1' } }))
    expect(drafts[0] && requestBody(drafts[0])).toMatchObject({
      style: '3',
      big_picture_id: 'b1',
      small_picture_id: 's1',
      fix_speed: 'true',
      fix_speed_rate: '2000',
      show_time_type: '1',
      show_start_time: '1795500000000',
      show_end_time: '1795503600000',
    })
    const batch = { ...sampleBatch(channel, sampleNotification({ vendor }), targets('CN_a')) }
    const single = drive(channel.send(batch), () => jsonResponse(200, { code: 0 })).drafts[0]
    expect(single && JSON.stringify(requestBody(single))).not.toMatch(/picture|fix_speed|show_time|"style":3/)
    expect(payload.notes.map(({ detail }) => detail).join()).toContain('in broadcasts only')
  })
})
