import { factNames, namesAt } from '../fact-table.ts'
import { isScalar, operatorNames } from '../operators.ts'
import type { Step } from '../path.ts'
import { createConstants } from './constants.ts'
import type { Program, ProgramRule } from './program.ts'
import { keyOf, type Leaf, leavesOf, type Ref, type Tree } from './tree.ts'

/** Conditions in one generated function at most: V8 does not optimize functions beyond some size. */
const mostLeaves = 300

/** A text of code, and the values it names `k0`, `k1`, … */
export interface Generated {
  readonly source: string
  readonly constants: readonly unknown[]
}

/** The code of a program: `layers`, `verdict` and `selection`, and what they share. */
export function generate(program: Program): Generated {
  const constants = createConstants()
  const hoisted = new Map<string, string>()
  const prelude: string[] = []

  /** One function's text: repeated subtrees are decided once a call, and only when asked. */
  const scope = (trees: readonly Tree[]) => {
    const repeated = repeatedIn(trees)
    const cells = new Map<string, string>()
    const emit = (tree: Tree): string => {
      if (tree.level === 'message') return hoist(tree)
      const key = keyOf(tree)
      if (!repeated.has(key)) return bare(tree, emit)
      let cell = cells.get(key)
      if (cell === undefined) {
        cell = `c${cells.size}`
        cells.set(key, cell)
      }
      return `(${cell}===0?(${cell}=${bare(tree, emit)}?1:2):${cell})===1`
    }
    return { emit, locals: () => [...cells.values()].map(cell => `,${cell}=0`).join('') }
  }

  const hoist = (tree: Tree): string => {
    const key = keyOf(tree)
    let slot = hoisted.get(key)
    if (slot === undefined) {
      slot = `h${hoisted.size}`
      hoisted.set(key, slot)
      prelude.push(`${slot}=${bare(tree, child => bare(child, nested))};`)
    }
    return slot
  }
  const nested = (tree: Tree): string => bare(tree, nested)

  const bare = (tree: Tree, emit: (tree: Tree) => string): string => {
    if (tree.kind === 'leaf') return leaf(tree)
    if (tree.kind === 'not') return `!(${emit(tree.of)})`
    return `(${tree.of.map(emit).join(tree.kind === 'all' ? '&&' : '||')})`
  }

  const leaf = ({ ref, operator, other, value }: Leaf): string => {
    const fact = read(ref)
    if (other !== null) {
      if (operator === 'equal') return `R.same(${fact},${read(other)})`
      if (operator === 'notEqual') return `!R.same(${fact},${read(other)})`
      return `R.test(${constants.name(known(operatorNames, operator))},${fact},${read(other)})`
    }
    switch (operator) {
      case 'equal':
      case 'notEqual':
        return `(${fact}${operator === 'equal' ? '===' : '!=='}${constants.name(value)})`
      case 'in':
      case 'notIn': {
        const items = (value as readonly unknown[]).filter(isScalar)
        const asked =
          items.length === 0
            ? 'false'
            : items.length <= 8
              ? `(t=${fact},${items.map(item => `t===${constants.name(item)}`).join('||')})`
              : `${constants.set(items)}.has(${fact})`
        return operator === 'in' ? asked : `!${asked}`
      }
      case 'contains':
      case 'doesNotContain':
        return `(Array.isArray(t=${fact})&&${operator === 'contains' ? '' : '!'}t.includes(${constants.name(value)}))`
      default:
        return `(typeof(t=${fact})==='number'&&t${comparisons[operator]}${constants.name(value)})`
    }
  }

  const read = ({ fact, host, steps, seconds }: Ref): string => {
    if (seconds !== null) return `R.recent(f,${constants.name(steps[0])},${constants.name(seconds)})`
    if (host) return [fact, ...steps].reduce<string>((code, step) => `R.step(${code},${constants.name(step)})`, 'f.host')
    // Facts and their paths were found in the table: only what stands there is written as code.
    const names = namesAt(fact, steps)
    const member = (code: string, step: Step, i: number) => (typeof names[i] === 'string' ? `${code}?.${names[i]}` : `R.step(${code},${constants.name(step)})`)
    return steps.reduce<string>(member, `f.${known(factNames, fact)}`)
  }

  const rules = program.rules.rules
  const parts = chunks(rules)
  const verdicts = parts.map(({ from, to }, n) => {
    const { emit, locals } = scope(rules.slice(from, to).map(({ tree }) => tree))
    const cases = rules
      .slice(from, to)
      .map(({ tree, answer }, i) => `case ${from + i}:if(to<=${from + i})return null;if(${emit(tree)})return ${constants.name(answer)};`)
    return `function v${n}(f,from,to){let t${locals()};switch(from){${cases.join('\n')}}return null}`
  })
  const chosen = program.selection.rules
  const selecting = scope(chosen.map(({ tree }) => tree))
  const offers = chosen.map(({ tree, answer }) => `if(${selecting.emit(tree)})return ${constants.name(answer)};`)
  const layering = scope(program.layers.rules.map(({ tree }) => tree))
  const places = program.layers.rules.map(({ tree }, i) => `if(${layering.emit(tree)})out.push(${i});`)

  const enter = hoisted.size === 0 ? '' : 'if(f.message!==seen)prelude(f);'
  const source = [
    "'use strict';",
    constants.declarations('K'),
    hoisted.size === 0 ? '' : `let seen=K${[...hoisted.values()].map(slot => `,${slot}=false`).join('')};`,
    hoisted.size === 0 ? '' : `function prelude(f){let t;${prelude.join('\n')}seen=f.message;}`,
    ...verdicts,
    'return {',
    `verdict(f,from,to){${enter}${calls(parts)}},`,
    `selection(f){${enter}let t${selecting.locals()};${offers.join('\n')}return null},`,
    `layers(f){${places.length === 0 ? 'return K[0]' : `${enter}let t${layering.locals()};const out=[];${places.join('\n')}return out`}},`,
    '}',
  ]
  return { source: source.join('\n'), constants: constants.values() }
}

const comparisons = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' } as const

/** `name` as our own table has it: what is written into code never comes from a document. */
function known<Name extends string>(names: readonly Name[], name: string): Name {
  const found = names.find(own => own === name)
  if (found === undefined) throw new Error(`not in our tables: ${name}`)
  return found
}

/** Keys of subtrees that several places ask and that are worth remembering. */
function repeatedIn(trees: readonly Tree[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  const visit = (tree: Tree) => {
    if (tree.level === 'message') return
    const worth = tree.kind !== 'leaf' || tree.operator === 'in' || tree.operator === 'notIn' || tree.other !== null || tree.ref.seconds !== null
    const key = keyOf(tree)
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

interface Chunk {
  readonly from: number
  readonly to: number
}

function chunks(rules: readonly ProgramRule<unknown>[]): readonly Chunk[] {
  const found: Chunk[] = []
  let from = 0
  let leaves = 0
  rules.forEach(({ tree }, i) => {
    const own = [...leavesOf(tree)].length
    if (i > from && leaves + own > mostLeaves) {
      found.push({ from, to: i })
      from = i
      leaves = 0
    }
    leaves += own
  })
  found.push({ from, to: rules.length })
  return found
}

function calls(parts: readonly Chunk[]): string {
  if (parts.length === 1) return 'return v0(f,from,to)'
  const asked = parts.map(({ from, to }, n) => `if(from<${to}&&to>${from}&&(v=v${n}(f,from<${from}?${from}:from,to))!==null)return v;`)
  return `let v;${asked.join('\n')}return null`
}
