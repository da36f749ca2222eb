import { createExplainer, type Decision, type Recipient, type SentenceLocale, sentence } from '@rouse/core'
import { readConfig } from '../input/read-config.ts'
import { readPeople } from '../input/read-people.ts'
import { readPolicy } from '../input/read-policy.ts'
import { readTime } from '../input/read-time.ts'
import { demandVendorSettings } from '../input/vendor-settings.ts'
import type { Io } from '../io.ts'
import { placeholderChannels } from '../placeholders.ts'
import type { PeopleOptions } from './options.ts'

/** `rouse explain`: Decisions by message, then recipient, then device. */
export async function explainCommand(
  options: PeopleOptions & { readonly showTokens?: boolean; readonly set?: readonly string[]; readonly locale?: SentenceLocale },
  io: Io,
): Promise<number> {
  const people = await readPeople(options.message, options.recipient, io, options.set)
  const { messages, recipients } = people
  const now = readTime(options.now) ?? Date.now()
  const config = options.config === undefined ? undefined : await readConfig(options.config, io)
  const policy = await readPolicy(options.policy, io)
  const channels = config?.channels ?? placeholderChannels(recipients)
  demandVendorSettings(people, channels)
  const explainer = createExplainer({
    channels,
    policy,
    text: { appName: config?.appName },
    clock: () => now,
  })
  const decisions: Decision[] = []
  for (const message of messages) {
    for (const recipient of recipients) decisions.push(...(await explainer.explain(message, recipient, { showTokens: options.showTokens ?? false })))
  }
  if (options.json === true) io.out(JSON.stringify(decisions, null, 2))
  else for (const decision of decisions) for (const line of inWords(decision, recipients, options.locale ?? 'en')) io.out(line)
  return 0
}

/** A Decision for a person: the verdict in a sentence, what it says, then the rules that were asked. */
function inWords(decision: Decision, recipients: readonly Recipient[], locale: SentenceLocale): readonly string[] {
  const device = recipients.find(({ id }) => id === decision.recipient)?.devices.find(({ id }) => id === decision.device)
  const whose = `${decision.recipient}${decision.device === null ? '' : ` / ${decision.device}`}`
  const setting = (name: string) => decision.settings[`ios.${name}`] ?? decision.settings[`android.${name}`] ?? decision.settings[name]
  const lines = [`${decision.message} → ${whose}: ${sentence(decision, { platform: device?.platform }, locale)}`]
  for (const name of ['title', 'body', 'sound']) {
    const found = setting(name)
    if (decision.decision === 'push' && found !== undefined) lines.push(`  ${name}: ${JSON.stringify(found.value)} (${found.from})`)
  }
  for (const { code, detail } of decision.notes) lines.push(`  note ${code}: ${detail}`)
  for (const { rule, matched, because } of decision.trace) lines.push(`  ${matched === true ? '✓' : matched === false ? '·' : ' '} ${rule}: ${because}`)
  return lines
}
