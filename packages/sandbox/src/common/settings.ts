import { isObject, type Json } from './json.ts'

/** An emulator's switches; each keeps its type for life. `null` over the control port stands for no limit. */
export type Settings = Record<string, number | boolean | string>

/**
 * Changes some of an emulator's switches.
 * @throws Error that names the field, when it is unknown or of another type; nothing is changed then.
 */
export function applySettings(settings: Settings, patch: unknown): void {
  if (!isObject(patch)) throw new Error('expected an object of settings')
  const changes = Object.entries(patch).map(([name, value]): [string, number | boolean | string] => [name, checked(settings, name, value)])
  for (const [name, value] of changes) settings[name] = value
}

function checked(settings: Settings, name: string, value: Json): number | boolean | string {
  const present = Object.hasOwn(settings, name) ? settings[name] : undefined
  if (present === undefined) throw new Error(`unknown setting ${JSON.stringify(name)}; there are ${Object.keys(settings).join(', ')}`)
  if (value === null && typeof present === 'number') return Number.POSITIVE_INFINITY
  if (typeof value === typeof present && typeof value !== 'object') return value as number | boolean | string
  throw new Error(`${name} must be a ${typeof present}`)
}
