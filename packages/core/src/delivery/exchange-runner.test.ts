import { describe, expect, it } from 'vitest'
import { type Draft, type Exchange, encode, type WireRequest, type WireResponse } from '../channel/wire.ts'
import { runExchange as driven } from './exchange-runner.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

const drive = <R>(exchange: Exchange<R>, signing: (draft: Draft) => WireRequest, transport: Transport, given: TransportOptions): Promise<R> =>
  new Promise((done, failed) => driven(exchange, { transport, options: given, sign: signing }, null, { done, failed }))

const draft = (url: string): Draft => ({ method: 'POST', url, headers: {}, body: { empty: true } })
const sign = ({ method, url, headers, body }: Draft): WireRequest => ({ method, url, headers, body: encode(body) })
const options = { protocol: 'http1' as const, timeoutMs: 1000 }
type Answering = (request: WireRequest) => WireResponse | TransportError
const close = async () => undefined

const byPromise = (answer: Answering): Transport => ({
  request: async request => {
    const said = answer(request)
    if (said instanceof TransportError) throw said
    return said
  },
  close,
})

/** Tells its listener within the call, and would not be asked for a promise. */
const byListener = (answer: Answering): Transport => ({
  request: () => Promise.reject(new Error('a transport that carries is asked to')),
  carry(request, _, listener) {
    const said = answer(request)
    if (said instanceof TransportError) listener.failed(said)
    else listener.done(said)
  },
  close,
})
const status = (code: number): WireResponse => ({ status: code, headers: {}, body: new Uint8Array() })

describe.each([
  ['by promises', byPromise],
  ['by a listener', byListener],
])('driving an exchange %s', (_, transportOf) => {
  it('resumes it with each response, and gives its result', async () => {
    function* redirected(): Exchange<string> {
      const first = yield draft('https://a.example/1')
      const second = yield draft(`https://a.example/${first.status}`)
      return `${first.status} ${second.status}`
    }
    expect(
      await drive(
        redirected(),
        sign,
        transportOf(({ url }) => status(Number(url.split('/').at(-1)) + 200)),
        options,
      ),
    ).toBe('201 401')
  })

  it('one without a request needs no transport', async () => {
    function* none(): Exchange<number> {
      if (status(1).status === 2) yield draft('')
      return 7
    }
    expect(
      await drive(
        none(),
        sign,
        transportOf(() => new TransportError('network', 'n', false)),
        options,
      ),
    ).toBe(7)
  })

  const failing: readonly (readonly [string, (request: WireRequest) => WireResponse | TransportError, typeof sign])[] = [
    ['the transport fails', () => new TransportError('timeout', 't', true), sign],
    [
      'sign throws',
      () => status(200),
      () => {
        throw new TypeError('s')
      },
    ],
  ]
  it.each(failing)('%s: the generator is ended, and the error is told', async (_what, answer, signing) => {
    let ended = false
    function* held(): Exchange<void> {
      try {
        yield draft('https://a.example')
      } finally {
        ended = true
      }
    }
    await expect(drive(held(), signing, transportOf(answer), options)).rejects.toThrow(/^[ts]$/)
    expect(ended).toBe(true)
  })

  it('one that holds itself open, or throws while it is ended, hides nothing', async () => {
    function* clinging(): Exchange<void> {
      try {
        yield draft('https://a.example')
      } finally {
        yield draft('https://a.example/again')
        yield draft('https://a.example/and-again')
      }
    }
    const open = clinging()
    await expect(
      drive(
        open,
        sign,
        transportOf(() => new TransportError('network', 'n', false)),
        options,
      ),
    ).rejects.toMatchObject({ code: 'network' })
    expect(open.next().done).toBe(true)
    function* throwing(): Exchange<void> {
      try {
        yield draft('https://a.example')
      } finally {
        Iterator.from(
          (() => {
            throw new Error('hidden')
          })(),
        )
      }
    }
    await expect(
      drive(
        throwing(),
        sign,
        transportOf(() => new TransportError('network', 'n', false)),
        options,
      ),
    ).rejects.toMatchObject({ code: 'network' })
  })

  it('tells its listener once, also where the listener is told of what it asks for at once', () => {
    const told: unknown[] = []
    function* twice(): Exchange<string> {
      yield draft('https://a.example')
      yield draft('https://a.example')
      return 'end'
    }
    const carrier = { transport: byListener(() => status(200)), options, sign }
    driven(twice(), carrier, null, { done: result => told.push(result), failed: error => told.push(error) })
    driven(twice(), { ...carrier, transport: byListener(() => new TransportError('network', 'n', false)) }, null, {
      done: result => told.push(result),
      failed: error => told.push((error as TransportError).code),
    })
    expect(told).toEqual(['end', 'network'])
  })

  it('one that asks without end is ended', async () => {
    function* endless(): Exchange<void> {
      for (;;) yield draft('https://a.example')
    }
    let requests = 0
    const transport = transportOf(() => {
      requests++
      return status(200)
    })
    await expect(drive(endless(), sign, transport, options)).rejects.toMatchObject({ code: 'protocol' })
    expect(requests).toBe(16)
  })
})
