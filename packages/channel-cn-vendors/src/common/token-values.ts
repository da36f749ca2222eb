import type { Target } from '@rouse/core'

/** The tokens of a batch in their order, each once. */
export function tokenValues(targets: readonly Target[]): readonly string[] {
  const values = targets.map(({ token }) => token.reveal())
  const once = new Set(values)
  return once.size === values.length ? values : [...once]
}
