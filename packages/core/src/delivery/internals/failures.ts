import { RouseError, type RouseErrorCode } from '../../model/errors.ts'
import { errorCode, TransportError, type TransportErrorCode } from '../transport-error.ts'

/** Why an attempt has no answer, as delivery goes on with it. */
export interface Failure {
  /** For `detail`: a stable first word, and what is known of the cause behind a colon: `network: no connection: ENOTFOUND`. */
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

/** UTF-16 units of a transport's message that reach an Outcome. */
const longestReason = 160
/** Errors that are looked at behind the first: a transport wraps the one of the socket. */
const deepest = 4

/** What a TransportError says beyond its code: its message without scheme, and the system's error code where the message lacks it. */
function reasonOf(error: TransportError): string | null {
  const message = error.message.slice(0, longestReason).replace(/^https?:\/\//, '')
  // One word alone says no more than the code.
  const said = /\s/.test(message) ? message : ''
  const code = codeBehind(error)
  if (code === null || said.includes(code)) return said === '' ? null : said
  return said === '' ? code : `${said} (${code})`
}

function codeBehind(error: TransportError): string | null {
  let behind: unknown = error.cause
  for (let depth = 0; depth < deepest && behind instanceof Error; depth++) {
    const code = errorCode(behind)
    if (code !== null) return code
    behind = behind.cause
  }
  return null
}

/** Whether the request never left, since there was no connection for it: it does not count as one that carried a token. */
export const wasNotSent = (error: unknown): boolean =>
  error instanceof TransportError && !error.taken && (error.message.includes('no connection') || codeBehind(error) !== null)

/** What a request that rejected, or a channel that threw, means. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TransportError) {
    // A proxy that wants a password, for example: sent again, the request would fail again.
    if (error.code === 'network' && !error.retryable) return { cause: error.message, down: false, next: 'config' }
    const known = ofTransport[error.code]
    const reason = known.down ? reasonOf(error) : null
    const failure = reason === null ? known : { ...known, cause: `${known.cause}: ${reason}` }
    // A NAT forgot one connection with all requests on it: that says nothing about the host, which is asked over a new connection.
    return error.reason === 'dead-connection' ? { ...failure, down: false } : failure
  }
  if (error instanceof RouseError) {
    const known = codes[error.code]
    if (known !== undefined) return known
    if (error.retryable) return { cause: 'unavailable', down: false, next: 'retry' }
    return { cause: error.message, down: false, next: 'config', refused: error.code === 'credential-invalid' }
  }
  // A plugin's mistake: its words may hold a token, its name may not.
  return { cause: `channel-threw: ${error instanceof Error ? error.name : typeof error}`, down: false, next: 'config' }
}
