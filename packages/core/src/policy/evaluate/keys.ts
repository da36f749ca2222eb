import type { Json } from '../../model/json.ts'

/** Short names for what may be long: equal parts have an equal key. */
export interface Keys {
  of(...parts: readonly (string | number | null)[]): string
  /** A value's key, and the value itself: of equal lists the first. */
  same(value: Json): { readonly key: string; readonly value: Json }
}

/** One a document: a list of a megabyte is read once, however many rules ask it. */
export function createKeys(): Keys {
  const keys = new Map<string, string>()
  const lists = new Map<string, Json>()
  const short = (text: string): string => {
    let key = keys.get(text)
    if (key === undefined) {
      key = `#${keys.size}`
      keys.set(text, key)
    }
    return key
  }
  return {
    of: (...parts) => short(JSON.stringify(parts)),
    same(value) {
      const key = short(`value ${JSON.stringify(value)}`)
      const known = lists.get(key)
      if (known !== undefined) return { key, value: known }
      lists.set(key, value)
      return { key, value }
    },
  }
}
