import { afterEach, describe, expect, it } from 'vitest'
import { ends, type VendorScene, vendorScene } from './delivery-scene.fixture.ts'

let running: Awaited<ReturnType<typeof vendorScene>> | null = null
const start = async (setup: VendorScene = {}) => {
  running = await vendorScene('meizu', setup)
  return running
}
afterEach(() => running?.close())

const marketing = { push: { category: 'marketing' } } as const
const people = (count: number) => Array.from({ length: count }, (_, n) => `id${n}`)

describe('pushing to Meizu', () => {
  it('names up to 100 ids a request, and stores a task for as many as config says', async () => {
    const { push, calls, bodies } = await start({ options: { taskFrom: 200 } })
    expect(new Set(ends(await push(people(150))))).toEqual(new Set(['accepted 200']))
    expect(calls()).toEqual(['pushByPushId', 'pushByPushId'])
    expect(bodies().map(({ pushIds }) => `${pushIds}`.split(',').length)).toEqual([100, 50])
    expect(new Set(ends(await push(people(250), { id: 'm2' })))).toEqual(new Set(['accepted 200']))
    expect(calls().slice(2).sort()).toEqual(['getTaskId', 'pushByPushId', 'pushByPushId', 'pushByPushId'])
    expect(bodies().filter(body => 'taskId' in body)).toHaveLength(3)
  })

  it('tells ids by their codes inside the value of a 200, and keeps what is only switched off', async () => {
    const { push, control, reports } = await start()
    for (const state of ['dead', 'reinstalled', 'other-app', 'wrong-environment', 'switched-off'] as const)
      control.tokens({ vendor: 'meizu', token: state, state })
    expect(ends(await push(['live', 'dead', 'reinstalled', 'other-app', 'wrong-environment', 'switched-off']))).toEqual([
      'accepted 200',
      'gone 110002',
      'gone 110002',
      'gone 110003',
      'gone 110003',
      'rejected device 110010',
    ])
    expect(reports.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['gone 110002', 'gone 110002', 'gone 110003', 'gone 110003', 'unreachable 110010'])
  })

  it('slows down for 110010 of the whole request: there it is no word on any token', async () => {
    const { push, control, reports } = await start()
    control.answers({ vendor: 'meizu', next: 1, code: 110010 })
    expect(ends(await push(['id1', 'id2']))).toEqual(['accepted 200', 'accepted 200'])
    expect(reports).toEqual([])
  })

  it('sends ids one by one when the whole request is refused for one of them', async () => {
    const { push, control, calls } = await start()
    control.tokens({ vendor: 'meizu', token: 'dead', state: 'dead' })
    control.answers({ vendor: 'meizu', next: 1, code: 110003 })
    expect(ends(await push(['id1', 'dead']))).toEqual(['accepted 200', 'gone 110002'])
    expect(calls()).toHaveLength(3)
    control.answers({ vendor: 'meizu', next: 1, code: 110003 })
    expect(ends(await push(['id1'], { id: 'm2' }))).toEqual(['gone 110003'])
  })

  it('does not retry what is folded, or over the day of one device: the token stays, and is not told as switched off', async () => {
    const { push, reports, calls } = await start({ switches: { perTokenPerMinute: 1, publicPerTokenPerDay: 0 } })
    expect(ends(await push(['id1']))).toEqual(['accepted 200'])
    expect(ends(await push(['id1'], { id: 'm2' }))).toEqual(['rejected device 520'])
    expect(ends(await push(['id2'], marketing))).toEqual(['rejected device 110011'])
    expect(ends(await push(['id3'], { ...marketing, id: 'm3' }))).toEqual(['rejected device 110011'])
    expect(reports.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['exhausted 520', 'exhausted 110011', 'exhausted 110011'])
    expect(calls()).toHaveLength(4)
  })

  it("stops the class whose day is over until midnight in China, and sends the other one's all the same", async () => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { push, calls, control } = await start({ switches: { perDay: 1 }, clock: () => now })
    expect(ends(await push(['id1'], marketing))).toEqual(['accepted 200'])
    expect(ends(await push(['id2'], { ...marketing, id: 'm2' }))).toEqual(['failed 110019 exhausted'])
    expect(ends(await push(['id3'], { ...marketing, id: 'm3' }))).toEqual(['failed exhausted'])
    control.quota({ vendor: 'meizu', perDay: null })
    expect(ends(await push(['id4'], { id: 'm4' }))).toEqual(['accepted 200'])
    expect(calls()).toHaveLength(3)
    now = Date.parse('2026-11-23T16:00:01Z')
    expect(ends(await push(['id5'], { ...marketing, id: 'm5' }))).toEqual(['accepted 200'])
  })

  it('follows a redirect to the configured host, and signs again', async () => {
    const { push, control, channel } = await start()
    const { host, port } = channel.apps[0] as unknown as { host: string; port: number }
    const redirect = `https://${host}:${port}/garcia/api/server/push/varnished/pushByPushId`
    control.answers({ vendor: 'meizu', next: 1, body: { code: '300', message: 'moved', value: '', redirect } })
    expect(ends(await push(['id1']))).toEqual(['accepted 200'])
    control.answers({ vendor: 'meizu', next: 1, body: { code: '300', message: 'moved', value: '', redirect: 'https://elsewhere.example/x' } })
    expect(ends(await push(['id2'], { id: 'm2' }))).toEqual(['rejected config 300'])
  })

  it('takes a new task for one that is gone', async () => {
    const { push, control, calls } = await start({ options: { taskFrom: 2 } })
    control.answers({ vendor: 'meizu', next: 1, code: 110032 })
    expect(ends(await push(['id1', 'id2']))).toEqual(['accepted 200', 'accepted 200'])
    expect(calls()).toEqual(['getTaskId', 'pushByPushId', 'getTaskId', 'pushByPushId'])
  })

  it('retries the ids that failed inside Meizu, and these alone', async () => {
    const { push, control, bodies } = await start()
    control.answers({ vendor: 'meizu', token: 'id2', times: 1, code: 513 })
    expect(ends(await push(['id1', 'id2', 'id3']))).toEqual(['accepted 200', 'accepted 200', 'accepted 200'])
    expect(bodies().map(({ pushIds }) => pushIds)).toEqual(['id1,id2,id3', 'id2'])
  })

  it('tries a call of 30 s once, and asks again once after an unknown error', async () => {
    const { push, bodies, control } = await start()
    control.answers({ vendor: 'meizu', next: 1, code: -1 })
    expect(ends(await push(['id1'], { push: { category: 'voip', ttl: 30 } }))).toEqual(['accepted 200'])
    expect(bodies().map(({ messageJson }) => JSON.parse(`${messageJson}`).pushTimeInfo)).toEqual([{ offLine: 0 }, { offLine: 0 }])
  })

  it('hears receipts of what was delivered and clicked', async () => {
    const { hear } = await start({ entry: { callback: { url: 'https://example.com/r', param: 'p' } } })
    const receipts = (param: string) => {
      const cb = { 'NS1-1': { param, type: 1, targets: ['id1', 'id2'] }, 'NS1-2': { param, type: 2, targets: ['id1'] } }
      return new URLSearchParams({ cb: JSON.stringify(cb), access_token: 'x' }).toString()
    }
    expect(hear(receipts('p'))).toEqual([200, 'delivered id1 1', 'delivered id2 1', 'clicked id1 2'])
    expect(hear(receipts('a guess'))).toEqual([null])
  })

  it('stops with a config fault on a wrong secret', async () => {
    const { push } = await start({ entry: { appSecret: 'wrong' } })
    expect(ends(await push(['id1', 'id2']))).toEqual(['rejected config 1006', 'rejected config 1006'])
  })
})
