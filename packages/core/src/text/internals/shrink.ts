import type { Notification, Payload } from '../../channel/contract.ts'
import { count } from '../count.ts'
import { ellipsis } from '../fit.ts'
import { codePointFloor, type Graphemes, longestGrapheme } from '../graphemes.ts'
import type { TextField } from '../notes.ts'
import { largestFit } from './largest-fit.ts'

/** A notification and what it renders to. */
export interface Attempt<P extends Payload> {
  readonly notification: Notification
  readonly payload: P
}

/** What shrinking needs beside the attempt. */
export interface Shrinking<P extends Payload> {
  /** In the unit of Payload.size. */
  readonly limit: number
  readonly render: (notification: Notification) => P
  readonly graphemes: Graphemes
}

/** An attempt with one field's text replaced. */
function withText<P extends Payload>(at: Attempt<P>, field: TextField, text: string, render: Shrinking<P>['render']): Attempt<P> {
  const notification = { ...at.notification, [field]: text }
  return { notification, payload: render(notification) }
}

/**
 * The attempt with as many of the field's graphemes as fit, `…` among them, but at least `atLeast`: then it may still
 * be too large. Given that the attempt as it is does not fit.
 */
export function shrink<P extends Payload>(at: Attempt<P>, field: TextField, atLeast: number, { limit, render, graphemes }: Shrinking<P>): Attempt<P> {
  const text = at.notification[field] ?? ''
  // Each code point adds 1 or more to any vendor's count, so that what lies behind can never fit.
  const window = text.slice(0, codePointFloor(text, 2 * limit + longestGrapheme * (atLeast + 1)))
  const ends = graphemes.ends(window, Number.POSITIVE_INFINITY)
  if (ends.length <= atLeast) return at
  const cut = (length: number) => text.slice(0, length > 1 ? ends[length - 2] : 0) + ellipsis
  let best = withText(at, field, cut(atLeast), render)
  // `…` may be longer than what it stands for.
  if (best.payload.size >= at.payload.size) return at
  if (best.payload.size > limit) return best
  const spare = limit - best.payload.size + count(cut(atLeast), 'utf8-byte')
  largestFit(atLeast, ends.length, lengthWithin(text, ends, spare), length => {
    const attempt = withText(at, field, cut(length), render)
    if (attempt.payload.size > limit) return false
    best = attempt
    return true
  })
  return best
}

/** How many graphemes, `…` among them, have at most so many UTF-8 bytes. */
function lengthWithin(text: string, ends: readonly number[], bytes: number): number {
  let left = bytes - count(ellipsis, 'utf8-byte')
  let start = 0
  for (const [index, end] of ends.entries()) {
    left -= count(text.slice(start, end), 'utf8-byte')
    if (left < 0) return index + 1
    start = end
  }
  return ends.length
}
