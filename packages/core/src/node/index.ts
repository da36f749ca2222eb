import '../require-node.ts'

export type { ProxyOptions } from '../transport/connect-proxy.ts'
export { nodeTransport } from './node-transport.ts'
export type { Address, Http1Options, Http2Options, Identity, NodeTransportOptions } from './node-transport-options.ts'
export { proxyFromEnvironment } from './proxy-from-environment.ts'
