import { createChecker, createPolicyTester, type PolicyTestReport, type Recipient, runPolicyTests } from '@rouse/core'
import { BadInput } from '../input/bad-input.ts'
import { readFacts } from '../input/read-facts.ts'
import { type ReadPolicy, readPolicy, refusing } from '../input/read-policy.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'

export interface CheckOptions {
  readonly diff?: boolean
  readonly seed: string
  readonly seconds: string
  readonly fact?: readonly string[]
  readonly json?: boolean
}

/** `rouse check`: 0 all well, 1 a test failed or the documents differ, 2 a refused document. */
export async function checkCommand(file: string, other: string | undefined, options: CheckOptions, io: Io): Promise<number> {
  const facts = readFacts(options.fact)
  if (options.diff === true) {
    if (other === undefined) throw new BadInput(['--diff : expected two policy documents, the old and the new one'])
    const { diffPolicies } = await import('./diff.ts')
    return diffPolicies(await read(file, io), await read(other, io), facts, options, io)
  }
  if (other !== undefined) throw new BadInput([`${other} : a second document is for --diff`])
  const policy = await read(file, io)
  const decide = refusing(policy, document => createPolicyTester({ channels: placeholderChannels(recipientsOf(document)), policy: document, facts }))
  const report = await runPolicyTests(policy.document, decide)
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else for (const line of inWords(policy.document.name, report)) io.out(line)
  return report.results.every(({ passed }) => passed) ? 0 : 1
}

async function read(file: string, io: Io): Promise<ReadPolicy> {
  const policy = await readPolicy(file, io)
  if (policy === undefined) throw new BadInput([`${file} : no document`])
  return policy
}

/** Those of the tests, as far as they can be told before the document is checked. */
function recipientsOf(document: unknown): readonly Recipient[] {
  const { tests } = (document ?? {}) as { readonly tests?: unknown }
  const checker = createChecker()
  const recipients = (Array.isArray(tests) ? tests : []).map((test: { readonly recipient?: unknown } | null) => test?.recipient)
  return recipients.filter((recipient): recipient is Recipient => checker.recipient(recipient).ok)
}

function inWords(name: string, { results, neverFired, neverMatched, neverWon }: PolicyTestReport): readonly string[] {
  const lines = results.flatMap(({ name: test, passed, differences }) => [`${passed ? 'ok  ' : 'FAIL'} ${test}`, ...differences.map(each => `       ${each}`)])
  lines.push(`${name}: ${results.filter(({ passed }) => passed).length} of ${results.length} tests passed`)
  if (neverFired.length > 0) lines.push(`no test ever fired: ${neverFired.join(', ')}`)
  if (neverMatched.length > 0) lines.push(`no test ever matched, of the selection: ${neverMatched.join(', ')}`)
  if (neverWon.length > 0) lines.push(`no test ever used the layers: ${neverWon.join(', ')}`)
  return lines
}
