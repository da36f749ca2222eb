import type { HostFact, Json, PolicyDocument } from '@rouse/core'
import { factTable, testedFacts } from '@rouse/core/policy'
import { nearest } from '@rouse/core/validation'
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
  if (!isName(name)) throw new BadInput([`--fact ${option}: expected a name, or a name and a value, like calendar={"busy":true}`])
  const value = at < 0 ? undefined : (readValue(option.slice(at + 1)) as Json)
  return [name, { load: async keys => keys.map(() => value) }]
}

/** These, and those that the document's own tests state: their values are missing. */
export function withTestedFacts(document: unknown, facts: StatedFacts): StatedFacts {
  return { ...readFacts(testedFacts(document).filter(isName)), ...facts }
}

/**
 * Warnings, a line each, of `--fact` options that have no effect: no rule of these documents reads the fact, or its value begins like JSON
 * and is not. Call it with documents that are checked.
 */
export function factWarnings(options: readonly string[] = [], documents: readonly PolicyDocument[]): readonly string[] {
  const read = factsReadBy(documents)
  return options.flatMap(option => {
    const at = option.indexOf('=')
    const name = at < 0 ? option : option.slice(0, at)
    const value = at < 0 ? '' : option.slice(at + 1)
    const lines: string[] = []
    if (!read.has(name)) {
      const close = nearest(
        name,
        [...read].filter(each => !Object.hasOwn(factTable, each)),
      )
      lines.push(`warning: --fact ${name}: no rule reads this fact${close === undefined ? '' : `, nearest "${close}"`}`)
    }
    if (/^\s*[[{"]/.test(value) && !isJson(value)) lines.push(`warning: --fact ${name}: the value begins like JSON but is not JSON, so it is used as text`)
    return lines
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Names of the facts that conditions read, on either side. */
function factsReadBy(documents: readonly PolicyDocument[]): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('fact' in node && typeof node.fact === 'string') names.add(node.fact)
    for (const child of Object.values(node)) visit(child)
  }
  for (const { conditions, layers = [], rules, selection = [] } of documents) {
    visit(conditions)
    for (const rule of [...layers, ...rules, ...selection]) visit(rule.conditions)
  }
  return names
}

/** What an option may call a fact. */
const isName = (name: string): boolean => name !== '' && name !== '__proto__' && !name.includes('=')
