import type { PolicyDocument } from '@rouse/core'
import type { ConditionNode, ConditionValue, Facts } from '@rouse/core/policy'
import { LogicEngine } from 'json-logic-engine'

type Logic = unknown

const operators: Readonly<Record<string, string>> = {
  equal: '===',
  notEqual: '!==',
  in: 'in',
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
}

const read = ({ fact, path }: { readonly fact: string; readonly path?: string }): Logic => ({ var: fact + (path ?? '$').slice(1) })

function value(value: ConditionValue): Logic {
  return typeof value === 'object' && value !== null && 'fact' in value && typeof value.fact === 'string' ? read(value as { readonly fact: string }) : value
}

function condition(node: ConditionNode, named: PolicyDocument['conditions']): Logic {
  if ('all' in node) return { and: node.all.map(child => condition(child, named)) }
  if ('any' in node) return { or: node.any.map(child => condition(child, named)) }
  if ('not' in node) return { '!': [condition(node.not, named)] }
  if ('condition' in node) return condition(named?.[node.condition] as ConditionNode, named)
  const operator = operators[node.operator]
  if (operator === undefined) throw new Error(`no JSON Logic for ${node.operator}`)
  const asked = { [operator]: [read(node), value(node.value)] }
  // What is missing reads as null there and null equals null, so a value is asked to be there first.
  return operator === '===' && typeof node.value === 'object' ? { and: [{ '!==': [read(node), null] }, asked] } : asked
}

/** The same conditions in JSON Logic, compiled by json-logic-engine: one `if` of all rules, then of all offers. */
export function jsonLogic({ rules, selection = [], conditions }: PolicyDocument): (facts: Facts) => string {
  const branches = [...rules, ...selection].flatMap(rule => [condition(rule.conditions, conditions), rule.name])
  return new LogicEngine().build({ if: [...branches, ''] }) as unknown as (facts: Facts) => string
}
