import { createExplainer, type PolicyDocument, type PolicyTestReport, runPolicyTests } from '@rouse/core'
import { BadInput } from '../input/bad-input.ts'
import { readPolicy } from '../input/read-policy.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'

export interface CheckOptions {
  readonly diff?: boolean
  readonly seed: string
  readonly seconds: string
  readonly json?: boolean
}

/** `rouse check`: 0 all well, 1 a test failed or the documents differ, 2 a refused document. */
export async function checkCommand(file: string, other: string | undefined, options: CheckOptions, io: Io): Promise<number> {
  if (options.diff === true) {
    if (other === undefined) throw new BadInput(['--diff : expected two policy documents, the old and the new one'])
    const { diffPolicies } = await import('./diff.ts')
    return diffPolicies(await read(file, io), await read(other, io), options, io)
  }
  if (other !== undefined) throw new BadInput([`${other} : a second document is for --diff`])
  const document = await read(file, io)
  const report = await runPolicyTests(document, (message, recipient, now) =>
    createExplainer({ channels: placeholderChannels([recipient]), policy: document, clock: now === undefined ? undefined : () => now }).explain(
      message,
      recipient,
    ),
  )
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else for (const line of inWords(document, report)) io.out(line)
  return report.results.every(({ passed }) => passed) ? 0 : 1
}

async function read(file: string, io: Io): Promise<PolicyDocument> {
  const document = await readPolicy(file, io)
  if (document === undefined) throw new BadInput([`${file} : no document`])
  return document
}

function inWords(document: PolicyDocument, { results, neverFired, neverWon }: PolicyTestReport): readonly string[] {
  const lines = results.flatMap(({ name, passed, differences }) => [`${passed ? 'ok  ' : 'FAIL'} ${name}`, ...differences.map(each => `       ${each}`)])
  lines.push(`${document.name}: ${results.filter(({ passed }) => passed).length} of ${results.length} tests passed`)
  if (neverFired.length > 0) lines.push(`no test ever fired: ${neverFired.join(', ')}`)
  if (neverWon.length > 0) lines.push(`no test ever used the layers: ${neverWon.join(', ')}`)
  return lines
}
