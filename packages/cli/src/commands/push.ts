import { createEngine, defaultPolicy, memoryCounters, type Outcome, type OutcomeStatus } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { BadInput } from '../input/bad-input.ts'
import { readConfig } from '../input/read-config.ts'
import { factWarnings, readFacts } from '../input/read-facts.ts'
import { readPeople } from '../input/read-people.ts'
import { readPolicy, refusing } from '../input/read-policy.ts'
import { proxyOptions } from '../input/read-proxy.ts'
import { readTime } from '../input/read-time.ts'
import { demandVendorSettings } from '../input/vendor-settings.ts'
import type { Io } from '../io.ts'
import { table } from '../table.ts'
import type { PeopleOptions } from './options.ts'

/** Ends of a push that make the command fail. */
const failures: readonly OutcomeStatus[] = ['failed', 'rejected', 'expired']

/** `rouse push`: delivers each message to all recipients; one Outcome a line, or a table. 1 if any failed, was rejected or expired; else 0. */
export async function pushCommand(options: PeopleOptions & { readonly proxy?: string }, io: Io): Promise<number> {
  const people = await readPeople(options.message, options.recipient, io)
  const { messages, recipients } = people
  const now = readTime(options.now)
  if (options.config === undefined) throw new BadInput(['--config: push needs a config with channels, apps and credentials'])
  const config = await readConfig(options.config, io)
  demandVendorSettings(people, config.channels)
  const proxy = proxyOptions(options.proxy, io)
  const policy = await readPolicy(options.policy, io)
  const facts = readFacts(options.fact)
  const engine = refusing(policy, document =>
    createEngine({
      channels: config.channels,
      policy: document,
      facts,
      // What this one command sends is few enough to be counted whole.
      counters: memoryCounters(10_000, 10_001),
      text: { appName: config.appName },
      transport: nodeTransport({ ca: config.ca, ...proxy }),
    }),
  )
  for (const line of factWarnings(options.fact, [policy?.document ?? defaultPolicy])) io.err(line)
  const outcomes: Outcome[] = []
  try {
    for (const message of messages) {
      for (const outcome of await engine.push(message, recipients, { now })) {
        outcomes.push(outcome)
        if (options.json === true) io.out(JSON.stringify(outcome))
      }
    }
  } finally {
    await engine.close()
  }
  if (options.json !== true) {
    io.out(
      table(
        ['message', 'recipient', 'device', 'channel', 'status', 'reason', 'vendor', 'detail'],
        outcomes.map(({ message, recipient, device, channel, status, reason, fault, detail, vendorCode }) => [
          message,
          recipient,
          device,
          channel,
          status,
          reason ?? fault,
          vendorCode,
          detail,
        ]),
      ),
    )
  }
  return outcomes.some(({ status }) => failures.includes(status)) ? 1 : 0
}
