/** One step of a JSON pointer, escaped. Source: RFC 6901, 3. */
export const step = (name: string | number): string => (typeof name === 'number' ? `/${name}` : `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)

/** A pointer's steps, unescaped. */
export const steps = (pointer: string): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map(name => name.replaceAll('~1', '/').replaceAll('~0', '~'))

/** A container's own value under a name, or undefined; never runs an accessor. */
export function child(container: unknown, name: string): unknown {
  if (typeof container !== 'object' || container === null) return undefined
  return Object.getOwnPropertyDescriptor(container, name)?.value
}

/** What a pointer leads to in a value, or undefined; never runs an accessor. */
export const resolve = (value: unknown, pointer: string): unknown => steps(pointer).reduce(child, value)
