import { BadInput } from './bad-input.ts'

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** `--now` as UNIX ms; absent: undefined. */
export function readTime(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const time = rfc3339.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(time)) throw new BadInput([`--now: expected an RFC 3339 time, like 2026-11-23T10:00:00Z`])
  return time
}
