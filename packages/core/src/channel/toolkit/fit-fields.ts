import type { Note } from '../../model/decision.ts'
import type { Json } from '../../model/json.ts'
import { bytes } from '../wire.ts'
import { wellFormed } from './well-formed.ts'

/**
 * Of fields that a message states for one vendor, those that fit `room` bytes of JSON together, in their order: what a host states must
 * never make a request too large to be sent. What is left out is told by its name in push.vendors. `undefined` is not stated.
 */
export function fitFields(
  vendor: string,
  room: number,
  fields: readonly (readonly [setting: string, wire: string, value: Json | undefined])[],
  notes: Note[],
): Readonly<Record<string, Json>> {
  const kept: (readonly [wire: string, value: Json])[] = []
  const dropped: string[] = []
  let left = room
  for (const [setting, wire, value] of fields) {
    if (value === undefined) continue
    const member: readonly [string, Json] = [wire.toWellFormed(), wellFormed(value)]
    // With the colon, and a comma or brace.
    const size = bytes(member.map(part => JSON.stringify(part)).join('')).length + 2
    if (size > left) {
      dropped.push(setting.toWellFormed())
      continue
    }
    left -= size
    kept.push(member)
  }
  if (dropped.length > 0) {
    notes.push({ code: 'field-dropped', detail: `vendors.${vendor} has room for ${room} bytes here: left out ${dropped.join(', ')}` })
  }
  // Defined one by one, as a field may be called `__proto__`.
  return Object.fromEntries(kept)
}
