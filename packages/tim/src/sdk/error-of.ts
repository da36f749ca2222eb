import { RouseError, type RouseErrorCode } from '@rouse/core'
import { timCodes } from '../tim-codes.ts'
import { TIMError } from './tim-error.ts'

/** Rouse's codes in Tencent's; what is not named is a server error. */
const codes: { readonly [code in RouseErrorCode]?: number } = {
  'message-invalid': timCodes.invalidParameters,
  'recipient-invalid': timCodes.invalidReceiver,
  closed: timCodes.notInitialized,
}

/** Any error as a TIMError: Tencent's code, and a text that says where the mistakes are. */
export function errorOf(error: unknown): TIMError {
  if (error instanceof TIMError) return error
  if (error instanceof RouseError) {
    const where = error.mistakes.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
    return new TIMError(codes[error.code] ?? timCodes.serverError, where === '' ? error.message : `${error.message}: ${where}`, error)
  }
  return new TIMError(timCodes.serverError, 'the chat server failed; see the cause', error)
}
