import { inject } from 'vitest'
import { h2 } from '../../../h2/src/index.ts'
import type { Transport } from '../delivery/transport.ts'
import { nodeTransport } from './node-transport.ts'
import type { NodeTransportOptions } from './node-transport-options.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Which transport the delivery suite is run over: vitest.config.ts runs it over both. */
    transport: 'node' | 'h2'
  }
}

/** The transport that the suites of this folder are held against: core's own, or `h2()` with the same options. */
export const transportUnderTest: (options?: NodeTransportOptions) => Transport = inject('transport') === 'h2' ? overH2 : nodeTransport

function overH2(options: NodeTransportOptions = {}): Transport {
  const { http1: _, http2, ...shared } = options
  return h2({ ...shared, ...http2, http1: nodeTransport(options) })
}
