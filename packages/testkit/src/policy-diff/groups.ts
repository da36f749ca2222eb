import type { PolicyDocument } from '@rouse/core'
import type { Assignment } from './assignment.ts'
import { statementsBeside } from './layer-statements.ts'
import { type Guide, satisfy } from './satisfy.ts'
import { type Target, targetsOf } from './targets.ts'

/** Ways tried to make a changed rule fire, all changed rules together, and any other. */
const waysToOne = 48
const waysToChanged = 384
const waysToOthers = 6
/** Rules above a changed one that are told, one after the other, not to decide. */
const mostBlockers = 8

/** The name of the rule of `document` that decides these, or null. */
export type Decided = (assignments: readonly Assignment[], document: PolicyDocument) => Promise<string | null>

/**
 * Bundles of assignments, each such that one rule of one document should hold, or just should not: changed rules come first and most, and
 * with nothing above them that decides before them. `failing`: each fact that may fail, as such; tried first where the documents do not
 * mean the same by it.
 */
export async function groupsOf(
  before: PolicyDocument,
  after: PolicyDocument,
  failing: readonly Assignment[],
  guide: Guide,
  decided: Decided,
): Promise<readonly (readonly Assignment[])[]> {
  const targets = targetsOf(before, after)
  const changed = targets.filter(target => target.changed).length
  const ways = Math.max(4, Math.min(waysToOne, Math.floor(waysToChanged / Math.max(1, changed))))
  const groups = (before.onFactError ?? 'suppress') === (after.onFactError ?? 'suppress') ? [] : failing.map(one => [one])
  for (const target of targets) {
    for (let i = 0; i < (target.changed ? ways : waysToOthers); i++) {
      const aimed = aimAt(target, i % 4 !== 3, guide)
      const group = target.changed ? await cleared(aimed, target, guide, decided) : aimed
      if (group.length > 0) groups.push([...group])
    }
  }
  return groups
}

function aimAt({ conditions, document, settings }: Target, holds: boolean, guide: Guide): readonly Assignment[] {
  const beside = settings === null ? [] : statementsBeside(settings, guide)
  return [...beside, ...satisfy(conditions, holds, document.conditions, guide)]
}

/** The same, and before it what keeps rules above the target from deciding; the target's own count where both want a place. */
async function cleared(aimed: readonly Assignment[], target: Target, guide: Guide, decided: Decided): Promise<readonly Assignment[]> {
  let all = aimed
  for (let i = 0; i < mostBlockers; i++) {
    const rule = await decided(all, target.document)
    const blocker = rule === target.name ? undefined : target.document.rules.find(({ name }) => name === rule)
    if (blocker === undefined) break
    all = [...satisfy(blocker.conditions, false, target.document.conditions, guide), ...all]
  }
  return all
}
