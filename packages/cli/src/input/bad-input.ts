import type { Issue } from '@rouse/core'
import { formatIssue } from '@rouse/core/validation'

const shownAtMost = 100

/** Input that a command refuses: exit 2, a line a mistake on stderr, nothing sent. `more`: mistakes that are not listed. */
export class BadInput extends Error {
  readonly lines: readonly string[]
  constructor(lines: readonly string[], more = 0) {
    super(lines[0] ?? 'bad input')
    const left = Math.max(0, lines.length - shownAtMost) + more
    this.lines = left === 0 ? lines : [...lines.slice(0, shownAtMost), `… and ${left} more`]
  }
}

/** A mistake a line, as `file /pointer: what, nearest "name"`. */
export const mistakeLines = (file: string, mistakes: readonly Issue[]): readonly string[] =>
  mistakes.map(mistake => {
    const line = formatIssue(file, mistake)
    // A mistake of the whole input has no pointer.
    return mistake.pointer === '' ? line.replace(' : ', ': ') : line
  })
