import { createChannelSet } from '../channel/channel-set.ts'
import { checkChannels } from '../channel/check-channels.ts'
import { installChannels } from '../channel/container.ts'
import { createChecker } from '../model/checker.ts'
import { checkHostFacts } from '../policy/check-host-facts.ts'
import { defaultPolicy } from '../policy/default-policy.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import { createLocalTime } from '../policy/local-time.ts'
import type { LoadedPolicy } from '../policy/policy.ts'
import { createGraphemes } from '../text/graphemes.ts'
import { engineText } from '../text/resolved-text.ts'
import { checkDecideOptions } from './check-options.ts'
import type { Counters } from './counters.ts'
import type { DecideContext } from './decide-page.ts'
import type { DecideOptions } from './engine-api.ts'
import { createIntake, type Intake } from './intake.ts'
import { createLoaders } from './loaded.ts'
import { memoryCounters } from './memory-counters.ts'
import type { RenderContext } from './render.ts'

/** Everything that deciding and rendering need, made once an engine: tables, policy and ports. */
export interface Decider {
  readonly clock: () => number
  readonly counters: Counters
  readonly intake: Intake
  /** The policy now in force. */
  policy(): LoadedPolicy
  /** Puts another policy in force for messages that come after; refused whole on any mistake. */
  replacePolicy(document: unknown): LoadedPolicy
  readonly context: DecideContext & RenderContext
}

/** @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`, `codegen-forbidden`. */
export function createDecider(options: DecideOptions, { checkApps }: { readonly checkApps: boolean }): Decider {
  checkDecideOptions(options)
  const clock = options.clock ?? Date.now
  const channels = installChannels(options.channels, options.container)
  const { vendorMistakes } = checkChannels(channels, { apps: checkApps })
  const set = createChannelSet(channels)
  const facts = options.facts ?? {}
  checkHostFacts(facts)
  const counters = options.counters ?? memoryCounters()
  const loading = { evaluator: options.evaluator, channels: set.names, hostFacts: Object.keys(facts), vendorMistakes, recentMost: counters.most }
  const load = (document: unknown) => loadPolicy(document, loading)
  // A document that is null is a mistake, and not none.
  let policy = load(options.policy === undefined ? defaultPolicy : options.policy)
  return {
    clock,
    counters,
    intake: createIntake(createChecker(), vendorMistakes),
    policy: () => policy,
    replacePolicy(document) {
      policy = load(document)
      return policy
    },
    context: {
      channels: set,
      text: engineText(options.text),
      graphemes: createGraphemes(),
      localTime: createLocalTime(),
      load: createLoaders(facts, counters),
      isOpen: () => false,
      traced: false,
    },
  }
}
