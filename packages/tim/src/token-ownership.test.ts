import { vendors } from '@rouse/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textMessage } from './guide-code.fixture.ts'
import type { Tim } from './index.ts'
import { startWorld, type World } from './world.fixture.ts'

/** A push that a vendor has not taken waits for longer than any test. */
const patient = { retry: { baseMs: 600_000, maxMs: 600_000, budgetMs: 6_000_000 }, random: () => 0.9 }

let world: World
beforeAll(async () => {
  world = await startWorld({ engine: patient })
})
afterAll(() => world.close())

const login = (tim: Tim, user: string) => tim.TIMManager.getInstance().login(user, 'sig')

/** Ways in which a phone's token comes to another user. */
const ways: readonly (readonly [what: string, change: (tim: Tim, channel: (typeof vendors)[number], to: string) => Tim])[] = [
  [
    'another user logs in on the phone',
    (tim, _, to) => {
      login(tim, to)
      return tim
    },
  ],
  [
    'one logs out and another logs in',
    (tim, _, to) => {
      tim.TIMManager.getInstance().logout()
      login(tim, to)
      return tim
    },
  ],
  ['another logs in after the app was installed again, which makes it another device', (_, channel, to) => world.phone(channel, to, 'installed-again')],
]

describe.each(ways)('a token has one owner: when %s', (way, change) => {
  it.each(vendors)('nothing that is for the former one arrives through %s, whether it waits or comes later', async channel => {
    world.forget()
    const [alice, carol] = [`alice of ${channel}, ${way}`, `carol of ${channel}, ${way}`]
    const tim = world.phone(channel, alice)
    world.sandbox.control.answers({ vendor: channel, next: 1, status: 503 })
    await world.send(alice, textMessage('for alice alone'))
    while (world.received(channel).length === 0) await new Promise(resolve => setImmediate(resolve))
    const after = change(tim, channel, carol)
    await world.send(alice, textMessage('for alice too'))
    await world.send(carol, textMessage('for carol'))
    const ends = (await world.ended(3)).map(({ recipient, status, reason, attempts }) => [recipient, status, reason, attempts])
    expect(ends).toEqual(
      expect.arrayContaining([
        [alice, 'suppressed', 'moved', 1],
        [carol, 'accepted', null, 1],
      ]),
    )
    expect(ends.filter(([recipient]) => recipient === alice).map(([, status]) => status)).toEqual(['suppressed', 'suppressed'])
    const arrived = world.received(channel).map(({ status, body }) => [status, /for (?:alice alone|alice too|carol)/.exec(JSON.stringify(body))?.[0]])
    expect(arrived).toEqual([
      [503, 'for alice alone'],
      [200, 'for carol'],
    ])
    after.TIMManager.getInstance().logout()
    world.sandbox.control.reset()
  })
})
