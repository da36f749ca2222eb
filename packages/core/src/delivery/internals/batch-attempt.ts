import type { Answer, Reset } from '../../channel/contract.ts'

/** What `prepare` came to. */
export type Handle = { readonly handle: string; readonly until?: Reset } | Answer

/** Entries that share requests, and what was already done for them. */
export interface BatchAttempt {
  readonly id: string
  readonly prepared: boolean
  /** Entries of its last request; -1: none yet. */
  sent: number
  /** How often it went on with fewer entries than before. */
  part: number
  renewed: boolean
  preparedAnew: boolean
  /** What `prepare` stored, or is storing. */
  stored: Promise<Handle> | null
}

export const createBatchAttempt = (id: string, prepared: boolean): BatchAttempt => ({
  id,
  prepared,
  sent: -1,
  part: 0,
  renewed: false,
  preparedAnew: false,
  stored: null,
})

/** The same for some of its entries, under another id, each request with the payload whole. */
export const splitFrom = (group: BatchAttempt, id: string): BatchAttempt => ({ ...group, id, prepared: false, sent: -1, part: 0, stored: null })
