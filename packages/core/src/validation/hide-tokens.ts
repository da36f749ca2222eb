import type { Issue } from '../model/mistake.ts'
import { nearest } from './nearest.ts'
import { step, steps } from './pointer.ts'

/** What stands in a pointer for a name that may be a token. */
const hidden = '…'

/** Whether a step is an index, a known field, or a slip of the pen of one: no token is as near to a name. */
const isSafe = (name: string, fields: readonly string[]): boolean => {
  if (/^[0-9]{1,6}$/.test(name) || fields.includes(name)) return true
  const near = nearest(name, fields)
  return near !== undefined && name.length <= near.length + 2
}

/**
 * A recipient's mistake without what may be a device token: below `/devices` no value is shown, nor the name of a field that is not
 * nearly one of `fields` (a token in a wrong place is as likely a name as a value).
 */
export function withoutTokens(mistake: Issue, fields: readonly string[]): Issue {
  const path = steps(mistake.pointer)
  if (path[0] !== 'devices') return mistake
  const { pointer: _, value: __, ...rest } = mistake
  return { pointer: path.map((name, at) => step(at === 0 || isSafe(name, fields) ? name : hidden)).join(''), ...rest }
}
