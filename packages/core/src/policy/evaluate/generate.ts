import { prefixes } from '../levels.ts'
import type { Program, ProgramRule } from './compiled-policy.ts'
import { createConstants } from './constants.ts'
import { createEmitter, repeatedIn } from './emit.ts'
import { lookupsOf } from './lookups.ts'
import { type Leaf, leavesOf, type Tree } from './tree.ts'

/** Conditions in one generated function at most: V8 does not optimize functions beyond some size. */
const mostLeaves = 300

/** A text of code, and the values it names `k0`, `k1`, … */
export interface Generated {
  readonly source: string
  readonly constants: readonly unknown[]
}

/**
 * The code of a program: `layers`, `verdict`, `selection`, and what they share. Rules are written twice: in runs without a branch
 * for the ranges that the levels give, and as a switch for any other range.
 */
export function generate(program: Program): Generated {
  const constants = createConstants()
  const { bare, read } = createEmitter(constants)
  const hoisted = new Map<string, string>()
  const prelude: string[] = []

  /** A condition on the message alone: a variable that the prelude sets, once a message. */
  const hoist = (tree: Tree): string => {
    const { key } = tree
    let slot = hoisted.get(key)
    if (slot === undefined) {
      slot = `h${hoisted.size}`
      hoisted.set(key, slot)
      prelude.push(`${slot}=${plain(tree)};`)
    }
    return slot
  }
  const plain = (tree: Tree): string => bare(tree, plain)
  const once = (tree: Tree): string => (tree.level === 'message' ? hoist(tree) : bare(tree, once))

  /** Statements of rules in order; what several of them ask is decided once, just before the first of them. */
  const run = (rules: readonly ProgramRule<unknown>[], then: (answer: string) => string): string => {
    const trees = rules.map(({ tree }) => tree)
    const repeated = repeatedIn(trees)
    const lookups = lookupsOf(trees)
    const cells = new Map<string, string>()
    const lines: string[] = []
    /** One look into a Map for a value that many lists are asked about; null: not such a leaf. */
    const looked = (leaf: Leaf): string | null => {
      const { key } = leaf.ref
      const bit = lookups.get(key)?.bitOf(leaf)
      if (bit === undefined) return null
      let mask = cells.get(key)
      if (mask === undefined) {
        mask = `c${cells.size}`
        cells.set(key, mask)
        lines.push(`const ${mask}=${constants.map(lookups.get(key)?.masks ?? new Map())}.get(${read(leaf.ref)})|0;`)
      }
      return `((${mask}&${bit})${leaf.operator === 'in' || leaf.operator === 'equal' ? '!==' : '==='}0)`
    }
    const expression = (tree: Tree): string => {
      if (tree.level === 'message') return hoist(tree)
      const bits = tree.kind === 'leaf' ? looked(tree) : null
      if (bits !== null) return bits
      const { key } = tree
      if (!repeated.has(key)) return bare(tree, expression)
      let cell = cells.get(key)
      if (cell === undefined) {
        const value = bare(tree, expression)
        cell = `c${cells.size}`
        cells.set(key, cell)
        lines.push(`const ${cell}=${value};`)
      }
      return cell
    }
    for (const { tree, answer } of rules) {
      const when = expression(tree)
      lines.push(`if(${when})${then(constants.name(answer))}`)
    }
    return `let t,u;${lines.join('\n')}`
  }

  const { rules } = program.rules
  const { messageRules, recipientRules } = prefixes(rules.map(({ tree }) => tree.level))
  const parts = chunks(rules, [messageRules, recipientRules])
  const straight = parts.map(({ from, to }, n) => `function s${n}(f){${run(rules.slice(from, to), answer => `return ${answer};`)}return null}`)
  const switches = parts.map(({ from, to }, n) => {
    const cases = rules
      .slice(from, to)
      .map(({ tree, answer }, i) => `case ${from + i}:if(to<=${from + i})return null;if(${once(tree)})return ${constants.name(answer)};`)
    return `function v${n}(f,from,to){let t,u;switch(from){${cases.join('\n')}}return null}`
  })
  const verdict = parts.map(({ from, to }, n) =>
    from === to ? '' : `if(from<${to}&&to>${from}&&(v=from<=${from}&&to>=${to}?s${n}(f):v${n}(f,from<${from}?${from}:from,to))!==null)return v;`,
  )
  const selection = run(program.selection.rules, answer => `return ${answer};`)
  const layers = program.layers.rules.length === 0 ? 'return k0;' : `const out=[];${run(program.layers.rules, answer => `out.push(${answer});`)}return out;`

  const enter = hoisted.size === 0 ? '' : 'if(f.message!==seen)prelude(f);'
  const whole = parts.map((_, n) => `(v=s${n}(f))!==null`).join('||')
  const source = [
    "'use strict';",
    constants.declarations('K'),
    'const {step,recent,same,test}=R;',
    hoisted.size === 0 ? '' : `let seen=K${[...hoisted.values()].map(slot => `,${slot}=false`).join('')};`,
    hoisted.size === 0 ? '' : `function prelude(f){let t,u;${prelude.join('\n')}seen=f.message;}`,
    ...straight,
    ...switches,
    'return {',
    `verdict(f,from,to){${enter}let v=null;if(from===0&&to===${rules.length}){${whole === '' ? '' : `if(${whole})return v;`}return null}${verdict.join('\n')}return null},`,
    `selection(f){${enter}${selection}return null},`,
    `layers(f){${enter}${layers}},`,
    '}',
  ]
  return { source: source.join('\n'), constants: constants.values() }
}

interface Chunk {
  readonly from: number
  readonly to: number
}

/** Runs of rules that end at these places, and wherever a function would grow too large. */
function chunks(rules: readonly ProgramRule<unknown>[], ends: readonly number[]): readonly Chunk[] {
  const found: Chunk[] = []
  let from = 0
  let leaves = 0
  rules.forEach(({ tree }, i) => {
    const own = [...leavesOf(tree)].length
    if (i > from && (leaves + own > mostLeaves || ends.includes(i))) {
      found.push({ from, to: i })
      from = i
      leaves = 0
    }
    leaves += own
  })
  if (rules.length > from) found.push({ from, to: rules.length })
  return found
}
