import type { Issue } from '../../model/mistake.ts'
import type { ConditionNode, PolicyDocument } from '../document.ts'
import { referencesIn } from '../evaluate/references.ts'
import { createTrees, leavesOf, type Tree } from '../evaluate/tree.ts'
import { inOrder } from '../order.ts'
import type { LoadPolicyOptions } from '../policy.ts'
import { checkDocument, checkUniqueness } from './check-document.ts'
import { checkReferences } from './check-references.ts'
import { createMistakes, type Mistakes } from './mistakes.ts'
import { maxBytes, snapshot } from './snapshot.ts'
import { createAlways } from './tautology.ts'

/** What a check gives: the mistakes, or a frozen copy that nobody else can change. */
export type Checked = { readonly ok: true; readonly document: PolicyDocument } | { readonly ok: false; readonly mistakes: readonly Issue[] }

/**
 * Every mistake of a policy document, in the order of its checks, at most 100; none: it may be loaded. Takes anything whatever
 * (cycles, getters, a million levels) and ends in bounded time and memory.
 * @example checkPolicy(JSON.parse(text), { hostFacts: ['vip'] }).map(({ pointer, message }) => `${pointer}: ${message}`)
 */
export function checkPolicy(document: unknown, options: LoadPolicyOptions = {}): readonly Issue[] {
  const checked = inspect(document, options)
  return checked.ok ? [] : checked.mistakes
}

/** checkPolicy, and the copy that was checked. */
export function inspect(input: unknown, options: LoadPolicyOptions): Checked {
  const mistakes = createMistakes()
  const copy = snapshot(input, mistakes)
  if (copy === undefined || mistakes.count > 0) return { ok: false, mistakes: mistakes.list }
  const bytes = new TextEncoder().encode(JSON.stringify(copy)).length
  if (bytes > maxBytes) mistakes.add('', `larger than ${maxBytes} bytes of JSON text`, { value: bytes })
  else {
    checkDocument(copy, mistakes, options)
    checkUniqueness(copy, mistakes)
  }
  if (mistakes.count === 0) checkTogether(copy as unknown as PolicyDocument, mistakes)
  return mistakes.count === 0 ? { ok: true, document: copy as unknown as PolicyDocument } : { ok: false, mistakes: mistakes.list }
}

/** What only a document whose every field is right can be asked: cycles, growth, what named conditions read, rules that cannot fire. */
function checkTogether(document: PolicyDocument, mistakes: Mistakes): void {
  const named = document.conditions ?? {}
  const roots = new Map<string, ConditionNode>()
  for (const section of ['layers', 'rules', 'selection'] as const) {
    for (const [i, rule] of (document[section] ?? []).entries()) roots.set(`/${section}/${i}/conditions`, rule.conditions)
  }
  checkReferences(named, roots, mistakes)
  if (mistakes.count > 0) return
  const treeOf = createTrees(named)
  for (const [i, { conditions }] of (document.layers ?? []).entries()) {
    for (const { name, pointer } of referencesIn(conditions, `/layers/${i}/conditions`)) {
      if (!readsEffective(treeOf({ condition: name }))) continue
      mistakes.add(pointer, 'effective cannot be read in layers, and this condition reads it', { value: name })
    }
  }
  const always = createAlways()
  for (const section of ['rules', 'selection'] as const) {
    const rules = (document[section] ?? []).map((rule, place) => ({ name: rule.name, conditions: rule.conditions, priority: rule.priority ?? 1, place }))
    let ends: string | null = null
    for (const rule of inOrder(rules)) {
      if (ends !== null)
        mistakes.add(`/${section}/${rule.place}`, `never reached: the rule ${JSON.stringify(ends)} above it always ends the evaluation`, { value: rule.name })
      else if (always(treeOf(rule.conditions)) === true) ends = rule.name
    }
  }
}

function readsEffective(tree: Tree): boolean {
  for (const { ref, other } of leavesOf(tree)) if ([ref, other].some(read => read?.fact === 'effective' && !read.host)) return true
  return false
}
