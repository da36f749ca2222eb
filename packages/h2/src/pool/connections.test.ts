import type http2 from 'node:http2'
import { describe, expect, it } from 'vitest'
import { f, goaway, ok, reset, settings, settingsAck } from '../connection/harness.fixture.ts'
import type { H2Options } from '../options.ts'
import { accept, asHttp2, failure, later, post, rawPeer, rig, statuses } from '../testing.fixture.ts'

const { peer, client, scripted } = rig()

describe('connections', () => {
  it('a burst of 20,000 loses none and stays below the peer’s limit', async () => {
    const { origin, most, connections } = await peer(accept, { settings: { maxConcurrentStreams: 100 } })
    const it1 = client()
    const answers = await Promise.all(Array.from({ length: 20_000 }, (_, i) => it1.request(post(origin, `/3/device/${i}`), asHttp2(30_000))))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(most()).toBeLessThanOrEqual(100)
    expect(connections()).toBeLessThanOrEqual(4)
  })

  it('one stream until the first 200', async () => {
    let open = 0
    let most = 0
    let answered = false
    const { origin } = await peer(stream => {
      open++
      if (!answered) most = Math.max(most, open)
      setTimeout(() => {
        open--
        answered = true
        accept(stream, {}, 0)
      }, 20)
    })
    const it1 = client()
    await Promise.all(Array.from({ length: 50 }, () => it1.request(post(origin), asHttp2())))
    expect(most).toBe(1)
  })

  it('GOAWAY in mid-flight: what was not taken goes over the next connection, nothing is lost', async () => {
    const { origin, connections } = await scripted((socket, streamId, nth) => {
      if (nth === 1 && streamId === 3) socket.write(goaway(1))
      else if (nth === 1 && streamId > 3) return
      else socket.write(ok(streamId))
    })
    const it1 = client()
    const answers = [await it1.request(post(origin), asHttp2())]
    answers.push(...(await Promise.all(Array.from({ length: 100 }, () => it1.request(post(origin), asHttp2())))))
    expect(new Set(statuses(answers))).toEqual(new Set([200]))
    expect(connections()).toBe(2)
  })

  it('REFUSED_STREAM is sent again, a few times, and then told as not taken', async () => {
    let refused = 0
    const { origin } = await scripted((socket, streamId) => {
      if (streamId === 1) socket.write(ok(1))
      else if (refused++ < 5) socket.write(reset(streamId, 7))
      else socket.write(ok(streamId))
    })
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    expect(statuses(await Promise.all(Array.from({ length: 20 }, () => it1.request(post(origin), asHttp2()))))).toEqual(Array.from({ length: 20 }, () => 200))
    const { origin: never } = await scripted((socket, streamId) => socket.write(reset(streamId, 7)))
    expect(await failure(it1.request(post(never), asHttp2()))).toMatchObject({ code: 'network', taken: false })
  })

  it('ENHANCE_YOUR_CALM: slower, and nothing that was not taken is lost', async () => {
    const opened: number[] = []
    const { origin } = await scripted((socket, streamId, nth) => {
      if (nth === 1 && streamId === 1) socket.write(ok(1))
      else if (nth === 1 && streamId === 3) socket.end(goaway(1, 0xb, 'too_many_requests'))
      else if (nth > 1) {
        opened.push(performance.now())
        socket.write(ok(streamId))
      }
    })
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    const start = performance.now()
    const answers = await Promise.all(Array.from({ length: 50 }, () => it1.request(post(origin), asHttp2())))
    expect(answers).toHaveLength(50)
    expect((opened[0] as number) - start).toBeGreaterThan(80)
  })

  it('a peer that hangs up without an answer is not called without end', async () => {
    const { origin, connections } = await rawPeer(socket => socket.destroy())
    const it1 = client()
    const start = performance.now()
    while (performance.now() - start < 400) expect(await failure(it1.request(post(origin), asHttp2()))).toMatchObject({ code: 'network' })
    expect(connections()).toBeLessThan(6)
  })

  it('more connections only when the first is full, and never more than the limit', async () => {
    const waiting: http2.ServerHttp2Stream[] = []
    let hold = false
    const { origin, connections } = await peer(
      stream => {
        if (hold) waiting.push(stream)
        else accept(stream, {}, 0)
      },
      { settings: { maxConcurrentStreams: 10 } },
    )
    const it1 = client({ maxConnections: 3 })
    await it1.request(post(origin), asHttp2())
    hold = true
    const answers = Array.from({ length: 10 }, () => it1.request(post(origin), asHttp2()))
    await later(100)
    expect(connections()).toBe(1)
    answers.push(...Array.from({ length: 100 }, () => it1.request(post(origin), asHttp2())))
    await later(100)
    hold = false
    for (const stream of waiting) accept(stream, {}, 0)
    expect(statuses(await Promise.all(answers)).every(status => status === 200)).toBe(true)
    expect(connections()).toBeGreaterThan(1)
    expect(connections()).toBeLessThanOrEqual(3)
  })

  it('an old connection is replaced, and nothing on it is lost', async () => {
    const { origin, connections } = await peer(accept)
    const it1 = client({ maxAgeMs: 100 })
    const end = performance.now() + 10_000
    while (connections() < 3 && performance.now() < end) {
      expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
      await later(10)
    }
    expect(connections()).toBe(3)
  })

  it('a dead peer is found by PING, and what waits goes elsewhere', async () => {
    const { origin, connections } = await scripted((socket, streamId, nth) => {
      if (nth > 1 || streamId === 1) socket.write(ok(streamId))
    })
    const it1 = client({ silenceMs: 100, pingTimeoutMs: 100 })
    await it1.request(post(origin), asHttp2())
    expect(await failure(it1.request(post(origin), asHttp2(5000)))).toMatchObject({ code: 'network', taken: true })
    expect(await it1.request(post(origin), asHttp2())).toMatchObject({ status: 200 })
    expect(connections()).toBe(2)
  })

  it('the switch of the header table: answers with a table before our SETTINGS are acknowledged, none after', async () => {
    // foo: bar is put into the table, used by index, and after the acknowledgement a size update comes first.
    const { origin } = await scripted((socket, streamId) => {
      if (streamId === 1) socket.write(f(1, 5, 1, '88 4003666f6f03626172'))
      else if (streamId === 3) socket.write(Buffer.concat([f(1, 5, 3, '88 be'), settingsAck]))
      else if (streamId === 5) socket.write(f(1, 5, 5, '20 88 0003666f6f0162'))
      else socket.write(f(1, 5, streamId, '88 be'))
    })
    const it1 = client()
    const ask = () => it1.request(post(origin), asHttp2())
    expect((await ask()).headers).toEqual({ foo: 'bar' })
    expect((await ask()).headers).toEqual({ foo: 'bar' })
    expect((await ask()).headers).toEqual({ foo: 'b' })
    expect(await failure(ask())).toMatchObject({ code: 'protocol', message: expect.stringContaining('COMPRESSION_ERROR') })
  })

  it('a peer that turns the first connection away before any answer, as one that is being replaced: the next one has it all', async () => {
    const { origin, connections } = await scripted((socket, streamId, nth) => {
      if (nth === 1) socket.end(goaway(0))
      else socket.write(ok(streamId))
    })
    const it1 = client()
    expect(statuses(await Promise.all(Array.from({ length: 50 }, () => it1.request(post(origin), asHttp2()))))).toEqual(new Array(50).fill(200))
    expect(connections()).toBe(2)
  })

  it('a peer that turns every connection away is given up, as not taken', async () => {
    const { origin, connections } = await scripted(socket => socket.end(goaway(0)))
    const it1 = client()
    const all = await Promise.all(Array.from({ length: 20 }, () => failure(it1.request(post(origin), asHttp2()))))
    expect(all.every(({ code, taken }) => code === 'network' && !taken)).toBe(true)
    expect(connections()).toBeGreaterThan(1)
    expect(connections()).toBeLessThan(6)
  })

  it('a peer that asked for less does not get it over more connections', async () => {
    const waiting: (() => void)[] = []
    const { origin, connections } = await scripted(
      (socket, streamId) => {
        if (streamId === 1) socket.write(ok(1))
        else if (streamId === 3) socket.write(reset(3, 0xb))
        else waiting.push(() => socket.write(ok(streamId)))
      },
      settings([3, 10]),
    )
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    const ask = () => it1.request(post(origin), asHttp2())
    const calmed = failure(ask())
    const all = Array.from({ length: 9 }, ask)
    expect(await calmed).toMatchObject({ code: 'protocol', taken: true })
    all.push(...Array.from({ length: 20 }, ask))
    for (let round = 0; round < 40; round++) {
      await later(20)
      for (const answer of waiting.splice(0)) answer()
    }
    expect(statuses(await Promise.all(all))).toEqual(new Array(29).fill(200))
    expect(connections()).toBe(1)
  })

  it('goes on when its pause is over, though a second connection cannot be had for longer', async () => {
    let refused = false
    const { origin } = await scripted(
      (socket, streamId, nth) => {
        if (nth > 1) socket.destroy()
        else if (streamId > 5 && !refused) {
          refused = true
          socket.write(reset(streamId, 0xb))
        } else setTimeout(() => socket.write(ok(streamId)), 20)
      },
      settings([3, 2]),
    )
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    const ends = await Promise.all(
      Array.from({ length: 20 }, () =>
        it1.request(post(origin), asHttp2(5000)).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    )
    expect(ends.filter(status => status === 200).length).toBeGreaterThan(16)
  })

  it('stream ids that are used up: the next connection goes on, and nothing is lost', async () => {
    const { origin, connections } = await scripted((socket, streamId) => socket.write(ok(streamId)))
    const it1 = client({ firstStreamId: 2 ** 31 - 9 } as H2Options)
    const answers = await Promise.all(Array.from({ length: 23 }, () => it1.request(post(origin), asHttp2())))
    expect(statuses(answers)).toEqual(new Array(23).fill(200))
    // Five ids each.
    expect(connections()).toBe(5)
  })

  it('an idle one does not keep the process, and one that works does', async () => {
    const { origin, sockets } = await peer(stream => setTimeout(accept, 50, stream, {}, 0))
    const it1 = client()
    await it1.request(post(origin), asHttp2())
    expect(sockets.size).toBe(1)
    const own = () => process.getActiveResourcesInfo().filter(kind => kind === 'TLSSocketWrap' || kind === 'TCPSocketWrap').length
    const idle = own()
    const busy = it1.request(post(origin), asHttp2())
    expect(own()).toBe(idle + 1)
    await busy
    await later(10)
    expect(own()).toBe(idle)
  })
})
