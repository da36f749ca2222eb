import type { Issue } from '../model/mistake.ts'

/** Characters of a pointer that are shown at most: names in hostile input may be long. */
const longestPointer = 300

// Names come from the input: a line break or an escape sequence in one must not reach a terminal or a log.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]/gu

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/**
 * One mistake as one line for a person: `message.json /push/enbled: unknown field, nearest "enabled"`.
 * `file` is what the input is called.
 *
 * @example formatMistake('message.json', { pointer: '/push/enbled', message: 'unknown field', nearest: 'enabled' })
 */
export function formatIssue(file: string, mistake: Issue): string {
  const pointer = mistake.pointer.length > longestPointer ? `${mistake.pointer.slice(0, longestPointer)}…` : mistake.pointer
  const value = mistake.value === undefined ? '' : `, got ${mistake.value}`
  const hint = mistake.nearest === undefined ? '' : `, nearest ${JSON.stringify(mistake.nearest)}`
  return `${file} ${pointer}: ${mistake.message}${value}${hint}`.replace(unsafe, escaped)
}
