import type http2 from 'node:http2'
import { afterEach, beforeAll, expect } from 'vitest'
import type { WireResponse } from '../channel/wire.ts'
import type { Transport, TransportOptions } from '../delivery/transport.ts'
import { TransportError } from '../delivery/transport-error.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'
import { type Authority, authority, type Http2Peer, http2Peer } from './testing.fixture.ts'
import { transportUnderTest } from './transport-under-test.fixture.ts'

/** Peers over HTTP/2 and transports that trust them, closed after each test. For use at the top of a test file. */
export function http2Rig() {
  let ca: Authority
  let leaf: { readonly cert: string; readonly key: string }
  const cleanups: (() => Promise<void>)[] = []

  beforeAll(async () => {
    ca = await authority()
    leaf = await ca.issue(['127.0.0.1', 'localhost', 'push.example'])
  })

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })

  return {
    cleanups,
    /** The certificate of all peers. */
    leaf: () => leaf,
    async peer(...args: [onStream: Parameters<typeof http2Peer>[1], options?: http2.SecureServerOptions]): Promise<Http2Peer> {
      const running = await http2Peer(leaf, ...args)
      cleanups.push(running.stop)
      return running
    },
    transport(options: NodeTransportOptions = {}): Transport {
      const made = transportUnderTest({ ca: ca.certificate, ...options })
      cleanups.push(() => made.close(0))
      return made
    },
  }
}

export const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** What a request over HTTP/2 is sent with. */
export const h2 = (timeoutMs = 10_000, signal?: AbortSignal): TransportOptions => ({
  protocol: 'http2',
  timeoutMs,
  ...(signal === undefined ? {} : { signal }),
})

/** The error that a request ends with. */
export async function failure(promise: Promise<WireResponse>): Promise<TransportError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransportError)
  return error as TransportError
}
