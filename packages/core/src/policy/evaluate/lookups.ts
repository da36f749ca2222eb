import { type Leaf, leavesOf, type Ref, type Tree } from './tree.ts'

/** Many lists over one value, asked with a single look into a Map: each list has a bit. */
export interface Lookup {
  readonly ref: Ref
  /** Value to the bits of the lists that hold it. */
  readonly masks: ReadonlyMap<unknown, number>
  /** The bit of the list that a leaf asks; undefined: none of these. */
  bitOf(leaf: Leaf): number | undefined
}

/** Fewer comparisons than this are faster one by one. */
const leastItems = 6
const mostLists = 30

/** The items that a leaf compares with, if it is a comparison with constants alone; else null. */
function itemsOf({ operator, other, value }: Leaf): readonly unknown[] | null {
  if (other !== null) return null
  if (operator === 'in' || operator === 'notIn') return value as readonly unknown[]
  return operator === 'equal' || operator === 'notEqual' ? [value] : null
}

/** Values that these trees compare with several lists, by what they read. */
export function lookupsOf(trees: readonly Tree[]): ReadonlyMap<string, Lookup> {
  const lists = new Map<string, { readonly ref: Ref; readonly items: Map<unknown, readonly unknown[]> }>()
  for (const tree of trees) {
    for (const leaf of leavesOf(tree)) {
      const items = itemsOf(leaf)
      if (items === null || leaf.level === 'message' || leaf.ref.seconds !== null) continue
      const { key } = leaf.ref
      const known = lists.get(key) ?? { ref: leaf.ref, items: new Map() }
      known.items.set(leaf.value, items)
      lists.set(key, known)
    }
  }
  const found = new Map<string, Lookup>()
  for (const [key, { ref, items }] of lists) {
    const count = [...items.values()].reduce((sum, list) => sum + list.length, 0)
    if (items.size < 3 || count < leastItems || items.size > mostLists) continue
    const masks = new Map<unknown, number>()
    const bits = new Map<unknown, number>()
    for (const [value, list] of items) {
      const bit = 2 ** bits.size
      bits.set(value, bit)
      for (const item of list) masks.set(item, (masks.get(item) ?? 0) | bit)
    }
    found.set(key, { ref, masks, bitOf: leaf => (itemsOf(leaf) === null ? undefined : bits.get(leaf.value)) })
  }
  return found
}
