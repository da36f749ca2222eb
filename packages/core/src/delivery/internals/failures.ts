import { RouseError, type RouseErrorCode } from '../../model/errors.ts'
import { TransportError, type TransportErrorCode } from '../transport-error.ts'

/** Why an attempt has no answer, as delivery goes on with it. */
export interface Failure {
  /** The word for `detail`. */
  readonly cause: string
  /** Whether it counts against the host. */
  readonly down: boolean
  readonly next: 'retry' | 'fail' | 'config'
  /** The peer refused the credential itself: a client certificate. */
  readonly refused?: boolean
}

const ofTransport: Readonly<Record<TransportErrorCode, Failure>> = {
  network: { cause: 'network', down: true, next: 'retry' },
  protocol: { cause: 'network', down: true, next: 'retry' },
  timeout: { cause: 'timeout', down: true, next: 'retry' },
  'queue-full': { cause: 'queue-full', down: false, next: 'retry' },
  aborted: { cause: 'closed', down: false, next: 'fail' },
  closed: { cause: 'closed', down: false, next: 'fail' },
}

const codes: Partial<Record<RouseErrorCode, Failure>> = ofTransport

/** What a request that rejected, or a channel that threw, means. */
export function failureOf(error: unknown): Failure {
  // A NAT forgot one connection, with all requests on it: that says nothing of the host, which is asked over a new one.
  if (error instanceof TransportError && error.reason === 'dead-connection') return { ...ofTransport.network, down: false }
  // Such as a proxy that wants a password: sent again, it would fail again.
  if (error instanceof TransportError && error.code === 'network' && !error.retryable) return { cause: error.message, down: false, next: 'config' }
  if (error instanceof TransportError) return ofTransport[error.code]
  if (error instanceof RouseError) {
    const known = codes[error.code]
    if (known !== undefined) return known
    if (error.retryable) return { cause: 'unavailable', down: false, next: 'retry' }
    return { cause: error.message, down: false, next: 'config', refused: error.code === 'credential-invalid' }
  }
  // A plugin's mistake: its words may hold a token, its name may not.
  return { cause: `channel-threw: ${error instanceof Error ? error.name : typeof error}`, down: false, next: 'config' }
}
