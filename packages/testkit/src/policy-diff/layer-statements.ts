import type { Json, PushSettings } from '@rouse/core'
import { alternativesTo, sampleOf } from './alternatives.ts'
import type { Assignment } from './assignment.ts'
import type { Guide } from './satisfy.ts'

/** Statements of others, the message's or the recipient's, on the fields that a layer states: which of them wins shows the layer's priority. */
export function statementsBeside(settings: PushSettings, guide: Guide): readonly Assignment[] {
  const who = guide.random()
  if (who < 0.34) return []
  return fieldsOf(settings as Json, '$').flatMap(({ path, value }): readonly Assignment[] => {
    const other = alternativesTo('effective', path, value)[0] ?? sampleOf('effective', path)
    const stated: Assignment = { fact: 'effective', path, value: other }
    if (who < 0.67) return [stated]
    return /^\$\.(enabled|(ios|android)\.sound)$/.test(path) ? [stated, { fact: 'effective', path: `$.from.${path.slice(2)}`, value: 'global' }] : []
  })
}

/** The fields of settings, sounds and extensions whole. */
function fieldsOf(value: Json, path: string): readonly { readonly path: string; readonly value: Json }[] {
  const inner = typeof value === 'object' && value !== null && !Array.isArray(value) && !/\.(sound|ext)$/.test(path)
  return inner ? Object.entries(value).flatMap(([name, child]) => fieldsOf(child, `${path}.${name}`)) : [{ path, value }]
}
