import { RouseError } from '../model/errors.ts'
import { type Effective, effectiveOf } from './effective.ts'
import type { Layer, PlatformFamily } from './layers.ts'
import { type Stated, type Statement, stated } from './stated.ts'

/**
 * Joins two sets of statements: for each field the one of the higher priority stays. Associative,
 * idempotent and, as no two layers share a priority, commutative.
 */
export function merge(a: Stated, b: Stated): Stated {
  const merged: Record<string, Statement> = { ...a }
  for (const [key, statement] of Object.entries(b)) {
    const known = merged[key]
    if (known === undefined || statement.priority > known.priority) merged[key] = statement
  }
  return merged
}

/**
 * Merges layers, in whatever order they come, for devices of one family; null: no device, only the general
 * fields. Throws RouseError `policy-invalid` when two layers have the same priority.
 *
 * @example
 * mergeLayers([defaultLayer, messageLayer({ body: 'hi' })], 'ios').settings.body // { value: 'hi', from: 'message' }
 */
export const mergeLayers = (layers: readonly Layer[], family: PlatformFamily | null): Effective => effectiveOf(mergeStatements(layers, family), family)

/** The winning statement of each field. Throws RouseError `policy-invalid` when two layers have the same priority. */
export function mergeStatements(layers: readonly Layer[], family: PlatformFamily | null): Stated {
  refuseTies(layers)
  const merged: Record<string, Statement> = {}
  for (const layer of layers) {
    const own = stated(layer, family)
    for (const key in own) {
      const statement = own[key] as Statement
      const known = merged[key]
      if (known === undefined || statement.priority > known.priority) merged[key] = statement
    }
  }
  return merged
}

function refuseTies(layers: readonly Layer[]): void {
  const names = new Map<number, string>()
  for (const { name, priority } of layers) {
    const other = names.get(priority)
    if (other !== undefined) {
      throw new RouseError('policy-invalid', `layers "${other}" and "${name}" both have priority ${priority}: give each layer a priority of its own`)
    }
    names.set(priority, name)
  }
}
