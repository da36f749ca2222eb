import { defaultPolicy, type PolicyDocument } from '@rouse/core'

type Leaf = ReturnType<typeof leaf>

export const leaf = (fact: string, path: string, operator: string, value: unknown, params?: { seconds: number }) => ({
  fact,
  path,
  operator,
  value,
  ...(params === undefined ? {} : { params }),
})
export const suppress = (name: string, reason: string, ...all: readonly unknown[]) => ({
  name,
  conditions: { all },
  event: { type: 'suppress', params: { reason } },
})
export const policy = (rules: readonly unknown[], changes: object = {}): PolicyDocument =>
  ({ name: 'p', reasons: ['own', 'other'], rules, ...changes }) as PolicyDocument
export const changed = (rules: PolicyDocument['rules']): PolicyDocument => ({ ...defaultPolicy, rules })
/** A layer that states these settings where a condition holds. */
export const layer = (name: string, priority: number, settings: object, ...all: readonly unknown[]) => ({
  name,
  conditions: { all },
  event: { type: 'layer', params: { name, priority, settings } },
})

export type Pair = readonly [name: string, before: PolicyDocument, after: PolicyDocument]

/** Two policies of one rule, each with one of these conditions. */
export const rule = (name: string, before: Leaf | readonly Leaf[], after: Leaf | readonly Leaf[]): Pair => [
  name,
  policy([suppress('one', 'own', ...[before].flat())]),
  policy([suppress('one', 'own', ...[after].flat())]),
]
/** A policy of one rule, and one of none. */
export const alone = (name: string, ...all: readonly Leaf[]): Pair => [name, policy([suppress('one', 'own', ...all)]), policy([])]
export const nested = (name: string, before: object, after: object): Pair => [
  name,
  policy([{ ...suppress('one', 'own'), conditions: before }]),
  policy([{ ...suppress('one', 'own'), conditions: after }]),
]
export const layered = (name: string, before: readonly object[], after: readonly object[]): Pair => [
  name,
  policy([], { layers: before }),
  policy([], { layers: after }),
]
/** What stands above a rule and decides before it nearly always. */
export const behind = (name: string, above: object, before: Leaf, after: Leaf): Pair => [
  name,
  policy([above, suppress('one', 'own', before)]),
  policy([above, suppress('one', 'own', after)]),
]
