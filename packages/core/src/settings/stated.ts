import type { Json } from '../model/json.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { cleanTitle } from '../text/clean.ts'
import { type Field, slotsFor } from './fields.ts'
import type { Layer, PlatformFamily } from './layer.ts'

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
  const { settings, name: from, priority } = layer
  const found: Record<string, Statement> = {}
  for (const slot of slotsFor(family)) {
    for (const field of slot.fields) {
      const value = valueAt(settings, field)
      if (value === undefined) continue
      found[slot.key] = { path: field.path, value, from, priority }
      break
    }
  }
  // A channel's name holds no dot, so a vendor's key is told from its name even where it holds one.
  for (const [vendor, own] of Object.entries(settings.vendors ?? {})) {
    for (const [key, value] of Object.entries(own ?? {})) {
      if (value === undefined) continue
      const path = `vendors.${vendor}.${key}`
      found[path] = { path, value, from, priority }
    }
  }
  return found
}

function valueAt(settings: PushSettings, field: Field): Json | undefined {
  const group = (field.family === null ? settings : settings[field.family]) as { readonly [name: string]: Json | undefined } | undefined
  const value = group?.[field.name]
  if (value === undefined || (value === null && !field.nullable)) return undefined
  // A push must have a title, so a blank one says nothing; a blank body says: nothing to show.
  if (field.key === 'title' && typeof value === 'string' && cleanTitle(value).trim() === '') return undefined
  return value
}
