import { checkChannels } from '../channel/check-channels.ts'
import { installChannels } from '../channel/container.ts'
import { createChannelSet } from '../channel/registry.ts'
import type { EvaluationContext } from '../pipeline/evaluate-page.ts'
import { createInputValidator, type InputValidator } from '../pipeline/input-validator.ts'
import { createLoaders } from '../pipeline/load-facts.ts'
import type { RenderContext } from '../pipeline/render.ts'
import { checkHostFacts } from '../policy/check/check-host-facts.ts'
import { defaultPolicy } from '../policy/default-policy.ts'
import { loadPolicy } from '../policy/load-policy.ts'
import { createLocalTime } from '../policy/local-time.ts'
import type { LoadedPolicy } from '../policy/policy.ts'
import { type Counters, memoryCounters } from '../state/counters.ts'
import { createGraphemes } from '../text/graphemes.ts'
import { engineText } from '../text/resolved-text.ts'
import { createChecker } from '../validation/checker.ts'
import { checkDecideOptions } from './options.ts'
import type { DecideOptions } from './types.ts'

/** Everything that deciding and rendering need, made once an engine: tables, policy and ports. */
export interface EngineContext {
  readonly clock: () => number
  readonly counters: Counters
  readonly intake: InputValidator
  /** The policy now in force. */
  policy(): LoadedPolicy
  /** Puts another policy in force for messages that come after; refused whole on any mistake. */
  replacePolicy(document: unknown): LoadedPolicy
  readonly context: EvaluationContext & RenderContext
}

/** @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`, `codegen-forbidden`. */
export function createEngineContext(options: DecideOptions, { checkApps }: { readonly checkApps: boolean }): EngineContext {
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
    intake: createInputValidator(createChecker(), vendorMistakes),
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
