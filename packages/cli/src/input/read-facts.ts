import { factTable, type HostFact, type Json } from '@rouse/core'
import { BadInput } from './bad-input.ts'
import { readValue } from './read-value.ts'

/** Host facts that answer what they were told, by name. */
export type StatedFacts = { readonly [name: string]: HostFact }

/**
 * Reads `--fact` options: `calendar={"busy":true}` is what the host answers for every recipient, JSON, else text; `calendar` alone only says
 * that there is such a fact, and its value is missing.
 */
export function readFacts(options: readonly string[] = []): StatedFacts {
  return Object.fromEntries(options.map(readFact))
}

function readFact(option: string): readonly [string, HostFact] {
  const at = option.indexOf('=')
  const name = at < 0 ? option : option.slice(0, at)
  if (name === '' || name === '__proto__') throw new BadInput([`--fact ${option} : expected a name, or a name and a value, like calendar={"busy":true}`])
  const value = at < 0 ? undefined : (readValue(option.slice(at + 1)) as Json)
  return [name, { load: async keys => keys.map(() => value) }]
}

/** These, and those that the document's own tests state: their values are missing. Names that no host fact may have are left to the document's check. */
export function withTestedFacts(document: unknown, facts: StatedFacts): StatedFacts {
  const { tests } = (document ?? {}) as { readonly tests?: unknown }
  const stated = (Array.isArray(tests) ? tests : []).flatMap((test: { readonly facts?: unknown } | null) =>
    typeof test?.facts === 'object' && test.facts !== null ? Object.keys(test.facts) : [],
  )
  return { ...readFacts(stated.filter(name => name !== '' && name !== '__proto__' && !name.includes('=') && !Object.hasOwn(factTable, name))), ...facts }
}
