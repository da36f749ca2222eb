import { factNames, namesAt } from '../fact-table.ts'
import { operatorNames } from '../operators.ts'
import type { Constants } from './constants.ts'
import type { Leaf, Ref, Tree } from './tree.ts'

/** Turns a tree to an expression over `f` (the facts), `t` and `u` (free locals) and constants. */
export interface Emitter {
  /** `inner` makes the expressions of children. */
  bare(tree: Tree, inner: (tree: Tree) => string): string
  /** The expression of what a condition reads. */
  read(ref: Ref): string
}

/** Lists up to this long are compared one by one, longer ones looked up in a Set. */
const shortList = 8
const comparisons = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' } as const

export function createEmitter(constants: Constants): Emitter {
  return {
    read,
    bare(tree, inner) {
      if (tree.kind === 'leaf') return leaf(tree)
      if (tree.kind === 'not') return `!${inner(tree.of)}`
      return tree.of.length === 1 ? inner(tree.of[0] as Tree) : `(${tree.of.map(inner).join(tree.kind === 'all' ? '&&' : '||')})`
    },
  }

  function leaf({ ref, operator, other, value }: Leaf): string {
    const fact = read(ref)
    switch (operator) {
      case 'equal':
      case 'notEqual':
        if (other !== null) return `${operator === 'equal' ? '' : '!'}${ref.key === other.key ? there(fact) : `same(${fact},${read(other)})`}`
        return `(${fact}${operator === 'equal' ? '===' : '!=='}${constants.name(value)})`
      case 'in':
      case 'notIn':
        if (other !== null) break
        return `${operator === 'in' ? '' : '!'}${membership(fact, value as readonly unknown[])}`
      case 'contains':
      case 'doesNotContain':
        if (other !== null) break
        return `(Array.isArray(t=${fact})&&${operator === 'contains' ? '' : '!'}t.includes(${constants.name(value)}))`
      default:
        if (other === null) return `(typeof(t=${fact})==='number'&&t${comparisons[operator]}${constants.name(value)})`
        return `(typeof(t=${fact})==='number'&&typeof(u=${read(other)})==='number'&&t${comparisons[operator]}u)`
    }
    return `test(${constants.name(known(operatorNames, operator))},${fact},${read(other)})`
  }

  /** A value equals itself wherever it is one that can equal anything: not missing, no array, no object, not NaN. */
  function there(fact: string): string {
    return `(typeof(t=${fact})==='string'||t===null||typeof t==='boolean'||typeof t==='number'&&t===t)`
  }

  function membership(fact: string, items: readonly unknown[]): string {
    if (items.length === 0) return 'false'
    if (items.length > shortList) return `${constants.set(items)}.has(${fact})`
    const [only] = items
    if (items.length === 1) return `(${fact}===${constants.name(only)})`
    return `(t=${fact},${items.map(item => `t===${constants.name(item)}`).join('||')})`
  }

  function read({ fact, host, steps, seconds }: Ref): string {
    if (seconds !== null) return `recent(f,${constants.name(steps[0])},${constants.name(seconds)})`
    if (host) return [fact, ...steps].reduce<string>((code, step) => `step(${code},${constants.name(step)})`, 'f.host')
    // Facts and their paths were found in the table: only what stands there is written as code.
    const names = namesAt(fact, steps)
    return steps.reduce<string>(
      (code, step, i) => (typeof names[i] === 'string' ? `${code}?.${names[i]}` : `step(${code},${constants.name(step)})`),
      `f.${known(factNames, fact)}`,
    )
  }
}

/** `name` as our own table has it: what is written into code never comes from a document. */
function known<Name extends string>(names: readonly Name[], name: string): Name {
  const found = names.find(own => own === name)
  if (found === undefined) throw new Error(`not in our tables: ${name}`)
  return found
}

/** Keys of subtrees that several places ask and that are worth remembering. */
export function repeatedIn(trees: readonly Tree[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const visit = (tree: Tree) => {
    const worth = tree.kind !== 'leaf' || tree.operator === 'in' || tree.operator === 'notIn' || tree.other !== null || tree.ref.seconds !== null
    const { key } = tree
    const before = counts.get(key) ?? 0
    if (worth) counts.set(key, before + 1)
    // Within what is remembered already, nothing is asked a second time.
    if (before > 0) return
    if (tree.kind === 'not') visit(tree.of)
    else if (tree.kind !== 'leaf') for (const child of tree.of) visit(child)
  }
  for (const tree of trees) visit(tree)
  return new Set([...counts].filter(([, count]) => count > 1).map(([key]) => key))
}
