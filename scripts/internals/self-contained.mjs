/** The word under `$defs` for a schema that another refers to: `push-settings`. */
const wordOf = id => id.replace(/^.*\//, '').replace(/\.json$/, '')

/**
 * A schema with all that it refers to inside itself: references to other schemas become pointers below `#/$defs/<schema>`, as editors load
 * none. `others`: the schemas it may refer to.
 */
export function selfContained(schema, others) {
  const known = new Map(others.map(other => [other.$id, other]))
  const taken = new Map()

  /** A copy with its references rewritten; `base`: where the schema itself will stand. */
  const copied = (value, base) => {
    if (Array.isArray(value)) return value.map(one => copied(one, base))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, name === '$ref' ? refersTo(child, base) : copied(child, base)]))
  }

  const refersTo = (reference, base) => {
    if (reference.startsWith('#')) return `${base}${reference.slice(1)}`
    const [id, fragment = ''] = reference.split('#')
    if (id === schema.$id) return `#${fragment}`
    const other = known.get(id)
    if (other === undefined) throw new Error(`${schema.$id} refers to ${id}, which is not there`)
    const place = `#/$defs/${wordOf(id)}`
    if (!taken.has(id)) {
      taken.set(id, null)
      const { $schema: _, $id: __, ...rest } = other
      taken.set(id, copied(rest, place))
    }
    return `${place}${fragment}`
  }

  const own = copied(schema, '#')
  if (taken.size === 0) return own
  const defs = Object.fromEntries([...taken].map(([id, copy]) => [wordOf(id), copy]))
  return { ...own, $defs: { ...own.$defs, ...defs } }
}
