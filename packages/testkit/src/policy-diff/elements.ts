import type { Element, Json } from '@rouse/core'
import type { Values } from './assignment.ts'
import type { Plain } from './steps.ts'

/** What each type may hold; of several that would do, the first is taken. */
const fields = {
  text: ['text'],
  image: ['url'],
  voice: ['seconds'],
  video: ['seconds'],
  file: ['name', 'bytes'],
  location: ['description', 'latitude', 'longitude'],
  face: ['index', 'data'],
  custom: ['data', 'description', 'ext', 'sound'],
} as const satisfies { readonly [type in Element['type']]: readonly string[] }
const kinds: { readonly [type: string]: readonly string[] } = fields

const hello: Plain = { type: 'text', text: 'hello' }

/** The elements that hold what is assigned to `$.elements[…]`, as far as one type may hold it; the others are a plain text. */
export function elementsOf(values: Values): readonly Json[] {
  const stated: Map<string, Json>[] = []
  for (const [place, value] of values) {
    const [, index, field] = /^message \$\.elements\[(\d+)\]\.(\w+)$/.exec(place) ?? []
    if (index === undefined || field === undefined || Number(index) > 50) continue
    while (stated.length <= Number(index)) stated.push(new Map())
    stated[Number(index)]?.set(field, value)
  }
  return (stated.length === 0 ? [hello] : stated.map(elementOf)) as readonly Json[]
}

function elementOf(stated: ReadonlyMap<string, Json> | undefined): Plain {
  if (stated === undefined || stated.size === 0) return hello
  const names = [...stated.keys()].filter(name => name !== 'type')
  const wanted = stated.get('type')
  const served = (type: string) => names.filter(name => kinds[type]?.includes(name)).length
  const type = typeof wanted === 'string' && Object.hasOwn(kinds, wanted) ? wanted : Object.keys(kinds).reduce((a, b) => (served(b) > served(a) ? b : a))
  return {
    type,
    ...(type === 'text' ? { text: 'hello' } : {}),
    ...Object.fromEntries(names.filter(name => kinds[type]?.includes(name)).map(name => [name, stated.get(name)])),
  }
}
