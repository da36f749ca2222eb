import { mostEntries, type WalkLimits } from './walk.ts'

/** What a copy may still hold: shared by all containers of one input. */
interface Budget {
  left: number
}

/** null: too large, too deep, or no plain container. */
function copied(value: object, depth: number, budget: Budget): object | null {
  if (depth === 0) return null
  return Array.isArray(value) ? copiedArray(value, depth - 1, budget) : copiedObject(value, depth - 1, budget)
}

function copiedArray(array: readonly unknown[], depth: number, budget: Budget): unknown[] | null {
  const { length } = array
  budget.left -= 2 * length
  if (budget.left < 0 || length > mostEntries) return null
  const copy: unknown[] = []
  for (let at = 0; at < length; at++) {
    const value = array[at]
    if (typeof value === 'string') budget.left -= value.length
    const own = typeof value === 'object' && value !== null ? copied(value, depth, budget) : value
    if (own === null && value !== null) return null
    copy.push(own)
  }
  return budget.left < 0 ? null : copy
}

function copiedObject(object: object, depth: number, budget: Budget): object | null {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) return null
  let fields = 0
  for (const _ in object) if (++fields > mostEntries) return null
  const copy: Record<string, unknown> = { ...object }
  for (const key in copy) {
    const value = copy[key]
    budget.left -= 2 + key.length
    if (typeof value === 'string') budget.left -= value.length
    else if (typeof value === 'object' && value !== null) {
      // It would set a prototype.
      const own = key === '__proto__' ? null : copied(value, depth, budget)
      if (own === null) return null
      copy[key] = own
    }
  }
  return budget.left < 0 ? null : copy
}

/**
 * A copy of an input's containers, each field of which was read once: nothing that happens to the input afterwards changes it. null where
 * the input is no object or array, larger or deeper than the limits, of a foreign prototype, or cannot be read: `walk` says why.
 */
export function plainCopy(input: unknown, { size, depth }: WalkLimits): object | null {
  if (typeof input !== 'object' || input === null) return null
  try {
    return copied(input, depth, { left: size })
  } catch {
    // A Proxy or an accessor threw.
    return null
  }
}
