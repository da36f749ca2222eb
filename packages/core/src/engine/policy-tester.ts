import type { Json } from '../model/json.ts'
import type { PolicyTest } from '../policy/document.ts'
import type { HostFact } from '../policy/facts.ts'
import type { DecideForTest } from '../policy/policy-tests.ts'
import { testedFacts } from '../policy/tested-facts.ts'
import type { Counters } from '../state/counters.ts'
import { createExplainer } from './explain.ts'
import type { DecideOptions } from './types.ts'

const nothing: { readonly [name: string]: Json } = Object.freeze({})

/**
 * Decides a policy's own tests, for runPolicyTests: with the clock, the host facts and the counters that each test states. A host fact that
 * a test does not state is the host's own, where `facts` has it, else missing. One test after the other. Sends nothing and needs no
 * credentials.
 * @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`
 */
export function createPolicyTester(options: Omit<DecideOptions, 'counters'>): DecideForTest {
  let current: Pick<PolicyTest, 'facts' | 'recent'> = {}
  const own = options.facts ?? {}
  const facts = Object.fromEntries(
    [...new Set([...Object.keys(own), ...testedFacts(options.policy)])].map((name): [string, HostFact] => [
      name,
      factFor(name, own[name], () => current.facts ?? nothing),
    ]),
  )
  const counters: Counters = {
    recent: async ids => {
      // Later than any window begins.
      const times = (count = 0) => new Array<number>(count).fill(Number.MAX_SAFE_INTEGER)
      return ids.map(() => ({ recipient: times(current.recent?.recipient), conversation: times(current.recent?.conversation) }))
    },
    record: () => undefined,
  }
  const explainer = createExplainer({ ...options, facts, counters })
  return async (message, recipient, now, test) => {
    current = test
    return explainer.explain(message, recipient, now === undefined ? {} : { now })
  }
}

function factFor(name: string, own: HostFact | undefined, stated: () => { readonly [name: string]: Json }): HostFact {
  return {
    ...own,
    async load(keys, context) {
      if (Object.hasOwn(stated(), name)) return keys.map(() => stated()[name])
      return own === undefined ? keys.map(() => undefined) : own.load(keys, context)
    },
  }
}
