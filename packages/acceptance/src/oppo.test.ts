import { afterEach, describe, expect, it } from 'vitest'
import { ends, type VendorScene, vendorScene } from './delivery-scene.fixture.ts'

let running: Awaited<ReturnType<typeof vendorScene>> | null = null
const start = async (setup: VendorScene = {}) => {
  running = await vendorScene('oppo', setup)
  return running
}
afterEach(() => running?.close())

const marketing = { push: { category: 'marketing' } } as const
const classes = { im: { category: 'IM', notifyLevel: 2 }, marketing: { category: 'MARKETING' } }

describe('pushing to OPPO', () => {
  it('takes unicast for one, unicast_batch for several, and a saved message for as many as config says', async () => {
    const { push, calls } = await start({ options: { broadcastFrom: 3 } })
    expect(ends(await push(['CN_a']))).toEqual(['accepted 0'])
    expect(ends(await push(['CN_a', 'CN_b'], { id: 'm2' }))).toEqual(['accepted 0', 'accepted 0'])
    expect(ends(await push(['CN_a', 'CN_b', 'CN_c'], { id: 'm3' }))).toEqual(['accepted 0', 'accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['unicast', 'unicast_batch', 'save_message_content', 'broadcast'])
  })

  it.each([
    ['unicast_batch', 100],
    ['broadcast', 2],
  ])('tells dead tokens by their code, one by one, and keeps the others: %s', async (_, broadcastFrom) => {
    const { push, control, reports } = await start({ options: { broadcastFrom } })
    for (const state of ['dead', 'reinstalled', 'other-app', 'wrong-environment', 'switched-off'] as const)
      control.tokens({ vendor: 'oppo', token: state, state })
    const outcomes = await push(['live', 'dead', 'reinstalled', 'other-app', 'wrong-environment', 'switched-off'])
    expect(ends(outcomes)).toEqual(['accepted 0', 'gone 10000', 'gone 10000', 'gone 10000', 'gone 10000', 'accepted 0'])
    expect(reports.map(({ kind, token }) => `${kind} ${token}`)).toEqual(['gone dead', 'gone reinstalled', 'gone other-app', 'gone wrong-environment'])
  })

  it("stops the day's class that is used up until midnight in China, and no chat", async () => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { push, calls } = await start({ entry: { classes }, switches: { publicPerDay: 1 }, clock: () => now })
    expect(ends(await push(['CN_a'], marketing))).toEqual(['accepted 0'])
    expect(ends(await push(['CN_b'], { ...marketing, id: 'm2' }))).toEqual(['failed 33 exhausted'])
    expect(ends(await push(['CN_c'], { ...marketing, id: 'm3' }))).toEqual(['failed exhausted'])
    expect(ends(await push(['CN_d'], { id: 'm4' }))).toEqual(['accepted 0'])
    expect(calls()).toHaveLength(3)
    now = Date.parse('2026-11-23T15:50:00Z')
    expect(ends(await push(['CN_e'], { ...marketing, id: 'm5' }))).toEqual(['failed exhausted'])
    now = Date.parse('2026-11-23T16:00:01Z')
    expect(ends(await push(['CN_e'], { ...marketing, id: 'm6' }))).toEqual(['accepted 0'])
  })

  it('of an app without approved categories stops one channel of its own, and no other', async () => {
    const { push, control } = await start({ entry: { classes: { im: { channelId: 'chat' }, marketing: { channelId: 'offers' } } } })
    control.answers({ vendor: 'oppo', next: 1, code: 33 })
    expect(ends(await push(['CN_a'], marketing))).toEqual(['failed 33 exhausted'])
    expect(ends(await push(['CN_a'], { ...marketing, id: 'm2' }))).toEqual(['failed exhausted'])
    expect(ends(await push(['CN_a'], { id: 'm3' }))).toEqual(['accepted 0'])
  })

  it('repeats the same app_message_id, so that what was taken shows once, and takes "duplicate" on a resend for done', async () => {
    const { push, control, bodies } = await start()
    control.answers({ vendor: 'oppo', next: 1, status: 503, body: 'gateway' })
    control.answers({ vendor: 'oppo', next: 1, code: 32 })
    expect(ends(await push(['CN_a']))).toEqual(['accepted 32'])
    const ids = bodies().map(({ message }) => (JSON.parse(`${message}`) as { notification: { app_message_id: string } }).notification.app_message_id)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
    control.answers({ vendor: 'oppo', next: 1, code: 32 })
    expect(ends(await push(['CN_b'], { id: 'm2' }))).toEqual(['rejected payload 32'])
  })

  it('drops no token on 41', async () => {
    const { push, control, reports } = await start()
    control.answers({ vendor: 'oppo', token: 'CN_a', code: 41 })
    expect(ends(await push(['CN_a']))).toEqual(['rejected payload 41'])
    expect(reports).toEqual([])
  })

  it('goes out without a category that OPPO did not approve, alone and broadcast', async () => {
    const { push, bodies } = await start({ options: { broadcastFrom: 2 }, entry: { classes }, switches: { approved: 'ORDER' } })
    const [outcome] = await push(['CN_a'])
    expect(outcome).toMatchObject({ status: 'accepted', detail: 'code 67: the category was refused; sent without it' })
    expect(ends(await push(['CN_a', 'CN_b'], { id: 'm2' }))).toEqual(['accepted 0', 'accepted 0'])
    expect(bodies('other').map(body => 'category' in body)).toEqual([true, false])
  })

  it('sends each message whole when no more may be saved today, and does not ask again before midnight in China', async () => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { push, calls } = await start({ options: { broadcastFrom: 2 }, switches: { savedPerDay: 0 }, clock: () => now })
    for (const id of ['m1', 'm2']) expect(ends(await push(['CN_a', 'CN_b'], { id }))).toEqual(['accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['save_message_content', 'unicast_batch', 'unicast_batch'])
    now = Date.parse('2026-11-23T16:00:01Z')
    await push(['CN_a', 'CN_b'], { id: 'm3' })
    expect(calls().slice(3)).toEqual(['save_message_content', 'unicast_batch'])
  })

  it.each(['form', 'header'])('renews an auth token that ended, sent as a %s', async authTokenIn => {
    const { push, control } = await start({ options: { authTokenIn } })
    await push(['CN_a'])
    control.expire()
    expect(ends(await push(['CN_a'], { id: 'm2' }))).toEqual(['accepted 0'])
    expect(control.received({ kind: 'auth' })).toHaveLength(2)
    expect(control.received({ kind: 'send' }).map(({ code }) => code)).toEqual(['0', '11', '0'])
  })

  it('slows down for 13, and is patient with -1', async () => {
    const { push, control } = await start()
    for (const code of [13, -1]) control.answers({ vendor: 'oppo', next: 1, code })
    expect(ends(await push(['CN_a']))).toEqual(['accepted 0'])
  })

  it('of 41 that names the id takes it for dead, with doubt until another one is accepted', async () => {
    const { push, control, reports, calls } = await start({ switches: { deadIs41: true } })
    control.tokens({ vendor: 'oppo', token: 'CN_dead', state: 'dead' })
    expect(ends(await push(['CN_live']))).toEqual(['accepted 0'])
    expect(ends(await push(['CN_dead'], { id: 'm2' }))).toEqual(['gone 41'])
    expect(reports.map(({ kind, code }) => `${kind} ${code}`)).toEqual(['gone 41'])
    control.answers({ vendor: 'oppo', next: 1, body: { code: 41, message: 'Invalid Arguments: title' } })
    expect(ends(await push(['CN_live'], { id: 'm3' }))).toEqual(['rejected payload 41'])
    expect(calls()).toEqual(['unicast', 'unicast', 'unicast'])
  })

  it('files chat under its approved category, keeps a call for 30 s and adds 1 to the badge', async () => {
    const { push, bodies } = await start()
    expect(ends(await push(['CN_a'], { push: { ttl: 30 } }))).toEqual(['accepted 0'])
    expect(JSON.parse(`${bodies()[0]?.message}`).notification).toMatchObject({
      category: 'IM',
      off_line_ttl: 30,
      badge_operation_type: 1,
      badge_message_count: 1,
    })
  })

  it('hears receipts: delivered, dead, at the limit of the day', async () => {
    const { hear } = await start({ entry: { callback: { url: 'https://example.com/r', param: 'p' } } })
    const receipt = (eventType: string, param = 'p') => ({
      messageId: 'm',
      appId: 'a',
      taskId: 't',
      registrationIds: 'CN_a,CN_b',
      eventTime: 1_795_500_000_000,
      param,
      eventType,
    })
    const all = ['push_arrive', 'regid_invalid', 'user_daily_limit'].map(type => receipt(type))
    expect(hear(JSON.stringify(all))).toEqual([
      200,
      ...['delivered CN_a push_arrive', 'delivered CN_b push_arrive', 'gone CN_a regid_invalid', 'gone CN_b regid_invalid'],
      ...['exhausted CN_a user_daily_limit', 'exhausted CN_b user_daily_limit'],
    ])
    expect(hear(JSON.stringify([receipt('regid_invalid', 'a guess')]))).toEqual([null])
  })

  it('stops with a config fault on wrong keys', async () => {
    const { push } = await start({ entry: { masterSecret: 'wrong' } })
    const [outcome] = await push(['CN_a'])
    expect(outcome).toMatchObject({ status: 'rejected', fault: 'config', attempts: 0 })
    expect(outcome?.detail).toContain('code 16')
  })
})
