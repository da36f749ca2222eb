import { type Leaf, leavesOf, type Ref, type Tree } from '../evaluate/tree.ts'
import { readableAt } from '../fact-table.ts'
import { operators } from '../operators.ts'
import type { ReadableValue } from '../settings-paths.ts'
import { valuesOf } from './domain.ts'

/** What a condition comes to whatever the facts are: true, false, or null where it depends on them, or is too large to tell. */
export type Always = (tree: Tree) => boolean | null

/** Cases that one group of conditions is tried on at most, and comparisons made for a whole document. */
const mostCases = 1024
const mostComparisons = 2_000_000

const anything: ReadableValue = { type: 'any' }

/**
 * Decides by trying every kind of value that what a condition reads may have; so also `hour < 7 or hour >= 7`, and every word of a
 * closed list. Lists that a fact holds, and two facts compared, count as true or false alike. One a document: its work is bounded.
 */
export function createAlways(): Always {
  let left = mostComparisons
  const known = new Map<string, boolean | null>()
  return always

  function always(tree: Tree): boolean | null {
    const before = known.get(tree.key)
    if (before !== undefined) return before
    const found = decide(tree)
    known.set(tree.key, found)
    return found
  }

  function decide(tree: Tree): boolean | null {
    if (tree.kind === 'not') {
      const of = always(tree.of)
      return of === null ? null : !of
    }
    if (tree.kind !== 'leaf') {
      // `any` is decided by one true child; `all` by one that is false.
      const decisive = tree.kind === 'any'
      const children = tree.of.map(always)
      if (children.includes(decisive)) return decisive
      if (children.every(child => child === !decisive)) return !decisive
      const keys = new Set(tree.of.map(({ key }) => key))
      if (tree.of.some(child => child.kind === 'not' && keys.has(child.of.key))) return decisive
    }
    return tried(tree)
  }

  function tried(tree: Tree): boolean | null {
    const leaves = [...leavesOf(tree)]
    const unknowns = unknownsOf(leaves)
    if (unknowns === null) return null
    const cases = [...unknowns.values()].reduce((product, values) => product * values.length, 1)
    if (cases > mostCases || cases * leaves.length > left) return null
    left -= cases * leaves.length
    let first: boolean | null = null
    for (let n = 0; n < cases; n++) {
      const holds = evaluate(tree, caseOf(unknowns, n))
      if (first === null) first = holds
      else if (first !== holds) return null
    }
    return first
  }
}

/**
 * What the leaves depend on, and the values it is tried with: what each reads, or the leaf itself where that says too little. null: too
 * much to try.
 */
function unknownsOf(leaves: readonly Leaf[]): ReadonlyMap<string, readonly unknown[]> | null {
  const read = new Map<string, { readonly ref: Ref; readonly constants: unknown[] }>()
  const unknowns = new Map<string, readonly unknown[]>()
  for (const leaf of leaves) {
    if (isOpaque(leaf)) unknowns.set(leaf.key, [true, false])
    else {
      const known = read.get(leaf.ref.key) ?? { ref: leaf.ref, constants: [] }
      const asked = leaf.other === null ? [leaf.value].flat() : []
      if (known.constants.length + asked.length > mostCases) return null
      known.constants.push(...asked)
      read.set(leaf.ref.key, known)
    }
  }
  for (const [key, { ref, constants }] of read) unknowns.set(key, valuesOf(readableOf(ref), constants))
  return unknowns
}

function isOpaque({ operator, ref, other }: Leaf): boolean {
  return other === null ? operator === 'contains' || operator === 'doesNotContain' : other.key !== ref.key
}

function readableOf({ fact, host, steps }: Ref): ReadableValue {
  return (host ? null : readableAt(fact, steps)) ?? anything
}

type Case = ReadonlyMap<string, unknown>

/** The n-th of all combinations. */
function caseOf(unknowns: ReadonlyMap<string, readonly unknown[]>, n: number): Case {
  let rest = n
  return new Map(
    [...unknowns].map(([key, values]) => {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return [key, value]
    }),
  )
}

function evaluate(tree: Tree, values: Case): boolean {
  if (tree.kind === 'not') return !evaluate(tree.of, values)
  if (tree.kind !== 'leaf') return tree.kind === 'all' ? tree.of.every(child => evaluate(child, values)) : tree.of.some(child => evaluate(child, values))
  if (isOpaque(tree)) return values.get(tree.key) === true
  const value = values.get(tree.ref.key)
  return operators[tree.operator].test(value, tree.other === null ? tree.value : value)
}
