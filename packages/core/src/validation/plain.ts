import { mostEntries, type WalkLimits } from './walk.ts'

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
      return depth === 0
        ? Number.NaN
        : 2 + (Array.isArray(value) ? sizeOfArray(value, left, depth - 1) : sizeOfObject(value as { readonly [key: string]: unknown }, left, depth - 1))
    default:
      return Number.NaN
  }
}

function sizeOfArray(array: readonly unknown[], left: number, depth: number): number {
  const { length } = array
  if (Object.getPrototypeOf(array) !== Array.prototype || 2 * length > left || length > mostEntries || Reflect.ownKeys(array).length !== length + 1)
    return Number.NaN
  let size = 0
  for (let at = 0; at < length; at++) {
    if (hasGetter(array, at)) return Number.NaN
    const value = array[at]
    if (value === undefined) return Number.NaN
    size += sizeOf(value, left - size, depth)
    if (!(size <= left)) return Number.NaN
  }
  return size
}

function sizeOfObject(object: { readonly [key: string]: unknown }, left: number, depth: number): number {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) return Number.NaN
  let size = 0
  let fields = 0
  for (const key in object) {
    if (key === '__proto__' || hasGetter(object, key)) return Number.NaN
    const value = object[key]
    // A setter without a getter reads as undefined too; a field that holds undefined is an absent one.
    if (value === undefined && Object.getOwnPropertyDescriptor(object, key)?.set !== undefined) return Number.NaN
    if (++fields > mostEntries) return Number.NaN
    size += key.length + sizeOf(value, left - size, depth)
    if (!(size <= left)) return Number.NaN
  }
  // More than what is listed is hidden.
  return fields === Object.getOwnPropertyNames(object).length ? size : Number.NaN
}

type LookUp = (this: object, key: string | number) => unknown
// A descriptor would be an object for each field of each input; this one makes nothing.
const getterOf = (Object.prototype as unknown as { readonly __lookupGetter__: LookUp }).__lookupGetter__
const hasGetter = (holder: object, key: string | number): boolean => getterOf.call(holder, key) !== undefined

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
