import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { DecidedPage } from './decide-page.ts'
import { ownOutcome, rulingOutcome } from './outcomes.ts'
import type { Selected } from './page.ts'

/** Whom a policy asked to come again: one device, or all of the recipient's. */
export interface Deferred {
  readonly recipient: Recipient
  /** UNIX ms. */
  readonly dueAt: number
  readonly outcome: Outcome
}

/** A decided page, sorted by how it goes on. */
export interface Settled {
  /** Nothing is sent: one Outcome a device, or one a recipient where it holds for all of its devices. */
  readonly ended: readonly Outcome[]
  readonly deferred: readonly Deferred[]
  readonly selected: readonly Selected[]
}

/** Sorts a decided page into what ends, what waits and what goes on to render. */
export function settle(message: string, page: DecidedPage): Settled {
  const ended: Outcome[] = []
  const deferred: Deferred[] = []
  const selected: Selected[] = []
  let told: Recipient | null = null
  for (let i = 0; i < page.cases.length; i++) {
    const one = page.cases[i]
    const ruling = page.rulings[i]
    const settings = page.settings[i]
    if (one === undefined || ruling === undefined || settings === undefined) continue
    const { recipient } = one.subject
    if (ruling.decision === 'push') {
      const selection = page.selections[i]
      if (selection === undefined || selection === null) continue
      if (selection.reason === null) selected.push({ case: one, settings, text: selection.text, candidates: selection.candidates })
      else ended.push(ownOutcome(message, one, selection.reason))
      continue
    }
    // A recipient's cases stand together, so one look back tells whether it was told already.
    if (ruling.level !== 'device' && told === recipient) continue
    told = recipient
    const outcome = rulingOutcome(message, one, ruling)
    if (ruling.dueAt === null) ended.push(outcome)
    else {
      const only = ruling.level === 'device' && one.device !== null ? { ...recipient, devices: [one.device] } : recipient
      deferred.push({ recipient: only, dueAt: ruling.dueAt, outcome })
    }
  }
  return { ended, deferred, selected }
}
