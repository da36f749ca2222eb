import type { Stated, Statement } from '../stated.ts'

const prefix = 'vendors.'

/** Keys of the statements about vendor fields, sorted, so that the order of the layers leaves no trace. */
export const vendorKeys = (stated: Stated): readonly string[] =>
  Object.keys(stated)
    .filter(key => key.startsWith(prefix))
    .sort()

/** What is stated of vendor fields, nested again: by channel name, then by the channel's own key. */
export function vendorsOf<T>(stated: Stated, pick: (statement: Statement) => T): { readonly [channel: string]: { readonly [key: string]: T } } {
  const byChannel = new Map<string, [string, T][]>()
  for (const path of vendorKeys(stated)) {
    const dot = path.indexOf('.', prefix.length)
    const channel = path.slice(prefix.length, dot)
    const entry: [string, T] = [path.slice(dot + 1), pick(stated[path] as Statement)]
    const known = byChannel.get(channel)
    if (known === undefined) byChannel.set(channel, [entry])
    else known.push(entry)
  }
  // fromEntries makes own properties of any name, `__proto__` too.
  return Object.fromEntries([...byChannel].map(([channel, entries]) => [channel, Object.fromEntries(entries)]))
}
