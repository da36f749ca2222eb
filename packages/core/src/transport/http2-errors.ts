import { ConnectError } from './connection-error.ts'

const names = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]

/** An HTTP/2 error code as RFC 9113, section 7, spells it; `0x1f` where it is none of its own. */
export const http2ErrorName = (code: number): string => names[code] ?? `0x${code.toString(16)}`

/**
 * What a GOAWAY says, its debug data included as far as they can be shown: Apple writes its reason there, with NO_ERROR too (Source:
 * docs/vendors/apns.md, "Response"). null: nothing but that the session ends.
 */
export function goawayError(code: number, debug: string): Error | null {
  if (code === 0 && debug === '') return null
  const words = debug === '' ? '' : `: ${debug.replace(/[^\x20-\x7e]/g, '?')}`
  return new ConnectError(`GOAWAY ${http2ErrorName(code)}${words}`, 'goaway')
}
