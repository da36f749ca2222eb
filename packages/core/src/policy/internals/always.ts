import { readableAt } from '../fact-table.ts'
import { keyOf, type Leaf, type Tree } from './tree.ts'

/** What a condition comes to whatever the facts are: true, false, or null where it depends on them. */
export function always(tree: Tree): boolean | null {
  if (tree.kind === 'leaf') return leaf(tree)
  if (tree.kind === 'not') {
    const of = always(tree.of)
    return of === null ? null : !of
  }
  // `any` is decided by one true child, or by a child beside its own opposite; `all` the other way round.
  const decisive = tree.kind === 'any'
  const children = tree.of.map(always)
  if (children.includes(decisive)) return decisive
  if (children.every(child => child === !decisive)) return !decisive
  const keys = new Set(tree.of.map(keyOf))
  return tree.of.some(child => child.kind === 'not' && keys.has(keyOf(child.of))) ? decisive : null
}

function leaf({ ref, operator, other, value }: Leaf): boolean | null {
  if (other !== null) return null
  const readable = ref.host ? null : readableAt(ref.fact, ref.steps)
  const list = Array.isArray(value) ? value : []
  if (operator === 'in' || operator === 'notIn') {
    const covered = readable?.always === true && readable.oneOf?.every(word => list.includes(word)) === true
    return list.length === 0 ? operator === 'notIn' : covered ? operator === 'in' : null
  }
  if (readable?.always !== true || readable.range === undefined || typeof value !== 'number') return null
  const [least, most] = readable.range
  if (operator === 'lessThan') return most < value ? true : least >= value ? false : null
  if (operator === 'lessThanInclusive') return most <= value ? true : least > value ? false : null
  if (operator === 'greaterThan') return least > value ? true : most <= value ? false : null
  if (operator === 'greaterThanInclusive') return least >= value ? true : most < value ? false : null
  return null
}
