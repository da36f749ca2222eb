import type { LoadedPolicy } from '../policy/policy.ts'

/** A run of rules that can be evaluated in one go, once the facts of `load` are there. */
export interface RuleRange {
  readonly level: 'recipient' | 'device'
  readonly from: number
  readonly to: number
  readonly load: readonly string[]
}

const none: readonly string[] = []

/** Cuts the rules below the message-level ones where the level changes and where something that must be loaded is first read. */
export function hostStops(policy: LoadedPolicy): readonly RuleRange[] {
  const ranges: RuleRange[] = []
  const known = new Set<string>(policy.layerLoads)
  let load: readonly string[] = []
  let from = policy.messageRules
  const cut = (to: number, level: RuleRange['level']) => {
    if (to > from || load.length > 0) ranges.push({ level, from, to, load })
    from = to
    load = []
  }
  for (let i = policy.messageRules; i < policy.rules.length; i++) {
    if (i === policy.recipientRules) cut(i, 'recipient')
    const own = policy.rules[i]?.loads ?? none
    if (own.length === 0) continue
    const fresh = own.filter(name => !known.has(name))
    if (fresh.length === 0) continue
    cut(i, i < policy.recipientRules ? 'recipient' : 'device')
    load = fresh
    for (const name of fresh) known.add(name)
  }
  cut(policy.rules.length, policy.recipientRules >= policy.rules.length ? 'recipient' : 'device')
  return ranges
}
