import type { Json } from '@rouse/core'

/** A value that a case has at a fact's path: `{ fact: 'device', path: '$.session', value: 'logged-out' }`. */
export interface Assignment {
  readonly fact: string
  readonly path: string
  readonly value: Json
}

/** Not a path: that the host fact, or `recent`, cannot be had at all. */
export const failedPath = '$failed'

/** The place that an assignment is for; of two for one place the later counts. */
export const placeOf = ({ fact, path }: Pick<Assignment, 'fact' | 'path'>): string => `${fact} ${path}`
