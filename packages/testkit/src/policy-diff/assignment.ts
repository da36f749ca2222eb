import type { Json } from '@rouse/core'

/** A value that a case has at a fact's path: `{ fact: 'device', path: '$.session', value: 'logged-out' }`. */
export interface Assignment {
  readonly fact: string
  readonly path: string
  readonly value: Json
}

/** The place that an assignment is for; of two for one place the later counts. */
export const placeOf = ({ fact, path }: Pick<Assignment, 'fact' | 'path'>): string => `${fact} ${path}`
