/** Seconds at most: one day. */
const longest = 86_400
/** The three forms of an HTTP date (RFC 9110, section 5.6.7) begin with a day's name; `Date.parse` alone would read "-1" as a year. */
const httpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /

/**
 * Seconds that a `Retry-After` header asks for, from 0 to 86,400: a number, or a date against the response's own `Date`. Delivery adds
 * the `Date` of its clock to a response that has none, so a channel needs no clock. Undefined where there is no header, or none that
 * can be read.
 */
export function retryAfter(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value)), longest)
  if (!httpDate.test(value)) return undefined
  const seconds = (Date.parse(value) - Date.parse(headers.date ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 0), longest)
}
