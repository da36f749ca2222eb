import type { Json } from '../model/json.ts'
import { createMistakes } from './check/mistakes.ts'
import { isObject } from './check/shape.ts'
import { snapshot } from './check/snapshot.ts'
import { factNames } from './fact-table.ts'

/**
 * Names of host facts that a document's own tests state: whoever runs the document without a host says that there are such facts. The
 * document need not be checked yet, so a copy is read that is JSON at least; names that no host fact may have are left to its check.
 */
export function testedFacts(document: unknown): readonly string[] {
  const copy = snapshot(document, createMistakes())
  const tests = isObject(copy) ? copy.tests : undefined
  return (Array.isArray(tests) ? (tests as readonly Json[]) : []).flatMap(test => {
    const facts = isObject(test) ? test.facts : undefined
    return isObject(facts) ? Object.keys(facts).filter(name => !factNames.includes(name)) : []
  })
}
