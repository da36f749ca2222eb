import type { Target } from '@rouse/core'

/** The tokens of a batch in their order, each once. */
export const tokenValues = (targets: readonly Target[]): readonly string[] => [...new Set(targets.map(({ token }) => token.reveal()))]
