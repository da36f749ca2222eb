import type { WireRequest, WireResponse } from '../channel/wire.ts'
import type { Transport, TransportOptions } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import { checkIntervalMs } from '../transport/connection-health.ts'
import { connectOptions, peerOf } from './internals/connect.ts'
import { Deadlines } from './internals/deadlines.ts'
import { Http1Pool } from './internals/http1-pool.ts'
import { Http2Pool, http2Settings } from './internals/http2-pool.ts'
import { Job } from './internals/job.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'

/**
 * The transport of Node: node:http2 for `http2`, undici for `http1`, over verified TLS only. Sessions are long-lived and opened as load
 * asks; what a peer says it never took is sent again; every request settles by its deadline, with an answer or a TransportError
 * (`credential-invalid` when an HTTP/2 peer refuses a client certificate).
 *
 * @throws RouseError `config-invalid` for a proxy that cannot be used, and for numbers of `http2` out of range.
 *
 * @example
 * const transport = nodeTransport({ http2: { maxConnections: 2 } })
 */
export function nodeTransport(options: NodeTransportOptions = {}): Transport {
  const shared = connectOptions(options)
  const pools = new Map<string, Http2Pool | Http1Pool>()
  const deadlines = new Deadlines()
  let closing: Promise<void> | null = null
  let checks: NodeJS.Timeout | null = null

  const check = (now: number): void => {
    for (const pool of pools.values()) if (pool instanceof Http2Pool) pool.check(now)
  }

  const poolOf = (origin: string, protocol: 'http2' | 'http1', identity: string | undefined): Http2Pool | Http1Pool => {
    const key = identity === undefined ? `${protocol} ${origin}` : `${protocol} ${origin} ${identity}`
    let pool = pools.get(key)
    if (pool === undefined) {
      const peer = peerOf(origin, identity)
      pool = protocol === 'http2' ? new Http2Pool(peer, shared, deadlines) : new Http1Pool(peer, shared, deadlines)
      pools.set(key, pool)
      // Behind the sockets, with the time from before they are read: see ConnectionHealth.
      if (protocol === 'http2') checks ??= setInterval(() => setImmediate(check, performance.now()), checkIntervalMs(http2Settings(options))).unref()
    }
    return pool
  }

  return {
    request(request: WireRequest, given: TransportOptions): Promise<WireResponse> {
      if (closing !== null) return Promise.reject(new TransportError('closed', 'the transport is closed: make a new one', false))
      if (given.signal?.aborted) return Promise.reject(new TransportError('aborted', 'called off before it was sent', false))
      const place = placeOf(request.url)
      if (place === null) return Promise.reject(new TransportError('protocol', 'the URL is none, or not https: requests go over TLS only', false))
      const pool = poolOf(place.origin, given.protocol, request.identity)
      return new Promise(resolve => pool.submit(new Job(request, place.path, given, pool, resolve)))
    },
    close(graceMs = 5000): Promise<void> {
      closing ??= Promise.all([...pools.values()].map(pool => pool.close(graceOf(graceMs)))).then(() => {
        if (checks !== null) clearInterval(checks)
      })
      return closing
    },
  }
}

/** Milliseconds that the platform's timers take: what is no number, or below 0, is no grace. */
const graceOf = (ms: number): number => (ms > 0 ? Math.min(ms, 2 ** 31 - 1) : 0)

/** Where a request goes; `path` null: what follows the origin, as it stands. */
interface Place {
  readonly origin: string
  readonly path: string | null
}

/** Parsing a URL costs more than all else here, and those of channels are plain. */
const plain = /^(https:\/\/[a-z0-9.-]+(?::\d+)?)\/[\w!$%&'()*+,./:;=?@~-]*$/

function placeOf(url: string): Place | null {
  const match = plain.exec(url)
  if (match !== null) return { origin: match[1] as string, path: null }
  if (!URL.canParse(url)) return null
  const { protocol, origin, pathname, search } = new URL(url)
  return protocol === 'https:' ? { origin, path: pathname + search } : null
}
