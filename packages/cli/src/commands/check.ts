import { defaultPolicy, type PolicyDocument, type Recipient } from '@rouse/core'
import { createPolicyTester, type PolicyTestReport, runPolicyTests } from '@rouse/core/policy'
import { createChecker } from '@rouse/core/validation'
import { BadInput } from '../input/bad-input.ts'
import { factWarnings, readFacts } from '../input/read-facts.ts'
import { type ReadPolicy, readPolicy, refusing } from '../input/read-policy.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import type { CheckOptions } from './options.ts'

/** `rouse check`: 0 all well, 1 a test failed or the documents differ, 2 a refused document. */
export async function checkCommand(file: string, other: string | undefined, options: CheckOptions, io: Io): Promise<number> {
  const facts = readFacts(options.fact)
  if (options.diff === true) {
    if (other === undefined) throw new BadInput(['--diff: expected two policy documents, the old and the new one'])
    const { diffPolicies } = await import('./diff.ts')
    return diffPolicies(await read(file, io), await read(other, io), facts, options, io)
  }
  if (options.all === true) throw new BadInput(['--all: only with --diff'])
  if (other !== undefined) throw new BadInput([`${other}: a second document is for --diff`])
  const policy = await read(file, io)
  const decide = refusing(policy, document => createPolicyTester({ channels: placeholderChannels(recipientsOf(document)), policy: document, facts }))
  for (const line of factWarnings(options.fact, [policy.document])) io.err(line)
  const report = await runPolicyTests(policy.document, decide)
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else for (const line of inWords(policy.document, report)) io.out(line)
  return report.results.every(({ passed }) => passed) ? 0 : 1
}

async function read(file: string, io: Io): Promise<ReadPolicy> {
  const policy = await readPolicy(file, io)
  if (policy === undefined) throw new BadInput([`${file}: no document`])
  return policy
}

/** Those of the tests, as far as they can be told before the document is checked. */
function recipientsOf(document: unknown): readonly Recipient[] {
  const { tests } = (document ?? {}) as { readonly tests?: unknown }
  const checker = createChecker()
  const recipients = (Array.isArray(tests) ? tests : []).map((test: { readonly recipient?: unknown } | null) => test?.recipient)
  return recipients.filter((recipient): recipient is Recipient => checker.recipient(recipient).ok)
}

function inWords(document: PolicyDocument, { results, neverFired, neverMatched, neverWon }: PolicyTestReport): readonly string[] {
  const lines = results.flatMap(({ name: test, passed, differences }) => [`${passed ? 'ok  ' : 'FAIL'} ${test}`, ...differences.map(each => `       ${each}`)])
  lines.push(`${document.name}: ${results.filter(({ passed }) => passed).length} of ${results.length} tests passed`)
  return [
    ...lines,
    ...untried('no test ever fired', neverFired, document.rules, defaultPolicy.rules),
    ...untried('no test ever matched, of the selection', neverMatched, document.selection ?? [], defaultPolicy.selection ?? []),
    ...(neverWon.length > 0 ? [`no test ever used the layers: ${neverWon.join(', ')}`] : []),
  ]
}

type NamedRule = { readonly name: string; readonly conditions: unknown; readonly event: unknown }

/** Rules that no test tried: the document's own first, and in a line beside them those that it copies from the default policy. */
function untried(what: string, names: readonly string[], rules: readonly NamedRule[], defaults: readonly NamedRule[]): readonly string[] {
  const textOf = ({ name, conditions, event }: NamedRule) => JSON.stringify([name, conditions, event])
  const known = new Set(defaults.map(textOf))
  const copies = new Set(rules.filter(rule => known.has(textOf(rule))).map(({ name }) => name))
  // The default policy itself copies nothing.
  const areCopies = copies.size < rules.length
  const [own, copied] = [names.filter(name => !(areCopies && copies.has(name))), names.filter(name => areCopies && copies.has(name))]
  return [
    ...(own.length > 0 ? [`${what}: ${own.join(', ')}`] : []),
    ...(copied.length > 0 ? [`${what}, copied from the default policy: ${copied.join(', ')}`] : []),
  ]
}
