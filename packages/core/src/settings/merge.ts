import type { Provenance } from '../model/decision.ts'
import { RouseError } from '../model/errors.ts'
import { type Effective, effectiveOf } from './effective.ts'
import { slotsFor } from './fields.ts'
import type { Layer, PlatformFamily } from './layers.ts'
import { type Stated, type Statement, stated } from './stated.ts'

/** A Decision's `settings`: under the path where each value was stated, in the order of the field table, vendors last. */
export function provenanceOf(stated: Stated, family: PlatformFamily | null): Readonly<Record<string, Provenance>> {
  const settings: Record<string, Provenance> = {}
  for (const key of [...slotsFor(family).map(slot => slot.key), ...vendorKeys(stated)]) {
    const statement = stated[key]
    if (statement !== undefined) settings[statement.path] = { value: statement.value, from: statement.from }
  }
  return settings
}

const prefix = 'vendors.'

/** Keys of the statements about vendor fields, sorted, so that the order of the layers leaves no trace. */
export const vendorKeys = (stated: Stated): readonly string[] =>
  Object.keys(stated)
    .filter(key => key.startsWith(prefix))
    .sort()

/** What is stated of vendor fields, nested again: by channel name, then by the channel's own key. */
export function vendorsOf<T>(stated: Stated, pick: (statement: Statement) => T): { readonly [channel: string]: { readonly [key: string]: T } } {
  const byChannel = new Map<string, [string, T][]>()
  for (const path of vendorKeys(stated)) {
    const dot = path.indexOf('.', prefix.length)
    const channel = path.slice(prefix.length, dot)
    const entry: [string, T] = [path.slice(dot + 1), pick(stated[path] as Statement)]
    const known = byChannel.get(channel)
    if (known === undefined) byChannel.set(channel, [entry])
    else known.push(entry)
  }
  // fromEntries makes own properties of any name, `__proto__` too.
  return Object.fromEntries([...byChannel].map(([channel, entries]) => [channel, Object.fromEntries(entries)]))
}

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
