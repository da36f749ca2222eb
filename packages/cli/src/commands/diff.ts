import type { Decision, PolicyDocument } from '@rouse/core'
import { findPolicyDifference, samples } from '@rouse/testkit'
import { BadInput } from '../input/bad-input.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import type { CheckOptions } from './check.ts'

/** `rouse check --diff OLD NEW`: the smallest message and recipient found that the two decide differently; 1 where there is one. */
export async function diffPolicies(before: PolicyDocument, after: PolicyDocument, options: CheckOptions, io: Io): Promise<number> {
  const seed = whole(options.seed, '--seed')
  const milliseconds = whole(options.seconds, '--seconds') * 1000
  const report = await findPolicyDifference({ before, after, channels: placeholderChannels([samples.recipientOfAll]), seed, milliseconds })
  if (options.json === true) io.out(JSON.stringify(report, null, 2))
  else if (report.difference === null) io.out(`${report.cases} cases agreed (seed ${report.seed})`)
  else {
    const { message, recipient, now } = report.difference
    io.out(`After ${report.cases} cases (seed ${report.seed}) the two decide differently at ${new Date(now).toISOString()}:`)
    io.out(`message   ${JSON.stringify(message)}`)
    io.out(`recipient ${JSON.stringify(recipient)}`)
    for (const line of [...traced('old', report.difference.before), ...traced('new', report.difference.after)]) io.out(line)
  }
  return report.difference === null ? 0 : 1
}

function whole(value: string, option: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new BadInput([`${option} : expected a whole number`])
  return Number(value)
}

function traced(which: string, decisions: readonly Decision[]): readonly string[] {
  return decisions.flatMap(({ device, decision, reason, rule, channels, trace }) => [
    `${which}: ${device ?? 'no device'} ${decision}${reason === null ? '' : ` ${reason}`}${rule === null ? '' : ` by "${rule}"`}${channels.length > 0 ? ` (${channels.join(', ')})` : ''}`,
    ...trace.map(entry => `       ${entry.matched === true ? '✓' : entry.matched === false ? '·' : ' '} ${entry.rule}: ${entry.because}`),
  ])
}
