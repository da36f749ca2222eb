import type { Json } from '../../model/json.ts'
import { canonicalTimeZone } from '../../validation/names.ts'
import type { ConditionNode, ConditionValue, PolicyDocument, PolicyRule } from '../document.ts'
import { isFactValue } from './tree.ts'

const zone = (value: Json): Json => (typeof value === 'string' ? (canonicalTimeZone(value) ?? value) : value)

function zones(value: ConditionValue): ConditionValue {
  if (isFactValue(value)) return value
  return Array.isArray(value) ? (value as readonly Json[]).map(zone) : zone(value as Json)
}

function node(condition: ConditionNode): ConditionNode {
  if ('all' in condition) return { all: condition.all.map(node) }
  if ('any' in condition) return { any: condition.any.map(node) }
  if ('not' in condition) return { not: node(condition.not) }
  if ('condition' in condition || condition.fact !== 'recipient' || condition.path !== '$.timeZone') return condition
  return { ...condition, value: zones(condition.value) }
}

const rule = <Event>(one: PolicyRule<Event>): PolicyRule<Event> => ({ ...one, conditions: node(one.conditions) })

/**
 * A checked document with every constant that the recipient's time zone is compared with in canonical form, as the fact is: a rule that
 * names `PRC` means `Asia/Shanghai`. The host's document stays as it is.
 */
export function withCanonicalZones(document: PolicyDocument): PolicyDocument {
  const { conditions, layers, rules, selection } = document
  return {
    ...document,
    ...(conditions === undefined ? {} : { conditions: Object.fromEntries(Object.entries(conditions).map(([name, one]) => [name, node(one)])) }),
    ...(layers === undefined ? {} : { layers: layers.map(rule) }),
    rules: rules.map(rule),
    ...(selection === undefined ? {} : { selection: selection.map(rule) }),
  }
}
