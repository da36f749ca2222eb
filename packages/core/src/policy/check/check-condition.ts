import type { Json } from '../../model/json.ts'
import { nearest } from '../../validation/nearest.ts'
import { factNames, factTable, readableAt } from '../fact-table.ts'
import { isOperator, isScalar, nearestOperator, operatorNames, operators } from '../operators.ts'
import { parsePath } from '../path.ts'
import type { ReadableValue } from '../settings-paths.ts'
import type { Mistakes } from './mistakes.ts'
import { childPointer } from './pointer.ts'
import { type Check, checkObject, isObject, type JsonObject, list, object } from './shape.ts'

export interface ConditionContext {
  readonly mistakes: Mistakes
  readonly hostFacts: readonly string[]
  /** Names of the document's conditions. */
  readonly named: ReadonlySet<string>
  /** `effective` is not there before the merge. */
  readonly inLayers: boolean
  /** `recent` is never this much or more; undefined: it may be anything. */
  readonly recentMost: number | undefined
}

const kinds = ['all', 'any', 'not', 'condition', 'fact'] as const
/** json-rules-engine's own `toJSON()` writes its default into every condition; it changes nothing. */
const defaultPriority: Check = (value, pointer, mistakes) => {
  if (value !== 1) mistakes.add(pointer, 'unknown field: a rule has a priority, a condition has none but the default 1 of json-rules-engine', { value })
}
const anyPath: ReadableValue = { type: 'any', nullable: true }
const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const

/** Checks one node of a condition tree. The depth is bounded already, so recursion is. */
export function checkCondition(node: Json, pointer: string, context: ConditionContext, isRoot: boolean): undefined {
  const { mistakes } = context
  if (mistakes.full) return
  if (!isObject(node)) return mistakes.add(pointer, 'expected a condition: an object with all, any, not, condition or fact', { value: node })
  const found = kinds.filter(kind => Object.hasOwn(node, kind))
  if (found.length > 1) return mistakes.add(pointer, `expected one of ${found.join(' and ')}, found both in one node`)
  const kind = found[0]
  if (kind === undefined) {
    const first = Object.keys(node).find(name => name !== 'priority')
    return mistakes.add(pointer, 'expected a condition: one of all, any, not, condition, fact', {
      nearest: first === undefined ? undefined : nearest(first, kinds),
    })
  }
  if (kind === 'fact') {
    if (isRoot) mistakes.add(pointer, 'expected all, any, not or condition at the root: write {"all": [ … ]} around it')
    return checkLeaf(node, pointer, context)
  }
  const child = (value: Json, at: string) => checkCondition(value, at, context, false)
  const name: Check = (value, at) => {
    if (typeof value === 'string' && context.named.has(value)) return
    mistakes.add(at, 'expected the name of one of the document’s conditions', {
      value,
      nearest: typeof value === 'string' ? nearest(value, [...context.named]) : undefined,
    })
  }
  const check = kind === 'condition' ? name : kind === 'not' ? child : list(child, { least: 1 })
  checkObject(node, pointer, mistakes, { fields: { [kind]: check, priority: defaultPriority } })
}

const anything = () => undefined
const secondsShape = object({
  fields: {
    seconds: (value, at, mistakes) => {
      if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > 2_592_000)
        mistakes.add(at, 'expected an integer of 1…2592000', { value })
    },
  },
  required: ['seconds'],
})

