// Imported first by every entry of this package, for its effect: an old Node fails here with a clear error, not later with a missing function.
import { RouseError } from './model/errors.ts'

/** The oldest Node that Rouse supports, as `engines` of package.json says. */
const minimum = [22, 13] as const

/**
 * Checks a version of Node, such as `22.13.0`; undefined where the runtime is not Node, which is accepted.
 * @throws RouseError `config-invalid` where it is too old.
 */
export function requireNode(version: string | undefined): void {
  const match = /^(\d+)\.(\d+)/.exec(version === undefined ? '' : version)
  if (match === null) return
  const major = Number(match[1])
  const minor = Number(match[2])
  if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return
  throw new RouseError('config-invalid', `Rouse needs Node ${minimum.join('.')} or newer, this is Node ${version}: install a newer Node and start again`)
}

// Browsers and bundles may have no `process`, or one without `versions`.
const running: { readonly versions?: { readonly node?: string } } | undefined = globalThis.process
requireNode(running?.versions?.node)
