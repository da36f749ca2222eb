const digit = (text: string, at: number): number => {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1)

const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function daysOf(year: number, month: number): number {
  return month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 29 : (days[month - 1] ?? 0)
}

/** Whether `Z` or `±HH:MM` stands at the end of a text, from `at` on. */
function isOffset(text: string, at: number): boolean {
  if (text.charCodeAt(at) === 0x5a) return text.length === at + 1
  const sign = text.charCodeAt(at)
  return (sign === 0x2b || sign === 0x2d) && text.length === at + 6 && text.charCodeAt(at + 3) === 0x3a && two(text, at + 1) <= 23 && two(text, at + 4) <= 59
}

/**
 * Whether a text is an RFC 3339 time of a day that exists. Capital T and Z; no leap second, as `Date` knows none.
 * Written out by hand: it runs for each registration of each recipient.
 */
export function isTime(text: string): boolean {
  if (text.length < 20 || text.length > 64) return false
  const at = (index: number): number => text.charCodeAt(index)
  if (at(4) !== 0x2d || at(7) !== 0x2d || at(10) !== 0x54 || at(13) !== 0x3a || at(16) !== 0x3a) return false
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  // NaN compares false: what is no digit fails here.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month))) return false
  if (!(two(text, 11) <= 23 && two(text, 14) <= 59 && two(text, 17) <= 59)) return false
  let end = 19
  if (at(end) === 0x2e) {
    end++
    while (digit(text, end) >= 0) end++
    if (end === 20) return false
  }
  return isOffset(text, end)
}
