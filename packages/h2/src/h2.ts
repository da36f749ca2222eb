import {
  checkIntervalMs,
  type Listener,
  RouseError,
  type Transport,
  TransportError,
  type TransportOptions,
  type WireRequest,
  type WireResponse,
} from '@rouse/core/transport'
import { checkOptions } from './check-options.ts'
import type { RequestListener, Resolve } from './connection/call.ts'
import { defaultLimits } from './connection/limits.ts'
import type { H2Options } from './options.ts'
import { answerTo, failTo } from './pool/backlog.ts'
import { CallRegistry } from './pool/call-registry.ts'
import { peerOf } from './pool/peer.ts'
import { Pool, type PoolPort } from './pool/pool.ts'
import { SecureContexts } from './pool/secure-context.ts'
import { isPlain, targetOf } from './target.ts'

/**
 * A Transport for HTTP/2 that is made for many small POSTs: leaner than node:http2, and as careful. Requests that want
 * `http1` go to `options.http1`. Verification of TLS cannot be switched off. Throws RouseError `config-invalid` for an option that is out of
 * bounds, or a proxy that is not `http:`.
 *
 * ```ts
 * const transport = h2({ http1: nodeTransport() })
 * const answer = await transport.request({ method: 'POST', url, headers, body }, { protocol: 'http2', timeoutMs: 10_000 })
 * ```
 */
export function h2(options: H2Options = {}): Transport {
  return new H2Transport(options)
}

interface Route {
  readonly origin: string
  readonly identity: string | undefined
  readonly pool: Pool
}

class H2Transport implements Transport {
  readonly #port: PoolPort
  readonly #options: H2Options
  readonly #pools = new Map<string, Route>()
  /** The route that was taken last: bursts go to one host. */
  #last: Route | null = null
  #ticks: NodeJS.Timeout | null = null
  #closing: Promise<void> | null = null
  #resolve: Resolve = () => {}
  // One for all: a new one a request would be another object to make.
  readonly #executor = (resolve: Resolve) => {
    this.#resolve = resolve
  }

  constructor(options: H2Options) {
    checkOptions(options)
    const clock = () => performance.now()
    const stated = Object.fromEntries(Object.entries(options).filter(([name, value]) => name in defaultLimits && value !== undefined))
    this.#options = options
    this.#port = { ledger: new CallRegistry(clock), limits: { ...defaultLimits, ...stated }, options, contexts: new SecureContexts(options.ca), clock }
  }

  request(request: WireRequest, options: TransportOptions): Promise<WireResponse> {
    const promise = new Promise(this.#executor)
    this.#ask(request, options, this.#resolve)
    return promise
  }

  carry(request: WireRequest, options: TransportOptions, listener: Listener<WireResponse>): void {
    this.#ask(request, options, listener)
  }

  #ask(request: WireRequest, options: TransportOptions, asker: RequestListener): void {
    if (this.#closing !== null) {
      failTo(asker, new TransportError('closed', 'the transport is closed', false))
      return
    }
    if (options.protocol !== 'http2') {
      this.#http1(request, options, asker)
      return
    }
    if (options.signal?.aborted === true) {
      failTo(asker, new TransportError('aborted', 'called off', false))
      return
    }
    let { url } = request
    let route = this.#last
    if (route === null || route.identity !== request.identity || !isPlain(url, route.origin)) {
      try {
        const target = targetOf(url, this.#options.priorKnowledge === true)
        url = target.url
        route = this.#route(target.origin, request.identity)
      } catch (error) {
        failTo(asker, error)
        return
      }
    }
    route.pool.submit(request, url, options, asker)
  }

  close(graceMs = 5000): Promise<void> {
    // What is no number, or below 0, is no grace; the platform's timers take no more than this.
    this.#closing ??= this.#close(graceMs > 0 ? Math.min(graceMs, 2 ** 31 - 1) : 0)
    return this.#closing
  }

  async #close(graceMs: number): Promise<void> {
    const { ledger } = this.#port
    const http1 = this.#closeHttp1(graceMs)
    if (ledger.open > 0) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, graceMs)
        ledger.drained = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    if (this.#ticks !== null) clearInterval(this.#ticks)
    for (const { pool } of this.#pools.values()) pool.destroy()
    await http1
  }

  /** Whatever the other transport does: it has its grace and a second. */
  async #closeHttp1(graceMs: number): Promise<void> {
    const { http1 } = this.#options
    if (http1 === undefined) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, Math.min(graceMs + 1000, 2 ** 31 - 1))
    })
    try {
      await Promise.race([http1.close(graceMs), late])
    } catch (error) {
      if (error instanceof RouseError) throw error
      throw new RouseError('closed', 'h2: the transport in "http1" did not close', { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }

  #http1(request: WireRequest, options: TransportOptions, asker: RequestListener): void {
    const { http1 } = this.#options
    if (http1 === undefined) {
      failTo(asker, new TransportError('protocol', 'the request wants HTTP/1.1: give h2() an option "http1", such as nodeTransport()', false))
      return
    }
    http1.request(request, options).then(
      response => answerTo(asker, response),
      (error: unknown) => failTo(asker, error),
    )
  }

  #route(origin: string, identity: string | undefined): Route {
    const key = identity === undefined ? origin : `${origin} ${identity}`
    const { clock } = this.#port
    let route = this.#pools.get(key)
    if (route === undefined) {
      route = { origin, identity, pool: new Pool(peerOf(origin, identity), this.#port) }
      this.#pools.set(key, route)
      // Behind the sockets, with the time from before they are read: see ConnectionHealth.
      this.#ticks ??= setInterval(() => setImmediate(this.#tick, clock()), this.#tickMs()).unref()
    }
    this.#last = route
    return route
  }

  readonly #tick = (now: number): void => {
    for (const { pool } of this.#pools.values()) pool.tick(now)
  }

  /** Fine enough for the shortest of the limits that it watches. */
  #tickMs(): number {
    const { limits } = this.#port
    return checkIntervalMs(limits, limits.maxAgeMs, limits.settingsTimeoutMs)
  }
}
