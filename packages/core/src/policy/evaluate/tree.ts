import type { Json } from '../../model/json.ts'
import type { ConditionNode, ConditionValue } from '../document.ts'
import { factTable } from '../fact-table.ts'
import type { OperatorName } from '../operators.ts'
import { parsePath, type Step } from '../path.ts'
import type { Level } from '../policy.ts'
import { createKeys, type Keys } from './keys.ts'

/** What a condition reads. */
export interface Ref {
  /** Two refs share it only if they read the same. */
  readonly key: string
  readonly fact: string
  /** Of the host's, not of the closed table. */
  readonly host: boolean
  readonly steps: readonly Step[]
  /** Only of `recent`; else null. */
  readonly seconds: number | null
  readonly level: Level
}

export interface Leaf {
  readonly kind: 'leaf'
  /** Two trees share it only if they ask the same. */
  readonly key: string
  readonly ref: Ref
  readonly operator: OperatorName
  /** What it is compared with: another fact, or a constant. */
  readonly other: Ref | null
  /** Equal lists are one array. */
  readonly value: Json
  readonly level: Level
}

/** A checked condition tree with its named conditions in place: what every evaluator but json-rules-engine runs. */
export type Tree =
  | Leaf
  | { readonly kind: 'all' | 'any'; readonly key: string; readonly of: readonly Tree[]; readonly level: Level }
  | { readonly kind: 'not'; readonly key: string; readonly of: Tree; readonly level: Level }

export type NamedConditions = { readonly [name: string]: ConditionNode }

const order: readonly Level[] = ['message', 'recipient', 'device']

/** The wider of two levels. */
export function widest(a: Level, b: Level): Level {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

/**
 * Makes the trees of checked nodes. Named conditions are put in place, each made once however often it is used; the check has bounded
 * what that can grow to. Trees that share `keys` can be told apart by their own.
 */
export function createTrees(named: NamedConditions, keys: Keys = createKeys()): (node: ConditionNode) => Tree {
  const made = new Map<string, Tree>()
  return treeOf

  function treeOf(node: ConditionNode): Tree {
    if ('all' in node) return group('all', node.all)
    if ('any' in node) return group('any', node.any)
    if ('not' in node) {
      const of = treeOf(node.not)
      return { kind: 'not', key: keys.of('not', of.key), of, level: of.level }
    }
    if ('condition' in node) return namedTree(node.condition)
    const ref = refOf(node)
    const other = isFactValue(node.value) ? refOf(node.value) : null
    const operator = node.operator as OperatorName
    const value = other === null ? keys.same(node.value as Json) : { key: null, value: null }
    return {
      kind: 'leaf',
      key: keys.of(ref.key, operator, other === null ? null : other.key, value.key),
      ref,
      operator,
      other,
      value: value.value,
      level: other === null ? ref.level : widest(ref.level, other.level),
    }
  }

  function namedTree(name: string): Tree {
    const known = made.get(name)
    if (known !== undefined) return known
    const tree = treeOf(named[name] as ConditionNode)
    made.set(name, tree)
    return tree
  }

  function group(kind: 'all' | 'any', nodes: readonly ConditionNode[]): Tree {
    const of = nodes.map(treeOf)
    const level = of.reduce<Level>((wide, child) => widest(wide, child.level), 'message')
    return { kind, key: keys.of(kind, ...of.map(({ key }) => key)), of, level }
  }

  function refOf(node: FactValue): Ref {
    const info = Object.hasOwn(factTable, node.fact) ? factTable[node.fact] : undefined
    const steps = parsePath(node.path ?? '$') ?? []
    const seconds = info?.seconds === true ? (node.params?.seconds as number) : null
    return { key: keys.of(node.fact, seconds, ...steps), fact: node.fact, host: info === undefined, steps, seconds, level: info?.level ?? 'recipient' }
  }
}

/** A condition's value that is another fact's. */
export interface FactValue {
  readonly fact: string
  readonly path?: string
  readonly params?: { readonly [key: string]: Json }
}

/** Whether a condition's value is another fact's. */
export function isFactValue(value: ConditionValue): value is FactValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'fact')
}

/** Every leaf, in the order they are written. */
export function* leavesOf(tree: Tree): Generator<Leaf> {
  if (tree.kind === 'leaf') yield tree
  else if (tree.kind === 'not') yield* leavesOf(tree.of)
  else for (const child of tree.of) yield* leavesOf(child)
}
