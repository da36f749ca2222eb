import type { Json } from '../model/json.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { isBlank } from '../text/clean.ts'
import { type Field, fieldsByName } from './fields.ts'
import type { Layer, PlatformFamily } from './layers.ts'

/** One field as a layer states it. */
export interface Statement {
  /** Where: `ios.title` or `title`. */
  readonly path: string
  readonly value: Json
  /** The layer's name. */
  readonly from: string
  /** The layer's priority. */
  readonly priority: number
}

/** What is stated, by field key: `title`, `ios.sound`, `vendors.xiaomi.notifyId`. */
export type Stated = { readonly [key: string]: Statement }

/**
 * What a layer states for devices of one family (null: no device, only the general fields). In a pair the
 * platform's form wins. `undefined`, an empty object and a blank title state nothing; `null` is a statement
 * where the field allows it.
 */
export function stated(layer: Layer, family: PlatformFamily | null): Stated {
  const found: Record<string, Statement> = {}
  state(layer, null, layer.settings, found)
  // Second, so that the platform's form of a pair takes the general one's place.
  const own = family === null ? undefined : layer.settings[family]
  if (own !== undefined) state(layer, family, own, found)
  if (layer.settings.vendors !== undefined) stateVendors(layer, layer.settings.vendors, found)
  return found
}

// Goes by what is stated, which is little, rather than by what could be.
function state({ name, priority }: Layer, family: PlatformFamily | null, settings: object, found: Record<string, Statement>): void {
  const table = fieldsByName(family)
  for (const key of Object.keys(settings)) {
    const field = table.get(key)
    if (field === undefined) continue
    const value = (settings as { readonly [key: string]: Json | undefined })[key]
    if (value !== undefined && isStatement(field, value)) found[field.key] = { path: field.path, value, from: name, priority }
  }
}

function isStatement(field: Field, value: Json): boolean {
  if (value === null) return field.nullable
  // A push must have a title, so a blank one says nothing; a blank body says: nothing to show.
  return field.key !== 'title' || typeof value !== 'string' || !isBlank(value)
}

// A channel's name holds no dot, so that a vendor's key is told from its name even where it holds one.
function stateVendors({ name, priority }: Layer, vendors: NonNullable<PushSettings['vendors']>, found: Record<string, Statement>): void {
  for (const [vendor, own] of Object.entries(vendors)) {
    for (const [key, value] of Object.entries(own ?? {})) {
      if (value === undefined) continue
      const path = `vendors.${vendor}.${key}`
      found[path] = { path, value, from: name, priority }
    }
  }
}
