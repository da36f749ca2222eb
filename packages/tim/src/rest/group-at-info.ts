import type { Json, Mentions } from '@rouse/core'
import { isObject } from './tim-json.ts'

/** GroupAtInfo as mentions; undefined: it mentions nobody. */
export function readGroupAtInfo(info: Json | undefined): Mentions | undefined {
  if (!Array.isArray(info)) return undefined
  const entries = (info as readonly Json[]).filter(isObject)
  const all = entries.some(({ GroupAtAllFlag }) => GroupAtAllFlag === 1)
  const named = entries.filter(({ GroupAtAllFlag }) => GroupAtAllFlag !== 1).map(({ GroupAt_Account }) => GroupAt_Account)
  const users = named.filter((user): user is string => typeof user === 'string' && user.length > 0 && user.length <= 256)
  if (!all && users.length === 0) return undefined
  return { ...(all ? { all } : {}), ...(users.length === 0 ? {} : { users }) }
}

/** Mentions as GroupAtInfo: what was carried, while it says the same. */
export function writeGroupAtInfo(mentions: Mentions | undefined, carried: Json | undefined): Json | undefined {
  const users = mentions?.users ?? []
  const all = mentions?.all ?? false
  const before = readGroupAtInfo(carried)
  if (carried !== undefined && (before?.all ?? false) === all && JSON.stringify(before?.users ?? []) === JSON.stringify(users)) return carried
  if (!all && users.length === 0) return undefined
  return [...(all ? [{ GroupAtAllFlag: 1 }] : []), ...users.map(user => ({ GroupAtAllFlag: 0, GroupAt_Account: user }))]
}
