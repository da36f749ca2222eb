// Category Cc is C0, DEL and C1.
const controls = /[^\P{Cc}\n\t]/gu

/** Embeddings, overrides and isolates of the bidirectional algorithm, with their ends. Source: UAX #9, "Explicit directional formatting". */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/u
const allBidiControls = /[\u202a-\u202e\u2066-\u2069]/gu

/** Right-to-left letters and marks: the blocks that hold characters of class R or AL, and the marks LRM, RLM and ALM. */
const rightToLeft = /[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * A character that a person can see: anything but white space, controls, format characters, default-ignorable code points (zero-width
 * characters, variation selectors, Hangul fillers, tags) and the blanks that Unicode counts as symbols or marks (Braille blank, the null
 * note head, the Khitan filler). Arabic and Syriac number and verse signs are format characters that have a shape.
 */
const visible =
  /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{16fe4}]|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u

/** A body as every vendor may have it: lone surrogates become U+FFFD, C0, C1 and DEL go, but for `\n` and `\t`. */
export const cleanBody = (text: string): string => text.toWellFormed().replace(controls, '')

/**
 * A title or subtitle: as a body, and each `\n` becomes a space. Bidirectional controls that are not balanced are removed, so that none
 * reaches over the end of the title.
 */
export function cleanTitle(text: string): string {
  const line = oneLine(text)
  return bidiControls.test(line) && !isBalanced(line) ? line.replace(allBidiControls, '') : line
}

/** A name: as a title, without bidirectional controls. */
export function cleanName(text: string): string {
  const line = oneLine(text)
  return bidiControls.test(line) ? line.replace(allBidiControls, '') : line
}

/**
 * A name as it stands beside other text: between U+2068 and U+2069 where it could change the direction of the rest, that is where it has
 * right-to-left letters or had bidirectional controls. Source: docs/semantics.md, "Text".
 */
export function isolateName(name: string): string {
  const clean = cleanName(name)
  return bidiControls.test(name) || rightToLeft.test(clean) ? `\u2068${clean}\u2069` : clean
}

/** Whether a text shows nothing: it is absent, empty, or has no visible character. */
export const isBlank = (text: string | undefined): boolean => text === undefined || !visible.test(text.toWellFormed())

function oneLine(text: string): string {
  const clean = cleanBody(text)
  return clean.includes('\n') ? clean.replaceAll('\n', ' ') : clean
}

/** Whether each embedding, override and isolate ends within the text, and nothing ends that did not begin there. */
const isBalanced = (text: string): boolean => openControls(text)?.length === 0

/**
 * The start of a text that was cut: without the bidirectional controls whose end was cut off, which would act on what the phone shows after
 * it.
 */
export function closedStart(text: string): string {
  if (!bidiControls.test(text)) return text
  const open = openControls(text)
  return open === null ? text : open.reduceRight((rest, at) => rest.slice(0, at) + rest.slice(at + 1), text)
}

/** Where the embeddings, overrides and isolates begin that do not end within the text; null where one ends that did not begin there. */
function openControls(text: string): readonly number[] | null {
  const open: { readonly kind: 'embedding' | 'isolate'; readonly at: number }[] = []
  for (const { 0: control, index } of text.matchAll(allBidiControls)) {
    if (control === '\u202c' || control === '\u2069') {
      if (open.pop()?.kind !== (control === '\u2069' ? 'isolate' : 'embedding')) return null
    } else open.push({ kind: control >= '\u2066' ? 'isolate' : 'embedding', at: index })
  }
  return open.map(({ at }) => at)
}
