/**
 * Seconds that a `Retry-After` header asks for: a number as it is, a date against the response's own `Date`, so that no clock
 * is needed. Undefined where there is none, or none that can be read; never negative, at most one day.
 */
export function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value), 86_400)
  const seconds = (Date.parse(value) - Date.parse(headers.date ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 0), 86_400)
}
