import type { TIMError } from './tim-error.ts'

/** An error that nobody asked for, as a process warning: its text alone, without its cause. */
export const warn = (error: TIMError): void => process.emitWarning(`${error.message} (code ${error.code})`, 'TIMError')

/** `onError`, or a process warning where it throws itself. */
export function telling(onError: (error: TIMError) => void): (error: TIMError) => void {
  return error => {
    try {
      onError(error)
    } catch {
      warn(error)
    }
  }
}
