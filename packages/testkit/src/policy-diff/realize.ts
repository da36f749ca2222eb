import type { Json, Message, Recipient } from '@rouse/core'
import { type Assignment, failedPath, joined } from './assignment.ts'
import { clockOf } from './clock.ts'
import { messageOf, splitPlace } from './message-of.ts'
import { type Recent, recentOf } from './recent.ts'
import { recipientIdOf, recipientOf } from './recipient-of.ts'
import { type Plain, put, stepsOf } from './steps.ts'

/** One thing to decide: a message, a recipient, the clock, and what the counters and the host say. */
export interface Case {
  readonly message: Message
  readonly recipient: Recipient
  /** UNIX ms. */
  readonly now: number
  /** Pushes that went out before. */
  readonly recent: Recent
  readonly host: { readonly [fact: string]: Json }
  /** Host facts, or `recent`, that cannot be had. */
  readonly failed: readonly string[]
}

/** Turns assignments to facts into an input whose facts they are, as far as there is one; what nobody assigns is plain and pushes. */
export function realize(assignments: readonly Assignment[], hostFacts: readonly string[], channels: readonly string[]): Case {
  const values = joined(assignments)
  const now = clockOf(values)
  const recipientId = recipientIdOf(values)
  const host: Plain = {}
  for (const [place, value] of values) {
    const [fact, path] = splitPlace(place)
    // Host facts may be read at paths: their values are built of all that is asked of them.
    if (hostFacts.includes(fact) && path !== failedPath) put(host, [fact, ...stepsOf(path)], value)
  }
  return {
    now,
    message: messageOf(values, now, recipientId),
    recipient: recipientOf(values, now, recipientId, channels),
    recent: recentOf(assignments),
    host: host as { readonly [fact: string]: Json },
    failed: [...new Set(assignments.filter(({ path }) => path === failedPath).map(({ fact }) => fact))],
  }
}