function checkLeaf(node: JsonObject, pointer: string, context: ConditionContext): undefined {
  const { mistakes } = context
  const fields = { fact: anything, operator: anything, value: anything, path: anything, params: anything, priority: defaultPriority }
  const complete = checkObject(node, pointer, mistakes, { fields, required: ['fact', 'operator', 'value'] })
  const readable = checkRef(node, pointer, context)
  const { operator, value } = node
  if (operator !== undefined && (typeof operator !== 'string' || !isOperator(operator))) {
    const known = typeof operator === 'string' ? nearestOperator(operator) : undefined
    return mistakes.add(childPointer(pointer, 'operator'), `expected an operator: ${operatorNames.join(', ')}`, { value: operator, nearest: known })
  }
  if (!complete || readable === null || operator === undefined) return
  const { of, asks } = operators[operator]
  if (!canBe(readable, of)) {
    return mistakes.add(
      childPointer(pointer, 'operator'),
      `${operator} needs ${wanted[of]}, but ${node.fact} at ${JSON.stringify(node.path ?? '$')} is ${wanted[kindOf(readable)]}`,
    )
  }
  const at = childPointer(pointer, 'value')
  if (isObject(value)) {
    if (!Object.hasOwn(value, 'fact')) return mistakes.add(at, `expected ${wanted[asks]}, or another fact: {"fact": …, "path": …}`, { value })
    checkObject(value, at, mistakes, { fields: { fact: anything, path: anything, params: anything } })
    const other = checkRef(value, at, context)
    if (other !== null && !canBe(other, asks))
      mistakes.add(
        at,
        `${operator} needs ${wanted[asks]} to compare with, but ${value.fact} at ${JSON.stringify(value.path ?? '$')} is ${wanted[kindOf(other)]}`,
      )
    else if (other !== null && asks !== 'number' && !comparable(of === 'list' ? elementOf(readable) : readable, asks === 'list' ? elementOf(other) : other)) {
      mistakes.add(at, `expected ${describe(of === 'list' ? elementOf(readable) : readable)}, found a fact that is ${describe(other)}`)
    }
    return
  }
  checkConstant(value as Json, at, asks, of === 'list' ? elementOf(readable) : readable, mistakes)
  if (node.fact === 'recent') checkCount(value as Json, at, context)
}

/** What a fact and its path may hold; null: noted as a mistake. */
function checkRef(node: JsonObject, pointer: string, { mistakes, hostFacts, inLayers }: ConditionContext): ReadableValue | null {
  const { fact, path, params } = node
  if (fact === undefined) return null
  const isBuiltIn = typeof fact === 'string' && Object.hasOwn(factTable, fact)
  if (typeof fact !== 'string' || (!isBuiltIn && !hostFacts.includes(fact))) {
    const known = [...factNames, ...hostFacts]
    mistakes.add(childPointer(pointer, 'fact'), `expected a fact: ${known.slice(0, 12).join(', ')}; or pass it in \`facts\` if it is the host’s`, {
      value: fact,
      nearest: typeof fact === 'string' ? nearest(fact, known) : undefined,
    })
    return null
  }
  const info = isBuiltIn ? factTable[fact] : undefined
  const before = mistakes.count
  if (inLayers && fact === 'effective') mistakes.add(childPointer(pointer, 'fact'), 'effective cannot be read in layers: it is what the layers are merged to')
  if (info?.seconds === true) {
    if (params === undefined) mistakes.add(childPointer(pointer, 'params'), `required: ${fact} is asked with {"seconds": …}`)
    else secondsShape(params, childPointer(pointer, 'params'), mistakes)
  } else if (params !== undefined) mistakes.add(childPointer(pointer, 'params'), 'only the fact recent takes params')

  const at = childPointer(pointer, 'path')
  const steps = typeof path === 'string' ? parsePath(path) : path === undefined ? [] : null
  if (steps === null)
    mistakes.add(at, 'expected a path of child and index steps, as $.sender.id or $.elements[0].type; filters, wildcards and scripts are not run', {
      value: path,
    })
  if (mistakes.count > before || steps === null) return null
  if (info === undefined) return anyPath
  const readable = readableAt(fact, steps)
  if (readable === null) {
    const known = Object.keys(info.paths)
    mistakes.add(at, path === undefined ? `required: ${fact} is read by its paths` : `no path of the fact ${fact}`, {
      value: path,
      nearest: typeof path === 'string' ? nearest(path, known) : undefined,
    })
  }
  return readable
}

