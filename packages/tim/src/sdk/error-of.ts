import { RouseError, type RouseErrorCode } from '@rouse/core'
import { timCodes } from '../tim-codes.ts'
import { TIMError } from './tim-error.ts'

/** Rouse's codes in Tencent's; what is not named is a server error. */
const codes: { readonly [code in RouseErrorCode]?: number } = {
  'message-invalid': timCodes.invalidParameters,
  'recipient-invalid': timCodes.invalidParameters,
  closed: timCodes.notInitialized,
}

/** Any error as a TIMError: Tencent's code and a text. A RouseError's text names its mistakes; what others say may be a secret, and stays in `cause`. */
export function errorOf(error: unknown): TIMError {
  if (error instanceof TIMError) return error
  if (error instanceof RouseError) return new TIMError(codes[error.code] ?? timCodes.serverError, error.message, error)
  return new TIMError(timCodes.serverError, 'the chat server failed; see the cause', error)
}
