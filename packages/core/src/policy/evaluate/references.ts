import { childPointer } from '../check/pointer.ts'
import type { ConditionNode } from '../document.ts'

/** A place where a condition is called by its name. */
export interface Reference {
  readonly name: string
  readonly pointer: string
}

/** The named conditions that a node uses itself. */
export function referencesIn(node: ConditionNode, pointer: string): readonly Reference[] {
  if ('condition' in node) return [{ name: node.condition, pointer: `${pointer}/condition` }]
  if ('not' in node) return referencesIn(node.not, `${pointer}/not`)
  const [kind, children] = 'all' in node ? ['all', node.all] : 'any' in node ? ['any', node.any] : ['', []]
  return children.flatMap((child, i) => referencesIn(child, childPointer(`${pointer}/${kind}`, i)))
}
