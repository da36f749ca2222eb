/** Names for values that generated code may use; equal scalars share a name. */
export interface Constants {
  name(value: unknown): string
  /** A Set of these scalars; the same array has the same Set. */
  set(items: readonly unknown[]): string
  /** A Map of scalars to numbers. */
  map(entries: ReadonlyMap<unknown, number>): string
  /** `const k1=K[1],…` */
  declarations(array: string): string
  values(): readonly unknown[]
}

const nothing: readonly never[] = Object.freeze([])

/** The first constant is an empty array. */
export function createConstants(): Constants {
  const values: unknown[] = [nothing]
  const scalars = new Map<unknown, string>()
  const sets = new Map<readonly unknown[], string>()
  const add = (value: unknown): string => `k${values.push(value) - 1}`
  return {
    name(value) {
      let name = scalars.get(value)
      if (name === undefined) {
        name = add(value)
        scalars.set(value, name)
      }
      return name
    },
    set(items) {
      let name = sets.get(items)
      if (name === undefined) {
        name = add(new Set(items))
        sets.set(items, name)
      }
      return name
    },
    map: entries => add(entries),
    declarations: array => `const ${values.map((_, i) => `k${i}=${array}[${i}]`).join(',')};`,
    values: () => Object.freeze(values),
  }
}
