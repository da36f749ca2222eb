/** One step of a path: a child's name or an index. */
export type Step = string | number

const first = /^\$(?=[.[]|$)/
const step = /^(?:\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(0|[1-9]\d{0,8})\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\])/u

/**
 * The steps of a path of child and index steps: `$`, `$.sender.id`, `$.elements[0].type`, `$['odd name']`. null: it is no such path;
 * wildcards, slices, filters, scripts and `..` are none, so that nothing of a path is ever run as code.
 */
export function parsePath(path: string): readonly Step[] | null {
  if (!first.test(path)) return null
  const steps: Step[] = []
  let rest = path.slice(1)
  while (rest !== '') {
    const match = step.exec(rest)
    if (match === null) return null
    const [whole, child, index, single, double] = match
    if (index !== undefined) steps.push(Number(index))
    else steps.push(child ?? (single ?? double ?? '').replace(/\\(.)/g, '$1'))
    rest = rest.slice(whole.length)
  }
  return steps
}

/** What lies at the end of `steps`: own members of objects, elements of arrays; `undefined` where there is none. */
export function readSteps(value: unknown, steps: readonly Step[]): unknown {
  let here = value
  for (const at of steps) here = readStep(here, at)
  return here
}

/** One step of readSteps; never reads what an object inherits. */
export function readStep(value: unknown, at: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (typeof at === 'number') return Array.isArray(value) ? value[at] : undefined
  return !Array.isArray(value) && Object.hasOwn(value, at) ? (value as { readonly [key: string]: unknown })[at] : undefined
}
