import type { Decision } from '@rouse/core'
import { createExplainer } from '@rouse/core/policy'
import { findPolicyDifference, findPolicyDifferences, type PolicyDifference, samples } from '@rouse/testkit'
import { BadInput } from '../input/bad-input.ts'
import { factWarnings, type StatedFacts, withTestedFacts } from '../input/read-facts.ts'
import { type ReadPolicy, refusing } from '../input/read-policy.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import { traceLines } from '../trace-lines.ts'
import type { CheckOptions } from './options.ts'

/** `rouse check --diff OLD NEW`: the smallest message and recipient found that the two decide differently, or with `--all` one for each rule that differs; 1 where there is one. */
export async function diffPolicies(before: ReadPolicy, after: ReadPolicy, facts: StatedFacts, options: CheckOptions, io: Io): Promise<number> {
  const seed = whole(options.seed, '--seed', 0, 2 ** 31 - 1)
  const milliseconds = whole(options.seconds, '--seconds', 1, 86_400) * 1000
  const channels = placeholderChannels([samples.recipientOfAll])
  const known = withTestedFacts(before.document, withTestedFacts(after.document, facts))
  for (const policy of [before, after]) refusing(policy, document => createExplainer({ channels, policy: document, facts: known, counters: any }))
  for (const line of factWarnings(options.fact, [before.document, after.document])) io.err(line)
  const search = { before: before.document, after: after.document, channels, seed, cases: mostCases, milliseconds }
  if (options.all === true) {
    const { cases, differences } = await findPolicyDifferences(search)
    if (options.json === true) io.out(JSON.stringify(differences, null, 2))
    else if (differences.length === 0) io.out(`${cases} cases agreed (seed ${seed})`)
    else {
      io.out(`After ${cases} cases (seed ${seed}) ${differences.length} rule${differences.length === 1 ? ' differs' : 's differ'}:`)
      for (const one of differences) {
        const name = one.rule === null ? 'no single rule' : `rule "${one.rule}" of ${one.section}`
        io.out('')
        for (const line of [`${name}: ${whatDiffers(one)}`, ...caseLines(one, before, after)]) io.out(line)
      }
    }
    return differences.length === 0 ? 0 : 1
  }
  const report = await findPolicyDifference(search)
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else if (report.difference === null) io.out(`${report.cases} cases agreed (seed ${report.seed})`)
  else {
    io.out(`After ${report.cases} cases (seed ${report.seed}) ${whatDiffers(report.difference)}`)
    for (const line of caseLines(report.difference, before, after)) io.out(line)
  }
  return report.difference === null ? 0 : 1
}

function whatDiffers({ kind, now }: PolicyDifference): string {
  const what = kind === 'effect' ? 'the two decide differently' : 'the two differ in nothing but the names of rules or layers'
  return `${what}, at ${new Date(now).toISOString()}:`
}

/** The input, and what each of the two decides. */
function caseLines(difference: PolicyDifference, before: ReadPolicy, after: ReadPolicy): readonly string[] {
  const { message, recipient, recent, host, failed } = difference
  return [
    `message   ${JSON.stringify(message)}`,
    `recipient ${JSON.stringify(recipient)}`,
    ...(recent.recipient.length + recent.conversation.length > 0 ? [`recent    ${JSON.stringify(recent)}`] : []),
    ...(Object.keys(host).length > 0 ? [`facts     ${JSON.stringify(host)}`] : []),
    ...(failed.length > 0 ? [`failed    ${failed.join(', ')}`] : []),
    ...decided('old', before, difference.before),
    ...decided('new', after, difference.after),
  ]
}

/** It is the time that ends a search. */
const mostCases = 100_000_000

/** Counters of any size: the search has its own. */
const any = { recent: async (ids: readonly string[]) => ids.map(() => ({ recipient: [], conversation: [] })), record: () => undefined }

function whole(value: string, option: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN
  if (!(number >= least && number <= most)) throw new BadInput([`${option}: expected a whole number of ${least}…${most}`])
  return number
}

function decided(which: string, policy: ReadPolicy, decisions: readonly Decision[]): readonly string[] {
  return decisions.flatMap(one => {
    const { device, decision, reason, rule, channels } = one
    const why = `${reason === null ? '' : ` ${reason}`}${rule === null ? '' : ` by "${rule}"`}${channels.length > 0 ? ` (${channels.join(', ')})` : ''}`
    return [`${which}: ${device ?? 'no device'} ${decision}${why}`, ...traceLines(one, policy.document).map(line => `       ${line}`)]
  })
}
