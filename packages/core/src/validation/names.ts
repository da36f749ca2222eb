/** No time zone or locale has more characters. */
const longest = 64

/** Remembers what names come to; at most `bound` of them, so that a flood of junk names costs time but no memory. */
export function createNames<T>(read: (name: string) => T, bound = 2000): (name: string) => T | null {
  const known = new Map<string, T>()
  return name => {
    if (name.length > longest) return null
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= bound) known.clear()
    const value = read(name)
    known.set(name, value)
    return value
  }
}

/**
 * Today's IANA name of each zone that an engine may tell by an old one: ICU keeps the spelling that it knew first, and engines with
 * Temporal keep a link as it is written. Source: IANA tzdata, file `backward`.
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Catamarca', 'America/Argentina/Catamarca'],
  ['America/Cordoba', 'America/Argentina/Cordoba'],
  ['America/Jujuy', 'America/Argentina/Jujuy'],
  ['America/Mendoza', 'America/Argentina/Mendoza'],
  ['America/Coral_Harbour', 'America/Atikokan'],
  ['America/Godthab', 'America/Nuuk'],
  ['America/Indianapolis', 'America/Indiana/Indianapolis'],
  ['America/Louisville', 'America/Kentucky/Louisville'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Chongqing', 'Asia/Shanghai'],
  ['Asia/Chungking', 'Asia/Shanghai'],
  ['Asia/Harbin', 'Asia/Shanghai'],
  ['Asia/Kashgar', 'Asia/Urumqi'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['PRC', 'Asia/Shanghai'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
])

/**
 * The canonical name of an IANA time zone that `Intl` knows, in any spelling and case: `PRC` and `asia/shanghai` are `Asia/Shanghai`.
 * null for a name that `Intl` does not know, and for an offset.
 */
export function canonicalTimeZone(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
    return renamed.get(zone) ?? zone
  } catch {
    return null
  }
}

/** What POSIX and Java put behind a locale: `en_US.UTF-8`, `ca_ES@valencia`, `zh_TW_#Hant`. */
const suffix = /[.@].*$|_#[A-Za-z]{4}$/s

/**
 * A locale in BCP 47's canonical form, read generously: `_` for `-`, any case, old codes (`iw`, `in`, `cmn`), and what POSIX and Java
 * put behind one. null for what is none.
 *
 * @example canonicalLocale('ZH_tw') // 'zh-TW'
 */
export function canonicalLocale(name: string): string | null {
  const script = /_#([A-Za-z]{4})$/.exec(name)?.[1]
  let [language = '', ...rest] = name.replace(suffix, '').replaceAll('_', '-').split('-')
  // A second part of three letters is an extended language (`zh-cmn-Hans`), which Intl does not take: it stands for itself.
  while (rest[0] !== undefined && /^[A-Za-z]{3}$/.test(rest[0])) [language = '', ...rest] = rest
  try {
    return Intl.getCanonicalLocales([language, ...(script === undefined ? [] : [script]), ...rest].join('-'))[0] ?? null
  } catch {
    return null
  }
}
