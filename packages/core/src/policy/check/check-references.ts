import type { ConditionNode } from '../document.ts'
import { referencesIn } from '../evaluate/references.ts'
import type { NamedConditions } from '../evaluate/tree.ts'
import type { Mistakes } from './mistakes.ts'
import { childPointer } from './pointer.ts'

/** Conditions a document may have, named ones counted wherever they are used. */
export const maxConditions = 10_000
/** Levels of conditions within conditions, named ones in place. */
export const maxConditionDepth = 32

interface Size {
  readonly nodes: number
  readonly depth: number
}

/**
 * Cycles among named conditions, and what the document grows to with them in place. Works up from the conditions that
 * name no other, so neither long chains nor doubling ones can blow it up.
 */
export function checkReferences(named: NamedConditions, roots: ReadonlyMap<string, ConditionNode>, mistakes: Mistakes): void {
  const names = Object.keys(named)
  const uses = new Map(
    names.map(name => [name, [...new Set(referencesIn(named[name] as ConditionNode, '').map(used => used.name))].filter(used => Object.hasOwn(named, used))]),
  )
  const sizes = new Map<string, Size>()
  const waiting = new Map(names.map(name => [name, (uses.get(name) ?? []).length]))
  const usedBy = new Map<string, string[]>(names.map(name => [name, []]))
  for (const [name, used] of uses) for (const other of used) usedBy.get(other)?.push(name)
  const ready = names.filter(name => waiting.get(name) === 0)
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    sizes.set(name, sizeOf(named[name] as ConditionNode, sizes))
    for (const user of usedBy.get(name) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1
      waiting.set(user, left)
      if (left === 0) ready.push(user)
    }
  }
  for (const name of onCycle(
    names.filter(name => !sizes.has(name)),
    uses,
    usedBy,
  )) {
    mistakes.add(childPointer('/conditions', name), 'a cycle: this condition comes back to itself')
  }
  if (mistakes.count > 0) return

  let nodes = 0
  for (const [name, { depth, nodes: own }] of sizes) {
    if (depth > maxConditionDepth)
      mistakes.add(childPointer('/conditions', name), `nested deeper than ${maxConditionDepth} conditions with the named ones in place`)
    nodes += own
  }
  for (const [pointer, root] of roots) {
    const size = sizeOf(root, sizes)
    nodes += size.nodes
    if (size.depth > maxConditionDepth) mistakes.add(pointer, `nested deeper than ${maxConditionDepth} conditions with the named ones in place`)
  }
  if (nodes > maxConditions) mistakes.add('', `expected at most ${maxConditions} conditions, named ones counted wherever they are used, found ${nodes}`)
}

/** Of the names that no order can be found for, those that lie on a cycle or between two. */
function onCycle(names: readonly string[], uses: ReadonlyMap<string, readonly string[]>, usedBy: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const left = new Set(names)
  const users = new Map(names.map(name => [name, (usedBy.get(name) ?? []).filter(user => left.has(user)).length]))
  const loose = names.filter(name => users.get(name) === 0)
  for (let name = loose.pop(); name !== undefined; name = loose.pop()) {
    left.delete(name)
    for (const used of uses.get(name) ?? []) {
      if (!left.has(used)) continue
      const count = (users.get(used) ?? 0) - 1
      users.set(used, count)
      if (count === 0) loose.push(used)
    }
  }
  return left
}

function childrenOf(node: ConditionNode): readonly ConditionNode[] {
  if ('all' in node) return node.all
  if ('any' in node) return node.any
  return 'not' in node ? [node.not] : []
}

function sizeOf(node: ConditionNode, sizes: ReadonlyMap<string, Size>): Size {
  if ('condition' in node) return sizes.get(node.condition) ?? { nodes: 1, depth: 1 }
  const children = childrenOf(node).map(child => sizeOf(child, sizes))
  return {
    // Doubling names would leave the safe integers; beyond the bound the exact number is of no use.
    nodes: Math.min(
      1e9,
      children.reduce((sum, child) => sum + child.nodes, 1),
    ),
    depth: 1 + children.reduce((most, child) => Math.max(most, child.depth), 0),
  }
}
