import { type ConditionNode, type ConditionValue, factTable, type Json, type PolicyDocument } from '@rouse/core'
import { type Assignment, placeOf } from './assignment.ts'

/** A condition that compares. */
export type Comparison = Extract<ConditionNode, { readonly fact: string }>

/** Values worth trying at each place: what the documents mention there, its neighbours, and what the place may hold anyway. */
export type Values = ReadonlyMap<string, { readonly fact: string; readonly path: string; readonly values: readonly Json[] }>

export function isFactValue(value: ConditionValue): value is { readonly fact: string; readonly path?: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'fact')
}

/** Every comparison of a document, wherever it stands. */
export function comparisonsOf(document: PolicyDocument): readonly Comparison[] {
  const roots = [
    ...Object.values(document.conditions ?? {}),
    ...[...document.rules, ...(document.layers ?? []), ...(document.selection ?? [])].map(({ conditions }) => conditions),
  ]
  return roots.flatMap(comparisonsIn)
}

function comparisonsIn(node: ConditionNode): readonly Comparison[] {
  if ('all' in node) return node.all.flatMap(comparisonsIn)
  if ('any' in node) return node.any.flatMap(comparisonsIn)
  if ('not' in node) return comparisonsIn(node.not)
  return 'condition' in node ? [] : [node]
}

/** The constants of both documents by place, each number with its neighbours, and the closed lists of the facts' table. */
export function valuesOf(documents: readonly PolicyDocument[]): Values {
  const found = new Map<string, { fact: string; path: string; values: Set<Json> }>()
  const at = (fact: string, path: string): Set<Json> => {
    const place = placeOf({ fact, path })
    const known = found.get(place) ?? { fact, path, values: new Set<Json>() }
    found.set(place, known)
    return known.values
  }
  for (const [fact, { paths }] of Object.entries(factTable)) {
    for (const [path, { type, oneOf, range }] of Object.entries(paths)) {
      if (path.includes('*')) continue
      for (const value of oneOf ?? (type === 'boolean' ? [true, false] : [])) at(fact, path).add(value)
      if (range !== undefined && Number.isFinite(range[1])) for (const value of range) at(fact, path).add(value)
    }
  }
  for (const comparison of documents.flatMap(comparisonsOf)) {
    const path = comparison.path ?? '$'
    if (isFactValue(comparison.value)) continue
    for (const value of Array.isArray(comparison.value) ? (comparison.value as readonly Json[]) : [comparison.value as Json]) {
      for (const near of nearby(value)) at(comparison.fact, path).add(near)
    }
  }
  return new Map([...found].map(([place, { fact, path, values }]) => [place, { fact, path, values: [...values] }]))
}

/** A value and what lies just beside it. */
export function nearby(value: Json): readonly Json[] {
  if (typeof value === 'number') return [value, value - 1, value + 1]
  if (typeof value === 'boolean') return [value, !value]
  return typeof value === 'string' ? [value, `${value}-other`] : [value]
}

/** Each value of each place as an assignment. */
export function assignmentsOf(values: Values): readonly Assignment[] {
  return [...values.values()].flatMap(({ fact, path, values: own }) => own.map(value => ({ fact, path, value })))
}
