import { describe, expect, it } from 'vitest'
import type { Answer, AnyChannel } from '../channel/contract.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

const { until } = standingTime()

/** A channel whose vendor answers so for each token; marketing has a quota of its own. */
function answering(name: string, answer: (token: string, quotaClass: string) => Answer): AnyChannel {
  const channel = fakeChannel(name)
  return {
    ...channel,
    render: (notification, app) => ({ ...channel.render(notification, app), quotaClass: notification.category === 'marketing' ? 'marketing' : 'chat' }),
    *send(batch) {
      yield* channel.send(batch)
      return batch.targets.map(({ token }) => answer(token.reveal(), batch.payload.quotaClass))
    },
  }
}

function setUp(channels: readonly AnyChannel[], options: Partial<EngineOptions> = {}) {
  const { transport, sent } = fakeTransport()
  const engine = createEngine({ channels, transport, random: () => 0, ...options })
  const reports: TokenReport[] = []
  engine.tokens$.subscribe(report => reports.push(report))
  return { engine, sent, reports }
}

const registeredAt = '2026-11-01T00:00:00Z'
const alice = aRecipient('alice', {
  devices: [aDevice('phone', { registrations: [{ channel: 'fake', token: 'alice-token', app: 'com.example.chat', registeredAt }] })],
})
const ad = (id: string) => aMessage({ id, push: { category: 'marketing' } })

describe('what a vendor says of a token', () => {
  const since = Date.parse(registeredAt)
  it.each<readonly [string, Answer, object, readonly object[]]>([
    [
      'gone is told, with the time of its death',
      { kind: 'gone', code: '410', since: since + 1 },
      { status: 'gone' },
      [{ kind: 'gone', at: new Date(since + 1).toISOString(), code: '410' }],
    ],
    ['gone without a time is told as of now', { kind: 'gone', code: 'x' }, { status: 'gone' }, [{ kind: 'gone', code: 'x' }]],
    ['gone from before its registration stays', { kind: 'gone', code: '410', since: since - 1 }, { status: 'rejected', fault: 'token' }, []],
    [
      'a doubtful death is not believed while nothing else is accepted',
      { kind: 'gone', code: '404', unconfirmed: true },
      { status: 'rejected', fault: 'config' },
      [],
    ],
    [
      'unreachable is told, and stays',
      { kind: 'unreachable', code: '10311' },
      { status: 'rejected', fault: 'device' },
      [{ kind: 'unreachable', code: '10311' }],
    ],
    ['a bad message is no bad token', { kind: 'rejected', fault: 'payload', code: '400' }, { status: 'rejected', fault: 'payload' }, []],
  ])('%s', async (_, answer, outcome, told) => {
    const { engine, reports } = setUp([answering('fake', () => answer)])
    expect(await engine.push(aMessage(), [alice])).toMatchObject([outcome])
    expect(reports).toMatchObject(told)
    for (const report of reports) expect(report).toMatchObject({ channel: 'fake', app: 'com.example.chat', recipient: 'alice', device: 'phone' })
  })

  it('a doubtful death is believed once another token of the app was accepted', async () => {
    const { engine, reports } = setUp([
      answering('fake', token => (token === 'alice-token' ? { kind: 'gone', code: '404', unconfirmed: true } : { kind: 'accepted', code: '200' })),
    ])
    await engine.push(aMessage({ id: 'first' }), [aRecipient('carol')])
    expect(await engine.push(aMessage(), [alice])).toMatchObject([{ status: 'gone' }])
    expect(reports).toMatchObject([{ kind: 'gone', recipient: 'alice' }])
  })
})

describe('a quota that is used up', () => {
  const used: Answer = { kind: 'exhausted', code: '10070', until: { at: '00:00', zone: 'Asia/Shanghai' } }
  const vendor = answering('fake', (_, quotaClass) => (quotaClass === 'marketing' ? used : { kind: 'accepted', code: '200' }))

  it('closes the gate of its class until the vendor’s midnight, and chat goes on', async () => {
    let now = Date.parse('2026-11-23T10:00:00Z')
    const { engine, sent } = setUp([vendor], { clock: () => now })
    expect(await engine.push(ad('first'), [alice])).toMatchObject([{ status: 'failed', detail: 'exhausted', attempts: 1 }])
    expect(await engine.push(ad('second'), [alice])).toMatchObject([{ status: 'failed', detail: 'exhausted', attempts: 0 }])
    expect(await engine.push(aMessage(), [alice])).toMatchObject([{ status: 'accepted' }])
    expect(sent).toHaveLength(2)
    now = Date.parse('2026-11-23T15:58:00Z')
    expect(await engine.push(ad('third'), [alice])).toMatchObject([{ attempts: 0 }])
    now = Date.parse('2026-11-23T16:00:00Z')
    expect(await engine.push(ad('fourth'), [alice])).toMatchObject([{ attempts: 1 }])
    expect(sent).toHaveLength(3)
  })

  it('goes on to the device’s next channel', async () => {
    const { engine } = setUp([vendor, fakeChannel('second')])
    const both = aRecipient('alice', { devices: [aDevice('phone', {}, ['fake', 'second'])] })
    const outcomes = await until(engine.push(ad('first'), [both]))
    expect(outcomes.map(({ channel, status }) => [channel, status])).toEqual([
      ['fake', 'failed'],
      ['second', 'accepted'],
    ])
  })
})
