import { operators } from '../operators.ts'
import { readStep } from '../path.ts'
import { recentOf } from './read-fact.ts'

/** What generated code may call. */
export const runtime = {
  step: readStep,
  recent: recentOf,
  /** Two facts that are the same value are still unequal where they are arrays, objects or missing. */
  same: (a: unknown, b: unknown): boolean => a === b && operators.equal.test(a, b),
  test: (name: keyof typeof operators, fact: unknown, value: unknown): boolean => operators[name].test(fact, value),
} as const
