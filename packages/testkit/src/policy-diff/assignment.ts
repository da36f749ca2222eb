import type { Json } from '@rouse/core'

/** A value that a case has at a fact's path: `{ fact: 'device', path: '$.session', value: 'logged-out' }`. */
export interface Assignment {
  readonly fact: string
  readonly path: string
  /** The window of time that `recent` is asked for. */
  readonly seconds?: number | undefined
  readonly value: Json
}

/** Not a path: that the host fact, or `recent`, cannot be had at all. */
export const failedPath = '$failed'

/** Not a path of `device`: its registrations, as the names of their channels, newest first, with commas between. */
export const registeredPath = '$registered'

/** The place that an assignment is for; of two for one place the later counts, but lists are joined. */
export const placeOf = ({ fact, path, seconds }: Pick<Assignment, 'fact' | 'path' | 'seconds'>): string =>
  `${fact} ${path}${seconds === undefined ? '' : ` ${seconds}`}`

/** What is assigned to each place. */
export type Values = ReadonlyMap<string, Json>

export function joined(assignments: readonly Assignment[]): Values {
  const values = new Map<string, Json>()
  for (const assignment of assignments) {
    const place = placeOf(assignment)
    const before = values.get(place)
    const both = Array.isArray(before) && Array.isArray(assignment.value)
    values.set(place, both ? [...new Set([...(before as readonly Json[]), ...(assignment.value as readonly Json[])])] : assignment.value)
  }
  return values
}
