import { createExplainer, type Decision } from '@rouse/core'
import { findPolicyDifference, samples } from '@rouse/testkit'
import { BadInput } from '../input/bad-input.ts'
import { type StatedFacts, withTestedFacts } from '../input/read-facts.ts'
import { type ReadPolicy, refusing } from '../input/read-policy.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import { traceLines } from '../trace-lines.ts'
import type { CheckOptions } from './check.ts'

/** `rouse check --diff OLD NEW`: the smallest message and recipient found that the two decide differently; 1 where there is one. */
export async function diffPolicies(before: ReadPolicy, after: ReadPolicy, facts: StatedFacts, options: CheckOptions, io: Io): Promise<number> {
  const seed = whole(options.seed, '--seed', 0, 2 ** 31 - 1)
  const milliseconds = whole(options.seconds, '--seconds', 1, 86_400) * 1000
  const channels = placeholderChannels([samples.recipientOfAll])
  const known = withTestedFacts(before.document, withTestedFacts(after.document, facts))
  for (const policy of [before, after]) refusing(policy, document => createExplainer({ channels, policy: document, facts: known, counters: any }))
  const report = await findPolicyDifference({ before: before.document, after: after.document, channels, seed, cases: mostCases, milliseconds })
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else if (report.difference === null) io.out(`${report.cases} cases agreed (seed ${report.seed})`)
  else {
    const { kind, message, recipient, now, recent, host, failed } = report.difference
    const what = kind === 'effect' ? 'the two decide differently' : 'the two differ in nothing but the names of rules or layers'
    io.out(`After ${report.cases} cases (seed ${report.seed}) ${what}, at ${new Date(now).toISOString()}:`)
    io.out(`message   ${JSON.stringify(message)}`)
    io.out(`recipient ${JSON.stringify(recipient)}`)
    if (recent.recipient.length + recent.conversation.length > 0) io.out(`recent    ${JSON.stringify(recent)}`)
    if (Object.keys(host).length > 0) io.out(`facts     ${JSON.stringify(host)}`)
    if (failed.length > 0) io.out(`failed    ${failed.join(', ')}`)
    for (const line of [...decided('old', before, report.difference.before), ...decided('new', after, report.difference.after)]) io.out(line)
  }
  return report.difference === null ? 0 : 1
}

/** It is the time that ends a search. */
const mostCases = 100_000_000

/** Counters of any size: the search has its own. */
const any = { recent: async (ids: readonly string[]) => ids.map(() => ({ recipient: [], conversation: [] })), record: () => undefined }

function whole(value: string, option: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least && number <= most)) throw new BadInput([`${option} : expected a whole number of ${least}…${most}`])
  return number
}

function decided(which: string, policy: ReadPolicy, decisions: readonly Decision[]): readonly string[] {
  return decisions.flatMap(one => {
    const { device, decision, reason, rule, channels } = one
    const why = `${reason === null ? '' : ` ${reason}`}${rule === null ? '' : ` by "${rule}"`}${channels.length > 0 ? ` (${channels.join(', ')})` : ''}`
    return [`${which}: ${device ?? 'no device'} ${decision}${why}`, ...traceLines(one, policy.document).map(line => `       ${line}`)]
  })
}
