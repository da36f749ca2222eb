/** No time zone or locale has more characters. */
const longest = 64

/** Remembers which names were found good; bounded, so that a flood of junk names costs time but no memory. */
export function createNames(isGood: (name: string) => boolean, bound = 2000): (name: string) => boolean {
  const known = new Map<string, boolean>()
  return name => {
    if (name.length > longest) return false
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= bound) known.clear()
    const good = isGood(name)
    known.set(name, good)
    return good
  }
}

/** Whether a text is an IANA time zone that Intl knows; an offset is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether a text is a well-formed BCP 47 locale, as Intl takes them. */
export function isLocale(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length === 1
  } catch {
    return false
  }
}
