import { RouseError } from '../model/errors.ts'
import type { Issue } from '../model/mistake.ts'
import type { Layer } from '../settings/layers.ts'
import { inspect } from './check/check-policy.ts'
import { closures } from './evaluate/closures.ts'
import { canCompile, compile } from './evaluate/compile.ts'
import { type Program, programOf } from './evaluate/compiled-policy.ts'
import { interpret } from './evaluate/interpret.ts'
import { leavesOf, type Ref, type Tree } from './evaluate/tree.ts'
import { traceLayers, traceOf, traceSelection } from './explain/explain.ts'
import { policyHash } from './hash.ts'
import { prefixes } from './levels.ts'
import type { Evaluator, EvaluatorKind, LoadedPolicy, LoadPolicyOptions, RuleInfo } from './policy.ts'

/**
 * Checks a policy document, puts it in order and makes it ready to run. The result keeps a frozen copy: later changes to
 * `document` change nothing.
 * @throws RouseError `policy-invalid` with every mistake, at most 100; `codegen-forbidden` where `compiled` was asked for by
 * name and this process forbids code generation.
 * @example loadPolicy(JSON.parse(await readFile('policy.json', 'utf8')), { hostFacts: ['vip'] })
 */
export function loadPolicy(document: unknown, options: LoadPolicyOptions = {}): LoadedPolicy {
  const checked = inspect(document, options)
  if (!checked.ok) throw refused(checked.mistakes)
  const program = programOf(checked.document)
  const sections = [program.rules, program.selection, program.layers].map(({ rules }) => rules.map(({ tree }) => tree))
  const refs = sections.flat().flatMap(refsOf)
  const hostFacts = [...new Set(refs.filter(({ host }) => host).map(({ fact }) => fact))]
  const rules = program.rules.rules.map(
    ({ name, description, tree }): RuleInfo => Object.freeze({ name, description, level: tree.level, loads: loadsOf(refsOf(tree)) }),
  )
  const loaded: LoadedPolicy = {
    document: checked.document,
    hash: policyHash(checked.document),
    rules: Object.freeze(rules),
    ...prefixes(rules.map(({ level }) => level)),
    layers: Object.freeze(
      program.layerEvents.map(({ params }): Layer => Object.freeze({ name: params.name, priority: params.priority, settings: params.settings })),
    ),
    revisionLayers: new Set(program.layers.rules.filter(({ tree }) => refsOf(tree).some(readsRevision)).map(({ answer }) => answer)),
    layerLoads: loadsOf(program.layers.rules.flatMap(({ tree }) => refsOf(tree))),
    selectionLoads: loadsOf(program.selection.rules.flatMap(({ tree }) => refsOf(tree))),
    reads: new Set(refs.map(({ fact }) => fact)),
    readsBucket: refs.some(({ fact, steps }) => fact === 'recipient' && (steps.length === 0 || steps[0] === 'bucket')),
    recentSeconds: refs.reduce((most, { seconds }) => Math.max(most, seconds ?? 0), 0),
    onFactError: checked.document.onFactError ?? 'suppress',
    evaluator: evaluatorOf(program, options.evaluator, hostFacts),
    trace: (facts, verdict) => traceOf(program, facts, verdict),
    traceLayers: (facts, fired) => traceLayers(program, facts, fired),
    traceSelection: (facts, offer) => traceSelection(program, facts, offer),
  }
  return Object.freeze(loaded)
}

function evaluatorOf(program: Program, kind: EvaluatorKind | undefined, hostFacts: readonly string[]): Evaluator {
  if (kind === 'interpreted') return interpret(program, hostFacts)
  if (kind === 'closures' || (kind === undefined && !canCompile())) return closures(program)
  return compile(program)
}

function refsOf(tree: Tree): readonly Ref[] {
  return [...leavesOf(tree)].flatMap(({ ref, other }) => (other === null ? [ref] : [ref, other]))
}

const readsRevision = ({ fact, steps }: Ref): boolean => fact === 'message' && (steps.length === 0 || steps[0] === 'revision')

function loadsOf(refs: readonly Ref[]): readonly string[] {
  return Object.freeze([...new Set(refs.filter(({ host, seconds }) => host || seconds !== null).map(({ fact }) => fact))])
}

function refused(mistakes: readonly Issue[]): RouseError {
  const [first] = mistakes
  const where = first === undefined ? '' : `: ${first.pointer === '' ? 'the document' : first.pointer}: ${first.message}`
  const others = mistakes.length > 1 ? `, and ${mistakes.length - 1} more` : ''
  return new RouseError('policy-invalid', `the policy was refused${where}${others}; mend every entry of \`mistakes\` and load it again`, { mistakes })
}
