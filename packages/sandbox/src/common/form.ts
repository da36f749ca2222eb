/** A form body: the first value of each name; empty values count as absent. */
export interface Form {
  readonly fields: ReadonlyMap<string, string>
  /** Names that stand more than once. */
  readonly repeated: ReadonlySet<string>
}

/** Reads form text; a space may be `%20` or `+`. Several texts (a query and a body) are read as one form. */
export function parseForm(...texts: readonly string[]): Form {
  const fields = new Map<string, string>()
  const repeated = new Set<string>()
  for (const text of texts) {
    if (text === '') continue
    for (const [name, value] of new URLSearchParams(text)) {
      if (value === '') continue
      if (fields.has(name)) repeated.add(name)
      else fields.set(name, value)
    }
  }
  return { fields, repeated }
}

/** Whether a content type is a form's, with or without a charset. */
export const isForm = (contentType: string | undefined): boolean => /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '')
