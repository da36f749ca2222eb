import { afterEach, describe, expect, it } from 'vitest'
import { ends, type VendorScene, vendorScene } from './delivery-scene.fixture.ts'

let running: Awaited<ReturnType<typeof vendorScene>> | null = null
const start = async (setup: VendorScene = {}) => {
  running = await vendorScene('vivo', setup)
  return running
}
afterEach(() => running?.close())

const marketing = { push: { category: 'marketing' } } as const

describe('pushing to vivo', () => {
  it('takes send for one, and a saved message to a list for more', async () => {
    const { push, calls, bodies } = await start()
    expect(ends(await push(['r1']))).toEqual(['accepted 0'])
    expect(ends(await push(['r1', 'r2'], { id: 'm2' }))).toEqual(['accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['send', 'saveListPayload', 'pushToList'])
    expect(bodies().at(-1)).toMatchObject({ regIds: ['r1', 'r2'] })
  })

  it('tells tokens by the status that vivo gives, alone and of a list', async () => {
    const { push, control, reports } = await start()
    for (const state of ['dead', 'reinstalled', 'other-app', 'wrong-environment'] as const) control.tokens({ vendor: 'vivo', token: state, state })
    const dead = ['dead', 'reinstalled', 'other-app', 'wrong-environment']
    const gone = ['gone status-2', 'gone status-2', 'gone status-1', 'gone status-1']
    expect(ends(await push(['live', ...dead]))).toEqual(['accepted 0', ...gone])
    for (const [at, token] of dead.entries()) expect(ends(await push([token], { id: token }))).toEqual([gone[at]])
    expect(reports.map(({ kind }) => kind)).toEqual(new Array(8).fill('gone'))
  })

  it('keeps a token that cannot be pushed to now', async () => {
    const { push, control, reports } = await start()
    control.tokens({ vendor: 'vivo', token: 'r1', state: 'switched-off' })
    expect(ends(await push(['r1']))).toEqual(['rejected device 10311'])
    expect(reports.map(({ kind }) => kind)).toEqual(['unreachable'])
  })

  it.each([
    [{ operationPerDay: 1 }, marketing, {}, '10070'],
    [{ systemPerDay: 1 }, {}, marketing, '10073'],
  ])('stops the class that is used up today until midnight in China, and no other: %j', async (switches, full, other, code) => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { push, calls } = await start({ switches, clock: () => now })
    expect(ends(await push(['r1'], full))).toEqual(['accepted 0'])
    expect(ends(await push(['r2'], { ...full, id: 'm2' }))).toEqual([`failed ${code} exhausted`])
    expect(ends(await push(['r3'], { ...full, id: 'm3' }))).toEqual(['failed exhausted'])
    expect(ends(await push(['r4'], { ...other, id: 'm4' }))).toEqual(['accepted 0'])
    expect(calls()).toHaveLength(3)
    now = Date.parse('2026-11-23T16:00:01Z')
    expect(ends(await push(['r5'], { ...full, id: 'm5' }))).toEqual(['accepted 0'])
  })

  it('holds operation messages until 7:00 in China, and no chat', async () => {
    let now = Date.parse('2026-11-23T15:30:00Z')
    const { push, calls } = await start({ switches: { operationHours: true }, clock: () => now })
    expect(ends(await push(['r1'], marketing))).toEqual(['failed 10071 exhausted'])
    expect(ends(await push(['r2'], { id: 'm2' }))).toEqual(['accepted 0'])
    now = Date.parse('2026-11-23T22:50:00Z')
    expect(ends(await push(['r3'], { ...marketing, id: 'm3' }))).toEqual(['failed exhausted'])
    expect(calls()).toHaveLength(2)
    now = Date.parse('2026-11-23T23:00:00Z')
    expect(ends(await push(['r4'], { ...marketing, id: 'm4' }))).toEqual(['accepted 0'])
  })

  it('saves a message anew when its task is gone', async () => {
    const { push, control, calls } = await start()
    await push(['r1', 'r2'])
    control.answers({ vendor: 'vivo', next: 1, code: 10155 })
    expect(ends(await push(['r3', 'r4']))).toEqual(['accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['saveListPayload', 'pushToList', 'pushToList', 'saveListPayload', 'pushToList'])
  })

  it('sends to each alone when no more may be saved today, and does not ask again before midnight in China', async () => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { push, calls } = await start({ switches: { savedPerDay: 0 }, clock: () => now })
    for (const id of ['m1', 'm2']) expect(ends(await push(['r1', 'r2'], { id }))).toEqual(['accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['saveListPayload', 'send', 'send', 'send', 'send'])
    now = Date.parse('2026-11-23T16:00:01Z')
    await push(['r1', 'r2'], { id: 'm3' })
    expect(calls().slice(5)).toEqual(['saveListPayload', 'send', 'send'])
  })

  it('sends to each alone what may not live as long as a list keeps it', async () => {
    const { push, calls, bodies } = await start()
    expect(ends(await push(['r1', 'r2'], { push: { ttl: 600 } }))).toEqual(['accepted 0', 'accepted 0'])
    expect(calls()).toEqual(['send', 'send'])
    expect(bodies().map(({ timeToLive }) => timeToLive)).toEqual([600, 600])
  })

  it('left in test mode is a fault of the config, and drops no token', async () => {
    const { push, reports } = await start({ options: { pushMode: 1 }, switches: { testDevices: 'tester' } })
    expect(ends(await push(['tester', 'r1', 'r2']))).toEqual(['accepted 0', 'rejected config status-4', 'rejected config status-4'])
    expect(ends(await push(['r1'], { id: 'm2' }))).toEqual(['rejected config status-4'])
    expect(reports).toEqual([])
  })

  it('repeats the same requestId in every attempt, and renews a token that ended', async () => {
    const { push, control, bodies } = await start()
    for (const code of [10072, 10040]) control.answers({ vendor: 'vivo', next: 1, code })
    control.answers({ vendor: 'vivo', next: 1, status: 500, body: 'Internet server error!' })
    expect(ends(await push(['r1']))).toEqual(['accepted 0'])
    expect(bodies()).toHaveLength(4)
    expect(new Set(bodies().map(({ requestId }) => requestId)).size).toBe(1)
    control.expire()
    expect(ends(await push(['r1'], { id: 'm2' }))).toEqual(['accepted 0'])
    expect(control.received({ kind: 'auth' })).toHaveLength(2)
  })

  it('shows 100 Han characters, and writes fixed texts as vivo takes them', async () => {
    const { push, bodies } = await start({ switches: { refusesTests: true } })
    const han = '消'.repeat(100)
    expect(ends(await push(['r1'], { sender: { id: 'bob', name: '小明' }, push: { body: han } }))).toEqual(['accepted 0'])
    expect(bodies()[0]?.content).toBe(han)
    expect(ends(await push(['r1'], { id: 'm2', sender: { id: 'bob', name: '小明' }, push: { body: '[图片]' } }))).toEqual(['accepted 0'])
    expect(ends(await push(['r1'], { id: 'm3', sender: { id: 'bob', name: '小明' }, push: { body: '测试' } }))).toEqual(['rejected payload 10104'])
  })

  it('hears receipts of what was delivered', async () => {
    const { hear } = await start({ entry: { callback: { url: 'https://example.com/r', param: 'p' } } })
    const receipts = (param: string) => JSON.stringify({ task1: { param, targets: 'r1,r2', ackTime: 1_795_500_000_000 } })
    expect(hear(receipts('p'))).toEqual([200, 'delivered r1 delivered', 'delivered r2 delivered'])
    expect(hear(receipts('a guess'))).toEqual([null])
  })

  it('stops with a config fault on a wrong secret', async () => {
    const { push } = await start({ entry: { appSecret: 'wrong' } })
    const [outcome] = await push(['r1'])
    expect(outcome).toMatchObject({ status: 'rejected', fault: 'config', attempts: 0 })
    expect(outcome?.detail).toContain('code 10206')
  })
})
