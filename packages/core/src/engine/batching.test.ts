import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import { text, type WireRequest } from '../channel/wire.ts'
import type { Recipient } from '../model/recipient.ts'
import type { Directory } from '../pipeline/fan-out.ts'
import { aMessage, aRecipient, fakeChannel } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

/** An engine whose channel takes many tokens a request; `say` answers for a token. */
function setUp(options: Partial<EngineOptions> & { readonly tokens?: number } = {}, say: (token: string, nth: number) => Answer['kind'] = () => 'accepted') {
  const requests: (readonly string[])[] = []
  const plain = fakeChannel('fake')
  const channel = {
    ...plain,
    limits: { ...plain.limits, tokens: options.tokens ?? 1000 },
    *send({ targets }: Parameters<typeof plain.send>[0]): ReturnType<typeof plain.send> {
      const tokens = targets.map(({ token }) => token.reveal())
      const response = yield { method: 'POST', url: 'https://fake.test/batch', headers: {}, body: { json: new TextEncoder().encode(JSON.stringify(tokens)) } }
      const kinds = JSON.parse(text(response.body)) as string[]
      return kinds.map(kind => ({ kind, code: kind, ...(kind === 'rejected' ? { fault: 'token' } : {}) }) as Answer)
    },
  }
  const transport = {
    async request(request: WireRequest) {
      const tokens = JSON.parse(text(request.body)) as string[]
      requests.push(tokens)
      return { status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(tokens.map(token => say(token, requests.length)))) }
    },
    close: () => Promise.resolve(),
  }
  const { tokens: _, ...given } = options
  return { engine: createEngine({ channels: [channel], transport, random: () => 0, ...given }), requests }
}

const { pause, until } = standingTime()
const people = (from: number, count: number) => Array.from({ length: count }, (_, i) => aRecipient(`user-${from + i}`))
const pages = (...all: readonly (readonly Recipient[])[]): Directory => ({
  async *pages() {
    for (const [i, recipients] of all.entries()) yield { recipients, cursor: `${i}` }
  },
})
const run = (engine: ReturnType<typeof setUp>['engine'], directory: Directory) =>
  until(lastValueFrom(engine.run(from([aMessage()]), directory).pipe(toArray())))

describe('targets of one payload, across pages', () => {
  it('share a request when their pages come within the wait, and each gets its own Outcome', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 200 }, token => (token.startsWith('user-3-') ? 'gone' : 'accepted'))
    const outcomes = await run(engine, pages(people(0, 2), people(2, 2), people(4, 3)))
    expect(requests.map(tokens => tokens.length)).toEqual([7])
    expect(outcomes.map(({ recipient, status }) => `${recipient} ${status}`).sort()).toEqual(
      [...people(0, 7)].map(({ id }) => `${id} ${id === 'user-3' ? 'gone' : 'accepted'}`).sort(),
    )
    await engine.close()
  })

  it('wait no longer than asked: with 0 every page goes by itself', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 0 })
    await run(engine, pages(people(0, 2), people(2, 2)))
    expect(requests.map(tokens => tokens.length)).toEqual([2, 2])
    await engine.close()
  })

  it('wait for nothing when the request is full', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 60_000, tokens: 3 })
    await run(engine, pages(people(0, 2), people(2, 1), people(3, 3)))
    expect(requests.map(tokens => tokens.length)).toEqual([3, 3])
    await engine.close()
  })

  it('are sent by close, whatever is left of the wait', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 60_000 })
    const pushed = engine.push(aMessage(), people(0, 2))
    await pause(20)
    expect(requests).toEqual([])
    await engine.close()
    expect((await pushed).map(({ status }) => status)).toEqual(['accepted', 'accepted'])
    expect(requests.map(tokens => tokens.length)).toEqual([2])
  })

  it('end as paused when a kill switch was pulled while they waited', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 40 })
    const pushed = engine.push(aMessage(), people(0, 2))
    await pause(10)
    engine.pause({ channel: 'fake' })
    expect((await until(pushed)).map(({ status, detail }) => [status, detail])).toEqual([
      ['failed', 'paused'],
      ['failed', 'paused'],
    ])
    expect(requests).toEqual([])
    await engine.close()
  })

  it('go again by themselves where the vendor refuses the whole for one of them', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 100 }, (token, nth) =>
      nth === 1 ? 'retryIndividually' : token.startsWith('user-1-') ? 'rejected' : 'accepted',
    )
    const outcomes = await run(engine, pages(people(0, 1), people(1, 2)))
    expect(requests.map(tokens => tokens.length)).toEqual([3, 1, 1, 1])
    expect(outcomes.map(({ recipient, status, fault }) => [recipient, status, fault]).sort()).toEqual([
      ['user-0', 'accepted', null],
      ['user-1', 'rejected', 'token'],
      ['user-2', 'accepted', null],
    ])
    await engine.close()
  })

  it('of many messages wait in bounded number: a thousand payloads are collected at once, and the oldest goes first', async () => {
    const { engine, requests } = setUp({ batchWaitMs: 60_000 })
    const pushed = Array.from({ length: 1001 }, (_, i) => engine.push(aMessage({ id: `m-${i}` }), people(i, 1)))
    await pause(300)
    expect(requests.length).toBe(1)
    expect(requests[0]).toEqual(['user-0-phone-fake'])
    await engine.close()
    await Promise.all(pushed)
    expect(requests).toHaveLength(1001)
  })
})