type Kind = 'scalar' | 'list' | 'number'
const wanted: { readonly [kind in Kind]: string } = { scalar: 'null, true or false, a number or text', list: 'an array', number: 'a number' }
const kindOf = ({ type }: ReadableValue): Kind => (type === 'strings' ? 'list' : type === 'number' ? 'number' : 'scalar')

function canBe(value: ReadableValue, kind: Kind): boolean {
  if (value.type === 'any') return true
  return kind === 'list' ? value.type === 'strings' : kind === 'number' ? value.type === 'number' : value.type !== 'strings'
}

function elementOf({ type }: ReadableValue): ReadableValue {
  return type === 'strings' ? { type: 'string' } : anyPath
}

function comparable(a: ReadableValue, b: ReadableValue): boolean {
  return a.type === 'any' || b.type === 'any' || a.type === b.type || (a.nullable === true && b.nullable === true)
}

function checkConstant(value: Json, at: string, asks: Kind, readable: ReadableValue, mistakes: Mistakes): undefined {
  if (asks === 'list') {
    if (!Array.isArray(value)) return mistakes.add(at, 'expected an array of values', { value })
    for (let i = 0; i < value.length && !mistakes.full; i++) checkScalar(value[i] as Json, childPointer(at, i), readable, mistakes)
  } else if (asks === 'number') {
    if (typeof value !== 'number') mistakes.add(at, 'expected a number', { value })
  } else checkScalar(value, at, readable, mistakes)
}

/** A count that the counters never come to would make a rule that never fires, or always. */
function checkCount(value: Json, at: string, { mistakes, recentMost }: ConditionContext): void {
  if (recentMost === undefined || ![value].flat().some(number => typeof number === 'number' && number >= recentMost)) return
  mistakes.add(
    at,
    `expected less than ${recentMost}: the engine’s counters remember no more pushes of one recipient; give it others, as memoryCounters(100000, 500)`,
    { value },
  )
}

function checkScalar(value: Json, at: string, readable: ReadableValue, mistakes: Mistakes): undefined {
  if (!isScalar(value)) return mistakes.add(at, `expected ${wanted.scalar}`, { value })
  if (value === null && readable.nullable !== true) {
    return mistakes.add(at, `expected ${describe(readable)}: this is never null, and what is missing equals nothing`, { value })
  }
  if (value === null || readable.type === 'any') return
  if (typeof value !== readable.type) return mistakes.add(at, `expected ${describe(readable)}`, { value })
  if (readable.oneOf !== undefined && !readable.oneOf.includes(String(value))) {
    return mistakes.add(at, `expected ${describe(readable)}`, { value, nearest: nearest(String(value), readable.oneOf) })
  }
  if (typeof value === 'number' && !isWithin(value, readable)) mistakes.add(at, `expected ${describe(readable)}`, { value })
}

function isWithin(value: number, { range: [least, most] = everything, whole }: ReadableValue): boolean {
  return value >= least && value <= most && (whole !== true || Number.isInteger(value))
}

function describe(readable: ReadableValue): string {
  const { type, oneOf, nullable } = readable
  const base =
    oneOf !== undefined
      ? `one of ${oneOf.map(word => JSON.stringify(word)).join(', ')}`
      : type === 'number'
        ? numberWords(readable)
        : { string: 'text', boolean: 'true or false', strings: 'a list of texts', any: 'anything' }[type]
  return nullable === true ? `${base}, or null` : base
}

function numberWords({ range: [least, most] = everything, whole }: ReadableValue): string {
  const kind = whole === true ? 'an integer' : 'a number'
  if (least === Number.NEGATIVE_INFINITY) return kind
  return most === Number.POSITIVE_INFINITY ? `${kind} of ${least} or more` : `${kind} of ${least}…${most}`
}
