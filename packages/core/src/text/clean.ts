// Category Cc is C0, DEL and C1.
const controls = /[^\P{Cc}\n\t]/gu

/** A body as every vendor may have it: lone surrogates become U+FFFD, C0, C1 and DEL go, but for `\n` and `\t`. */
export const cleanBody = (text: string): string => text.toWellFormed().replace(controls, '')

/** A title, subtitle or name: as a body, and each `\n` becomes a space. */
export function cleanTitle(text: string): string {
  const clean = cleanBody(text)
  return clean.includes('\n') ? clean.replaceAll('\n', ' ') : clean
}

/** Nothing that a person could read: empty after cleaning and trimming. */
export const isBlank = (text: string | undefined): boolean => text === undefined || cleanBody(text).trim() === ''
