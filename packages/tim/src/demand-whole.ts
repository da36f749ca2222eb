import { RouseError } from '@rouse/core'

/**
 * Holds an option to a whole number of 1 to `most`: a limit that is no number would be none.
 *
 * @throws RouseError `config-invalid`.
 */
export function demandWhole(option: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return
  throw new RouseError('config-invalid', `${option} must be a whole number of 1 to ${most}, not ${String(value)}`)
}
