// What the author of a transport needs, without the engine: `@rouse/core/transport`.
import './require-node.ts'

export type { WireRequest, WireResponse } from './channel/wire.ts'
export { isCertificateAlert } from './delivery/certificate-alert.ts'
export { goawayError, http2ErrorName } from './delivery/http2-errors.ts'
export type { Listener, Transport, TransportOptions } from './delivery/transport.ts'
export type { TransportErrorCode } from './delivery/transport-error.ts'
export { TransportError } from './delivery/transport-error.ts'
export { RouseError } from './model/errors.ts'
