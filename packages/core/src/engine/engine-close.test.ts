import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { Transport } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Directory } from '../pipeline/fan-out.ts'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import type { EngineOptions } from './types.ts'

const setUp = (options: Partial<EngineOptions> = {}, answer?: Parameters<typeof fakeTransport>[0]) => {
  const { transport } = fakeTransport(answer)
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport, random: () => 0, ...options }) }
}

describe('engine.close', () => {
  it('lets what is under way end, and refuses what comes later', async () => {
    const { engine } = setUp({}, async () => {
      await new Promise(resolve => setTimeout(resolve, 10))
      return 'ok'
    })
    const pushed = engine.push(aMessage(), [aRecipient('alice')])
    await new Promise(resolve => setTimeout(resolve, 2))
    await engine.close(1000)
    expect(await pushed).toMatchObject([{ status: 'accepted' }])
    await expect(engine.push(aMessage(), [aRecipient('alice')])).rejects.toMatchObject({ code: 'closed' })
  })

  it('delivers all that was taken over, however early it is called, and a second call waits as long', async () => {
    const { engine } = setUp()
    const heard: Outcome[] = []
    engine.outcomes$.subscribe(outcome => heard.push(outcome))
    await Promise.all(Array.from({ length: 500 }, (_, i) => engine.submit(aMessage({ id: `m-${i}` }), [aRecipient(`user-${i}`)])))
    void engine.close()
    await engine.close()
    expect(heard).toHaveLength(500)
    expect(new Set(heard.map(({ status }) => status))).toEqual(new Set(['accepted']))
  })

  it('refuses calls that still wait to be taken over, and leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const { engine } = setUp({ inFlight: 10 }, () => new Promise(resolve => setTimeout(resolve, 20, 'ok')))
    const calls = Promise.allSettled(Array.from({ length: 3000 }, (_, i) => engine.push(aMessage({ id: `m-${i}` }), [aRecipient(`user-${i}`)])))
    await new Promise(resolve => setTimeout(resolve, 5))
    await engine.close(1000)
    const ends = (await calls).map(one => (one.status === 'fulfilled' ? one.value[0]?.status : (one.reason as { code: string }).code))
    expect(new Set(ends)).toEqual(new Set(['accepted', 'closed']))
    expect(ends.filter(end => end === 'accepted').length).toBeGreaterThanOrEqual(10)
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })

  it('what does not end in time is cut off, with an Outcome each before outcomes$ completes', async () => {
    const channel = fakeChannel('fake')
    const hanging: Transport = {
      request: (_, { signal }) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new TransportError('aborted', 'called off', true)), { once: true })
        }),
      close: () => Promise.resolve(),
    }
    const engine = createEngine({ channels: [channel], transport: hanging })
    const heard = lastValueFrom(engine.outcomes$.pipe(toArray()))
    for (let i = 0; i < 50; i++) await engine.submit(aMessage({ id: `m-${i}` }), [aRecipient(`user-${i}`)])
    await engine.close(50)
    expect((await heard).map(({ status, detail }) => `${status} ${detail}`)).toEqual(new Array(50).fill('failed closed'))
  })

  it('run reads on until its deadline, then ends what it had read, and tells of the message that it left', async () => {
    let read = 0
    const { engine } = setUp({ pageConcurrency: 2 }, () => new Promise(resolve => setTimeout(resolve, 5, 'ok')))
    const endless: Directory = {
      async *pages() {
        for (;;) yield { recipients: [aRecipient(`user-${read++}`)], cursor: '' }
      },
    }
    const running = lastValueFrom(engine.run(from([aMessage(), aMessage({ id: 'next' })]), endless).pipe(toArray()))
    await new Promise(resolve => setTimeout(resolve, 30))
    await engine.close(50)
    const outcomes = await running
    expect(outcomes.filter(({ status }) => status === 'accepted').length).toBeGreaterThan(0)
    const left = outcomes.filter(({ status }) => status !== 'accepted')
    expect(new Set(left.map(({ message, detail }) => `${message} ${detail}`))).toEqual(new Set(['msg-1 closed']))
    expect(left.filter(({ recipient }) => recipient === null)).toHaveLength(1)
    expect(left.length).toBeLessThanOrEqual(3)
    expect(read - outcomes.length).toBeLessThanOrEqual(1)
  })
})
