import type { Json } from '../../model/json.ts'
import type { ConditionNode, ConditionValue } from '../document.ts'
import { factTable } from '../fact-table.ts'
import type { OperatorName } from '../operators.ts'
import { parsePath, type Step } from '../path.ts'
import type { Level } from '../policy.ts'

/** What a condition reads. */
export interface Ref {
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
  readonly ref: Ref
  readonly operator: OperatorName
  /** What it is compared with: another fact, or a constant. */
  readonly other: Ref | null
  readonly value: Json
  readonly level: Level
}

/** A checked condition tree with its named conditions in place: what every evaluator but json-rules-engine runs. */
export type Tree =
  | Leaf
  | { readonly kind: 'all' | 'any'; readonly of: readonly Tree[]; readonly level: Level }
  | { readonly kind: 'not'; readonly of: Tree; readonly level: Level }

export type NamedConditions = { readonly [name: string]: ConditionNode }

const order: readonly Level[] = ['message', 'recipient', 'device']

/** The wider of two levels. */
export function widest(a: Level, b: Level): Level {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

/** The tree of a checked node. Named conditions are put in place; the check has bounded what that can grow to. */
export function treeOf(node: ConditionNode, named: NamedConditions): Tree {
  if ('all' in node) return group('all', node.all, named)
  if ('any' in node) return group('any', node.any, named)
  if ('not' in node) {
    const of = treeOf(node.not, named)
    return { kind: 'not', of, level: of.level }
  }
  if ('condition' in node) return treeOf(named[node.condition] as ConditionNode, named)
  const ref = refOf(node)
  const other = isFactValue(node.value) ? refOf(node.value) : null
  return {
    kind: 'leaf',
    ref,
    operator: node.operator as OperatorName,
    other,
    value: other === null ? (node.value as Json) : null,
    level: other === null ? ref.level : widest(ref.level, other.level),
  }
}

function group(kind: 'all' | 'any', nodes: readonly ConditionNode[], named: NamedConditions): Tree {
  const of = nodes.map(node => treeOf(node, named))
  return { kind, of, level: of.reduce<Level>((level, child) => widest(level, child.level), 'message') }
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

function refOf(node: FactValue): Ref {
  const info = Object.hasOwn(factTable, node.fact) ? factTable[node.fact] : undefined
  return {
    fact: node.fact,
    host: info === undefined,
    steps: parsePath(node.path ?? '$') ?? [],
    seconds: info?.seconds === true ? (node.params?.seconds as number) : null,
    level: info?.level ?? 'recipient',
  }
}

/** Every leaf, in the order they are written. */
export function* leavesOf(tree: Tree): Generator<Leaf> {
  if (tree.kind === 'leaf') yield tree
  else if (tree.kind === 'not') yield* leavesOf(tree.of)
  else for (const child of tree.of) yield* leavesOf(child)
}

/** A text that two refs share only if they read the same. */
export function keyOfRef({ fact, steps, seconds }: Ref): string {
  return JSON.stringify([fact, steps, seconds])
}

/** A text that two trees share only if they ask the same. */
export function keyOf(tree: Tree): string {
  if (tree.kind === 'not') return `!${keyOf(tree.of)}`
  if (tree.kind !== 'leaf') return `${tree.kind}(${tree.of.map(keyOf).join()})`
  return JSON.stringify([keyOfRef(tree.ref), tree.operator, tree.other === null ? null : keyOfRef(tree.other), tree.value])
}
