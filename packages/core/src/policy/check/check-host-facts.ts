import { RouseError } from '../../model/errors.ts'
import type { Issue } from '../../model/mistake.ts'
import { formatIssue } from '../../validation/format-mistake.ts'
import { factNames } from '../fact-table.ts'
import type { HostFact } from '../facts.ts'
import { childPointer } from './pointer.ts'

/** The longest that the platform's timers can wait, in milliseconds. */
const longest = 2 ** 31 - 1

/**
 * Refuses host facts that could never be asked, or whose name a built-in fact has.
 * @throws RouseError `config-invalid` with every mistake.
 */
export function checkHostFacts(facts: { readonly [name: string]: HostFact }): void {
  const mistakes = Object.entries(facts).flatMap(([name, fact]) => [...mistakesOf(name, fact)])
  if (mistakes.length > 0) throw new RouseError('config-invalid', mistakes.map(mistake => formatIssue('options', mistake)).join('; '), { mistakes })
}

function* mistakesOf(name: string, fact: HostFact | null | undefined): Generator<Issue> {
  const { load, timeoutMs } = (fact ?? {}) as Partial<HostFact>
  const pointer = childPointer('/facts', name)
  if (factNames.includes(name)) yield { pointer, message: `expected another name: ${factNames.join(', ')} are built in` }
  if (typeof load !== 'function') yield { pointer: `${pointer}/load`, message: 'expected a function' }
  if (timeoutMs !== undefined && !(timeoutMs >= 1 && timeoutMs <= longest)) {
    yield { pointer: `${pointer}/timeoutMs`, message: `expected milliseconds of 1…${longest}`, value: String(timeoutMs) }
  }
}
