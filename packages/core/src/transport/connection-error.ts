import type { TransportErrorDetails } from '../delivery/transport-error.ts'

/** A fault that a transport found while it connected. Its message holds no secret and fits into a TransportError. */
export class ConnectError extends Error {
  override readonly name: string = 'ConnectError'
  /** A short code: `proxy-407`, `alpn`, `connect-timeout`, … */
  readonly reason: string
  /** Whether only another config helps: the request must not be sent again. */
  readonly isConfig: boolean

  constructor(message: string, reason: string, { cause, isConfig = false }: { readonly cause?: unknown; readonly isConfig?: boolean } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.reason = reason
    this.isConfig = isConfig
  }
}

/** Why there is no connection, as a TransportError says it. */
export interface ConnectionProblem {
  /** Plain words, with the code in brackets. Never a secret. */
  readonly message: string
  /** The code alone, for `TransportError.reason`. */
  readonly reason: string
  /** Whether only another config helps. */
  readonly isConfig: boolean
}

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the name server does not answer',
  EAI_FAIL: 'the name server failed',
  ECONNREFUSED: 'the host refused the connection',
  ECONNRESET: 'the connection was reset',
  ECONNABORTED: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ENETDOWN: 'the network is down',
  EACCES: 'this system does not allow the connection',
  EPERM: 'this system does not allow the connection',
  EMFILE: 'this process has too many open files',
  ENFILE: 'this system has too many open files',
  EADDRNOTAVAIL: 'this system has no free address or port',
  CERT_HAS_EXPIRED: "the host's certificate has expired",
  CERT_NOT_YET_VALID: "the host's certificate is not valid yet: check this system's clock",
  ERR_TLS_CERT_ALTNAME_INVALID: "the host's certificate is for another name",
  CERT_REVOKED: "the host's certificate is revoked",
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the host does not speak the protocol that was asked for (ALPN)',
  ERR_SSL_NO_APPLICATION_PROTOCOL: 'the host does not speak the protocol that was asked for (ALPN)',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the host does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the host does not speak TLS on this port',
  ERR_SSL_HTTP_REQUEST: 'the host does not speak TLS on this port',
}

/** What OpenSSL says of a chain that does not lead to an authority. */
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
])

/**
 * Says in plain words why a connection failed. A message of a foreign error is not quoted: a host's callback may put a secret into it.
 */
export function connectionProblem(error: unknown): ConnectionProblem {
  if (error instanceof ConnectError) return error
  if (!(error instanceof Error)) return { message: 'an unknown fault', reason: 'unknown', isConfig: false }
  if (!('code' in error) || typeof error.code !== 'string') return { message: `an unknown fault (${error.name})`, reason: error.name, isConfig: false }
  const reason = error.code
  const what = untrusted.has(reason) ? "the host's certificate is not trusted: add its authority to the option ca" : (words[reason] ?? 'the connection failed')
  return { message: `${what} (${reason})`, reason, isConfig: false }
}

/** The details of a TransportError for a problem. */
export const errorDetails = ({ reason, isConfig }: ConnectionProblem): TransportErrorDetails => (isConfig ? { reason, retryable: false } : { reason })

/**
 * The reason of requests on a connection whose peer leaves a PING unanswered. `dead-connection`: the peer had answered on it, so that the
 * way was lost, and a new connection may do; `ping-timeout`: it never answered anything.
 */
export const deadReason = (hadAnswered: boolean): 'dead-connection' | 'ping-timeout' => (hadAnswered ? 'dead-connection' : 'ping-timeout')
