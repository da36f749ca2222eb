import { steps } from './pointer.ts'

const longest = 60

/** As Array.isArray; a revoked Proxy, which makes that throw, is none. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** A value in a mistake's words, shortened to some 60 characters; undefined for what must not be shown: whatever lies under a `token`. */
export function showValue(pointer: string, value: unknown): string | undefined {
  if (value === undefined || steps(pointer).includes('token')) return undefined
  if (typeof value === 'string') return JSON.stringify(value.length > longest ? `${value.slice(0, longest).toWellFormed()}…` : value)
  if (isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  return String(value)
}
