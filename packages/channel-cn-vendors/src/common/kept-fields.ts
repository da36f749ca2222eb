import { bytes, type Json, type Note, wellFormed } from '@rouse/core'

export type Members = Readonly<Record<string, Json>>

/**
 * Of fields that a message states for one vendor, those that fit `room` bytes of JSON together, in their order: what a host states must
 * never make a request too large to be sent. What is left out is told by its name in push.vendors. `undefined` is not stated.
 */
export function keptFields(
  vendor: string,
  room: number,
  fields: readonly (readonly [setting: string, wire: string, value: Json | undefined])[],
  notes: Note[],
): Members {
  const kept: Record<string, Json> = {}
  const dropped: string[] = []
  let left = room
  for (const [setting, wire, value] of fields) {
    if (value === undefined) continue
    const clean = wellFormed(value)
    const size = bytes(JSON.stringify(clean)).length + wire.length + 4
    if (size > left) {
      dropped.push(setting)
      continue
    }
    left -= size
    kept[wire] = clean
  }
  if (dropped.length > 0) {
    notes.push({ code: 'field-dropped', detail: `vendors.${vendor} has room for ${room} bytes here: left out ${dropped.join(', ')}` })
  }
  return kept
}
