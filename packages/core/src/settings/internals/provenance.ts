import type { Provenance } from '../../model/decision.ts'
import { slotsFor } from '../fields.ts'
import type { PlatformFamily } from '../layer.ts'
import type { Stated } from '../stated.ts'
import { vendorKeys } from './vendors.ts'

/** A Decision's `settings`: under the path where each value was stated, in the order of the field table, vendors last. */
export function provenanceOf(stated: Stated, family: PlatformFamily | null): Readonly<Record<string, Provenance>> {
  const settings: Record<string, Provenance> = {}
  for (const key of [...slotsFor(family).map(slot => slot.key), ...vendorKeys(stated)]) {
    const statement = stated[key]
    if (statement !== undefined) settings[statement.path] = { value: statement.value, from: statement.from }
  }
  return settings
}
