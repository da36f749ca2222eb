import http2 from 'node:http2'
import { TransportError } from '@rouse/core/transport'
import { describe, expect, it } from 'vitest'
import { accept, asHttp2, failure, later, post, rig, statuses } from './testing.fixture.ts'

const { peer, client } = rig()

describe('every promise settles', () => {
  it('at its deadline, as taken, when the peer never answers', async () => {
    const { origin } = await peer((_, __, nth) => nth)
    const start = performance.now()
    expect(await failure(client().request(post(origin), asHttp2(200)))).toMatchObject({ code: 'timeout', taken: true })
    expect(performance.now() - start).toBeLessThan(400)
  })

  it('at its deadline, as not taken, when it never left the queue', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client({ maxConnections: 1 })
    const [first, second] = await Promise.all([failure(it1.request(post(origin), asHttp2(300))), failure(it1.request(post(origin), asHttp2(200)))])
    expect([first.taken, second.taken]).toEqual([true, false])
    expect(second.code).toBe('timeout')
  })

  it('by its signal, before, while it waits, and on the way', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client()
    expect(await failure(it1.request(post(origin), asHttp2(5000, AbortSignal.abort())))).toMatchObject({ code: 'aborted', taken: false })
    const control = new AbortController()
    const pending = Array.from({ length: 3 }, () => failure(it1.request(post(origin), asHttp2(5000, control.signal))))
    await later(100)
    control.abort()
    expect((await Promise.all(pending)).map(({ code, taken }) => [code, taken])).toEqual([
      ['aborted', true],
      ['aborted', false],
      ['aborted', false],
    ])
  })

  it('when the queue is full: at once, and nothing was sent', async () => {
    const { origin } = await peer(() => undefined)
    const it1 = client({ queue: 5, maxConnections: 1 })
    const all = Array.from({ length: 10 }, () => failure(it1.request(post(origin), asHttp2(300))))
    const codes = (await Promise.all(all)).map(({ code }) => code)
    expect(codes.filter(code => code === 'queue-full')).toHaveLength(5)
  })

  it('when it is closed: what is on the way may end, what comes then is refused', async () => {
    const { origin } = await peer(stream => setTimeout(() => accept(stream, {}, 0), 100))
    const it1 = client()
    const all = Array.from({ length: 5 }, () => it1.request(post(origin), asHttp2()))
    const closed = it1.close()
    expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'closed', taken: false })
    expect(statuses(await Promise.all(all))).toEqual([200, 200, 200, 200, 200])
    await closed
  })

  it('when it is closed and the peer does not answer: after the grace', async () => {
    const { origin, sockets } = await peer(() => undefined)
    const it1 = client()
    const pending = [failure(it1.request(post(origin), asHttp2())), failure(it1.request(post(origin), asHttp2()))]
    await later(100)
    await it1.close(50)
    expect((await Promise.all(pending)).map(({ code, taken }) => [code, taken])).toEqual([
      ['closed', true],
      ['closed', false],
    ])
    await later(50)
    expect(sockets.size).toBe(0)
  })

  it('at 5,000 random ends: answers, resets, hang-ups, deadlines, signals', async () => {
    let seed = 42
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff
      return seed / 0x7fff_ffff
    }
    const { origin } = await peer((stream, _, nth) => {
      const dice = random()
      if (nth === 1 || dice < 0.9) accept(stream, {}, 0)
      else if (dice < 0.93) stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
      else if (dice < 0.96) stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
      else if (dice < 0.961) stream.session?.destroy()
      else if (dice < 0.962) stream.session?.close()
      else if (dice < 0.98) setTimeout(() => accept(stream, {}, 0), 150)
    })
    const it1 = client()
    const ends = await Promise.all(
      Array.from({ length: 5000 }, async () => {
        const signal = random() < 0.05 ? AbortSignal.timeout(Math.floor(random() * 300)) : undefined
        await later(random() * 300)
        return it1.request(post(origin), asHttp2(100 + Math.floor(random() * 1000), signal)).then(
          ({ status }) => String(status),
          (error: unknown) => (error instanceof TransportError ? error.code : String(error)),
        )
      }),
    )
    expect(ends).toHaveLength(5000)
    for (const end of ends) expect(['200', 'network', 'protocol', 'timeout', 'aborted']).toContain(end)
    expect(ends).toContain('200')
  })
})
