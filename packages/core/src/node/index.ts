import '../require-node.ts'

export { nodeTransport } from './node-transport.ts'
export type { Address, Http1Options, Http2Options, Identity, NodeTransportOptions } from './node-transport-options.ts'
