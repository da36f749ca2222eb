import type { Json, PolicyDocument } from '@rouse/core'
import { type ConditionNode, type ConditionValue, factTable } from '@rouse/core/policy'
import { alternativesTo } from './alternatives.ts'
import { type Assignment, placeOf } from './assignment.ts'

/** A condition that compares. */
export type Comparison = Extract<ConditionNode, { readonly fact: string }>

export function isFactValue(value: ConditionValue): value is Pick<Comparison, 'fact' | 'path' | 'params'> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'fact')
}

/** Where a comparison, or the other side of it, reads. */
export function placeRead({ fact, path = '$', params }: Pick<Comparison, 'fact' | 'path' | 'params'>): Omit<Assignment, 'value'> {
  return typeof params?.seconds === 'number' ? { fact, path, seconds: params.seconds } : { fact, path }
}

/** The constants that a comparison names. */
export function constantsOf({ value }: Comparison): readonly Json[] {
  return isFactValue(value) ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value as Json]
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

/** Assignments worth trying alone: what the documents mention at each place, its neighbours, and what the place may hold anyway. */
export function singleAssignments(documents: readonly PolicyDocument[]): readonly Assignment[] {
  const found = new Map<string, Assignment>()
  const add = (assignment: Assignment) => found.set(`${placeOf(assignment)} ${JSON.stringify(assignment.value)}`, assignment)
  for (const [fact, { paths }] of Object.entries(factTable)) {
    for (const [path, { type, oneOf, range }] of Object.entries(paths)) {
      if (path.includes('*')) continue
      for (const value of oneOf ?? (type === 'boolean' ? [true, false] : [])) add({ fact, path, value })
      if (range !== undefined && Number.isFinite(range[1])) for (const value of range) add({ fact, path, value })
    }
  }
  for (const comparison of documents.flatMap(comparisonsOf)) {
    const place = placeRead(comparison)
    for (const value of constantsOf(comparison)) {
      for (const near of [value, ...alternativesTo(place.fact, place.path, value)]) add({ ...place, value: near })
    }
  }
  return [...found.values()]
}

/** The constants that one of the documents names at a place, and the other does not. */
export function freshIn(before: PolicyDocument, after: PolicyDocument): (place: string) => readonly Json[] {
  const [old, current] = [namedBy(before), namedBy(after)]
  const fresh = new Map<string, Json[]>()
  for (const [own, other] of [
    [old, current],
    [current, old],
  ] as const) {
    for (const [key, { place, value }] of own) {
      if (other.has(key)) continue
      const known = fresh.get(place) ?? []
      known.push(value)
      fresh.set(place, known)
    }
  }
  return place => fresh.get(place) ?? []
}

function namedBy(document: PolicyDocument): ReadonlyMap<string, { readonly place: string; readonly value: Json }> {
  const named = new Map<string, { readonly place: string; readonly value: Json }>()
  for (const one of comparisonsOf(document)) {
    const place = placeOf(placeRead(one))
    for (const value of constantsOf(one)) named.set(`${place} ${JSON.stringify(value)}`, { place, value })
  }
  return named
}
