import { type Counting, count, type Note } from '@rouse/core/channel'

/** A length from which others, not the vendor itself, report trouble. */
export interface Advised {
  readonly title: Counting
  readonly body: Counting
  /** Whose word it is. */
  readonly by: string
}

/** Notes `text-long` for texts over an advised length: they go out as they are. */
export function longTextNotes({ title, body }: { readonly title: string; readonly body: string }, advised: Advised): readonly Note[] {
  return (
    [
      ['title', title, advised.title],
      ['body', body, advised.body],
    ] as const
  ).flatMap(([field, text, { max, unit }]) => {
    const length = count(text, unit)
    if (length <= max) return []
    return [{ code: 'text-long', detail: `${field} counts ${length} (${unit}); ${advised.by} says ${max}: sent as it is` }]
  })
}
