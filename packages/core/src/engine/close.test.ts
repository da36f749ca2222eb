import { lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Directory } from '../pipeline/fan-out.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

const { pause, until } = standingTime()

/** An engine whose vendor answers each request after so many milliseconds. */
function setUp(answerMs: number, options: Partial<EngineOptions> = {}) {
  const { transport, sent } = fakeTransport(() => new Promise(resolve => setTimeout(resolve, answerMs, 'ok')))
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport, pageConcurrency: 1, ...options }), sent }
}

const people = (count: number) => Array.from({ length: count }, (_, i) => aRecipient(`user-${i}`))
const counts = (outcomes: readonly Outcome[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, ({ status, detail }) => detail ?? status)].map(([end, all]) => [end, all.length]))

describe('engine.close', () => {
  it('lets every page of a message that was taken over end, also those that no lane has reached', async () => {
    const { engine, sent } = setUp(10)
    const pushed = engine.push(aMessage(), people(2500))
    await pause(5)
    // Of its first page.
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.length).toBeLessThanOrEqual(1000)
    await until(engine.close())
    expect(counts(await pushed)).toEqual({ accepted: 2500 })
  })

  it('cuts off at its deadline what has not ended, and says so of each', async () => {
    const { engine, sent } = setUp(60_000, { requestTimeoutMs: 120_000 })
    const pushed = engine.push(aMessage(), people(1500))
    await pause(5)
    await until(engine.close(100))
    expect(counts(await pushed)).toEqual({ closed: 1500 })
    expect(sent).toHaveLength(1000)
  })

  it('takes no more messages of a stream, ends the one it reads, and tells of the one it had asked for', async () => {
    const { engine, sent } = setUp(10)
    let read = 0
    async function* messages(): AsyncGenerator<Message> {
      for (;;) {
        await new Promise(resolve => setTimeout(resolve, 100))
        read++
        yield aMessage({ id: `m-${read}` })
      }
    }
    const directory: Directory = {
      async *pages() {
        yield { recipients: people(1), cursor: '0' }
      },
    }
    const ran = lastValueFrom(engine.run(messages(), directory).pipe(toArray()))
    await pause(250)
    await until(engine.close())
    expect((await until(ran)).map(({ message, status, detail }) => [message, detail ?? status])).toEqual([
      ['m-1', 'accepted'],
      ['m-2', 'accepted'],
      ['m-3', 'closed'],
    ])
    expect(sent).toHaveLength(2)
    expect(read).toBe(3)
  })

  it('stops reading a directory at its deadline: one Outcome stands for the pages that are left', async () => {
    const { engine } = setUp(100)
    let pages = 0
    const directory: Directory = {
      async *pages() {
        for (; pages < 1000; pages++) yield { recipients: people(1), cursor: `${pages}` }
      },
    }
    async function* messages() {
      yield aMessage()
    }
    const ran = lastValueFrom(engine.run(messages(), directory).pipe(toArray()))
    await pause(250)
    await until(engine.close(100))
    const outcomes = await until(ran)
    expect(outcomes.at(-1)).toMatchObject({ message: 'msg-1', recipient: null, status: 'failed', detail: 'closed' })
    expect(outcomes.filter(({ recipient }) => recipient === null)).toHaveLength(1)
    expect(pages).toBeLessThan(10)
  })

  it('defers nothing any more: a page that it lets end has no later', async () => {
    const policy = {
      name: 'later',
      reasons: ['not-now'],
      rules: [
        {
          name: 'not-now',
          conditions: { all: [{ fact: 'recipient', path: '$.id', operator: 'equal', value: 'user-1000' }] },
          event: { type: 'defer' as const, params: { seconds: 60, reason: 'not-now' } },
        },
      ],
    }
    const { engine } = setUp(10, { policy })
    const pushed = engine.push(aMessage(), people(1001))
    await pause(5)
    await until(engine.close())
    expect(counts(await pushed)).toEqual({ accepted: 1000, closed: 1 })
  })

  it('tells of what waits for its time, and completes every stream', async () => {
    const policy = {
      name: 'later',
      reasons: ['not-now'],
      rules: [
        {
          name: 'not-now',
          conditions: { all: [{ fact: 'device', path: '$.platform', operator: 'equal', value: 'android' }] },
          event: { type: 'defer' as const, params: { seconds: 60, reason: 'not-now' } },
        },
      ],
    }
    const { engine } = setUp(1, { policy })
    const all = lastValueFrom(engine.outcomes$.pipe(toArray()))
    await engine.push(aMessage(), people(1))
    await until(engine.close())
    expect((await all).map(({ status, detail }) => detail ?? status)).toEqual([expect.stringContaining('due at'), 'closed'])
  })
})
