import type { Issue } from '../../model/mistake.ts'

/** At most so many mistakes are kept; a document with more is refused all the same. */
export const maxMistakes = 100

interface Extra {
  readonly value?: unknown
  readonly nearest?: string | undefined
}

/** Gathers mistakes up to the bound; `full` tells a checker that going on is of no use. */
export interface Mistakes {
  add(pointer: string, message: string, extra?: Extra): undefined
  /** A mistake that another check worded. */
  take(mistake: Issue): void
  readonly list: readonly Issue[]
  readonly count: number
  readonly full: boolean
}

export function createMistakes(): Mistakes {
  const list: Issue[] = []
  return {
    list,
    get count() {
      return list.length
    },
    get full() {
      return list.length >= maxMistakes
    },
    take(mistake) {
      if (list.length < maxMistakes) list.push(mistake)
    },
    add(pointer, message, extra = {}) {
      if (list.length >= maxMistakes) return
      list.push({
        pointer: shorten(pointer, 512),
        message,
        ...(extra.nearest === undefined ? {} : { nearest: extra.nearest }),
        ...(extra.value === undefined ? {} : { value: shown(extra.value) }),
      })
    },
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value, 60))
  if (Array.isArray(value)) return `an array of ${value.length}`
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`
}
