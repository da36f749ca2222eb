import type { Notification, Payload } from '../channel/contract.ts'
import type { Note } from '../model/decision.ts'
import { count } from './count.ts'
import type { Graphemes } from './graphemes.ts'
import { type Attempt, shrink } from './internals/shrink.ts'
import { extDropped, imageDropped, type TextField, textTruncated } from './notes.ts'
import { shorten } from './shorten.ts'

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
