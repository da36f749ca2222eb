import type { Mistake } from '@rouse/core'
import { formatMistake } from '@rouse/core'

const shownAtMost = 100

/** Input that a command refuses: exit 2, a line a mistake on stderr, nothing sent. */
export class BadInput extends Error {
  readonly lines: readonly string[]
  constructor(lines: readonly string[]) {
    super(lines[0] ?? 'bad input')
    this.lines = lines.length > shownAtMost ? [...lines.slice(0, shownAtMost), `… and ${lines.length - shownAtMost} more`] : lines
  }
}

/** A mistake a line, as `file /pointer: what, nearest "name"`. */
export const mistakeLines = (file: string, mistakes: readonly Mistake[]): readonly string[] => mistakes.map(mistake => formatMistake(file, mistake))
