import { type HostFact, type Json, testedFacts } from '@rouse/core'
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
  if (!isName(name)) throw new BadInput([`--fact ${option} : expected a name, or a name and a value, like calendar={"busy":true}`])
  const value = at < 0 ? undefined : (readValue(option.slice(at + 1)) as Json)
  return [name, { load: async keys => keys.map(() => value) }]
}

/** These, and those that the document's own tests state: their values are missing. */
export function withTestedFacts(document: unknown, facts: StatedFacts): StatedFacts {
  return { ...readFacts(testedFacts(document).filter(isName)), ...facts }
}

/** What an option may call a fact. */
const isName = (name: string): boolean => name !== '' && name !== '__proto__' && !name.includes('=')
