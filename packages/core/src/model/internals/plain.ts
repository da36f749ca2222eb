import type { WalkLimits } from './walk.ts'

/** The size of a value as `walk` counts it, or NaN where it is not plain data or goes too deep. Stops early where it is too large. */
function sizeOf(value: unknown, left: number, depth: number): number {
  switch (typeof value) {
    case 'string':
      return 2 + value.length
    case 'boolean':
    case 'undefined':
      return 2
    case 'number':
      return Number.isFinite(value) ? 2 : Number.NaN
    case 'object':
      if (value === null) return 2
      return depth === 0 ? Number.NaN : 2 + (Array.isArray(value) ? sizeOfArray(value, left, depth - 1) : sizeOfObject(value, left, depth - 1))
    default:
      return Number.NaN
  }
}

function sizeOfArray(array: readonly unknown[], left: number, depth: number): number {
  const { length } = array
  if (Object.getPrototypeOf(array) !== Array.prototype || 2 * length > left || Reflect.ownKeys(array).length !== length + 1) return Number.NaN
  let size = 0
  for (let at = 0; at < length; at++) {
    const field = Object.getOwnPropertyDescriptor(array, at)
    if (field?.value === undefined) return Number.NaN
    size += sizeOf(field.value, left - size, depth)
    if (!(size <= left)) return Number.NaN
  }
  return size
}

function sizeOfObject(object: object, left: number, depth: number): number {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) return Number.NaN
  let size = 0
  for (const key of Object.getOwnPropertyNames(object)) {
    const field = Object.getOwnPropertyDescriptor(object, key)
    if (field === undefined || field.get !== undefined || field.set !== undefined || field.enumerable === false || key === '__proto__') return Number.NaN
    size += key.length + sizeOf(field.value, left - size, depth)
    if (!(size <= left)) return Number.NaN
  }
  return size
}

/**
 * Whether an input is plain data within its limits: the quick yes for what `walk` finds no mistake in. false: `walk` says why, or that
 * it is clean after all. Like `walk` it runs no accessor, ends early where the input is too large, and goes no deeper than the limit.
 */
export function isPlain(input: unknown, { size, depth }: WalkLimits): boolean {
  try {
    return sizeOf(input, size, depth) <= size
  } catch {
    // Only a Proxy can throw here.
    return false
  }
}
