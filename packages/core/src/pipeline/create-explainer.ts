import { createDecider } from './decider.ts'
import type { DecideOptions, Engine } from './engine-api.ts'
import { explain } from './explain.ts'

/** An engine that only explains: it needs neither transport nor credentials. */
export type Explainer = Pick<Engine, 'explain'>

/** @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`; app entries are not checked, as none is used. */
export function createExplainer(options: DecideOptions): Explainer {
  const decider = createDecider(options, { checkApps: false })
  return { explain: (message, recipient, given) => explain(message, recipient, decider, given) }
}
