import type { Notification, Payload } from '../channel/contract.ts'
import type { Note } from '../model/decision.ts'
import { count } from '../text/count.ts'
import { ellipsis, largestFit, shorten } from '../text/fit.ts'
import { codePointFloor, type Graphemes, longestGrapheme } from '../text/graphemes.ts'
import { extDropped, imageDropped, type TextField, textTruncated } from '../text/notes.ts'

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

/** A payload within the limit, what it was rendered from, and what had to go. `fits: false`: the smallest there is, still too large. */
export interface FittedPayload<P extends Payload> extends Attempt<P> {
  readonly notes: readonly Note[]
  readonly fits: boolean
}

/** Graphemes of the body that go only after image and ext. */
const bodyBeforeExtras = 64

const textFields: readonly TextField[] = ['title', 'subtitle', 'body']

/**
 * Renders a notification so that the whole payload is within `limit`, in the unit of Payload.size (undefined: no
 * limit). Each step only takes away, and the first that suffices is the last: an ext that would not fit beside a
 * one-grapheme body, image left out; the body down to 64 graphemes; the image; the ext; more of the body; the
 * subtitle; the title, each down to one grapheme (`…` alone). A text keeps as much as fits. It takes some five
 * renders as a rule, twenty at most.
 * Source: docs/semantics.md, "Text".
 */
export function fitPayload<P extends Payload>(
  notification: Notification,
  limit: number | undefined,
  render: (notification: Notification) => P,
  graphemes: Graphemes,
): FittedPayload<P> {
  let at: Attempt<P> = { notification, payload: render(notification) }
  if (limit === undefined || at.payload.size <= limit) return { ...at, notes: [], fits: true }

  const dropped: Note[] = []
  const cut = (field: TextField, atLeast: number) => () => {
    at = shrink(at, field, atLeast, { limit, render, graphemes })
  }
  const drop = (field: 'ext' | 'image', note: (why: string) => Note) => () => {
    const { [field]: gone, ...rest } = at.notification
    if (gone === undefined) return
    at = { notification: rest, payload: render(rest) }
    dropped.push(note(`the whole payload is limited to ${limit}`))
  }
  const dropHopelessExt = () => {
    // Without the image, which would go before the ext in any case.
    const { image: _, ...rest } = at.notification
    if (rest.ext === undefined) return
    const beside = render({ ...rest, body: shorten(rest.body, 1, graphemes) })
    if (beside.size > limit) drop('ext', extDropped)()
  }
  const steps: readonly (() => void)[] = [
    dropHopelessExt,
    cut('body', bodyBeforeExtras),
    drop('image', imageDropped),
    drop('ext', extDropped),
    cut('body', 1),
    cut('subtitle', 1),
    cut('title', 1),
  ]
  for (const step of steps) {
    step()
    if (at.payload.size <= limit) break
  }
  return { ...at, notes: [...truncations(notification, at.notification), ...dropped], fits: at.payload.size <= limit }
}

/** One note for each text that was cut, counted in UTF-8 bytes as payloads are. */
function truncations(before: Notification, after: Notification): readonly Note[] {
  const unit = 'utf8-byte'
  return textFields.flatMap(field => {
    const [from, to] = [before[field] ?? '', after[field] ?? '']
    return from === to ? [] : [textTruncated(field, count(from, unit), count(to, unit), unit)]
  })
}
