// For authors of transports: what a transport needs, without the engine, `@rouse/core/transport`.
import './require-node.ts'

export type { WireRequest, WireResponse } from './channel/wire.ts'
export { isCertificateAlert } from './delivery/certificate-alert.ts'
export type { Listener, Transport, TransportOptions } from './delivery/transport.ts'
export { TransportError, type TransportErrorCode, type TransportErrorDetails } from './delivery/transport-error.ts'
export { RouseError } from './model/errors.ts'
export { type ConnectProxy, openTunnel, type ProxyOptions, proxyTo, readProxy } from './transport/connect-proxy.ts'
export { ConnectError, type ConnectionProblem, connectionProblem, deadReason, errorDetails } from './transport/connection-error.ts'
export { ConnectionHealth, checkIntervalMs, type HealthLimits, healthDefaults } from './transport/connection-health.ts'
export { goawayError, http2ErrorName } from './transport/http2-errors.ts'
