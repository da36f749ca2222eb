import { type Counters, type Decision, defaultPolicy, type PolicyDocument, type Recipient } from '@rouse/core'
import { createExplainer, type SentenceLocale, sentence } from '@rouse/core/policy'
import { readConfig } from '../input/read-config.ts'
import { factWarnings, readFacts, withTestedFacts } from '../input/read-facts.ts'
import { readNames } from '../input/read-names.ts'
import { readPeople } from '../input/read-people.ts'
import { readPolicy, refusing } from '../input/read-policy.ts'
import { readTime } from '../input/read-time.ts'
import { demandVendorSettings } from '../input/vendor-settings.ts'
import type { Recent } from '../input/what-if.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import { traceLines } from '../trace-lines.ts'
import type { PeopleOptions } from './options.ts'

interface ExplainOptions extends PeopleOptions {
  readonly showTokens?: boolean
  readonly set?: readonly string[]
  readonly name?: readonly string[]
  readonly locale?: SentenceLocale
}

/** `rouse explain`: Decisions by message, then recipient, then device. */
export async function explainCommand(options: ExplainOptions, io: Io): Promise<number> {
  const people = await readPeople(options.message, options.recipient, io, options.set)
  const { messages, recipients, recent } = people
  const names = readNames(options.name, messages)
  const facts = readFacts(options.fact)
  const now = readTime(options.now) ?? Date.now()
  const config = options.config === undefined ? undefined : await readConfig(options.config, io)
  const policy = await readPolicy(options.policy, io)
  const channels = config?.channels ?? placeholderChannels(recipients)
  demandVendorSettings(people, channels)
  const explainer = refusing(policy, document =>
    createExplainer({
      channels,
      policy: document,
      facts: withTestedFacts(document, facts),
      text: { appName: config?.appName },
      counters: telling(recent),
      clock: () => now,
    }),
  )
  for (const line of factWarnings(options.fact, [policy?.document ?? defaultPolicy])) io.err(line)
  const decisions: Decision[] = []
  for (const message of messages) {
    for (const recipient of recipients) decisions.push(...(await explainer.explain(message, recipient, { showTokens: options.showTokens ?? false })))
  }
  const inWords = wordsFor(policy?.document ?? defaultPolicy, recipients, names, options.locale ?? 'en')
  if (options.json === true) io.out(JSON.stringify(decisions, null, 2))
  else for (const decision of decisions) for (const line of inWords(decision)) io.out(line)
  return 0
}

/** Counters that tell of so many pushes, in any window. */
function telling({ recipient, conversation }: Recent): Counters {
  const times = (count: number) => new Array<number>(count).fill(Number.MAX_SAFE_INTEGER)
  return { recent: async ids => ids.map(() => ({ recipient: times(recipient), conversation: times(conversation) })), record: () => undefined }
}

/** A Decision for a person: the verdict in a sentence, what it says, then the rules that were asked. */
function wordsFor(policy: PolicyDocument, recipients: readonly Recipient[], names: ReadonlyMap<string, string>, locale: SentenceLocale) {
  const described = new Map(policy.rules.map(({ name, description }) => [name, description]))
  return (decision: Decision): readonly string[] => {
    const device = recipients.find(({ id }) => id === decision.recipient)?.devices.find(({ id }) => id === decision.device)
    const whose = `${decision.recipient}${decision.device === null ? '' : ` / ${decision.device}`}`
    const setting = (name: string) => decision.settings[`ios.${name}`] ?? decision.settings[`android.${name}`] ?? decision.settings[name]
    const called = { recipient: names.get(decision.recipient), platform: device?.platform, rule: described.get(decision.rule ?? '') }
    const lines = [`${decision.message} → ${whose}: ${sentence(decision, called, locale)}`]
    for (const name of ['title', 'body', 'sound']) {
      const found = setting(name)
      if (decision.decision === 'push' && found !== undefined) lines.push(`  ${name}: ${JSON.stringify(found.value)} (${found.from})`)
    }
    for (const { code, detail } of decision.notes) lines.push(`  note ${code}: ${detail}`)
    return [...lines, ...traceLines(decision, policy).map(line => `  ${line}`)]
  }
}
