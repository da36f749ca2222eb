import type { Json } from '@rouse/core'

/** An object on its way to become JSON. */
export type Plain = { [name: string]: Json | undefined }

const step = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/g

/** The steps of a policy's path: `$.a[0]['b.c']` is `a`, 0, `b.c`. */
export function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(step)].map(([, child, index, single, double]) =>
    index === undefined ? (child ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index),
  )
}

/** Sets what lies at the end of the steps, making what is missing on the way. */
export function put(target: Plain, steps: readonly (string | number)[], value: Json): void {
  let here: Plain = target
  steps.forEach((at, i) => {
    if (at === '__proto__') return
    // A list has no gaps.
    if (Array.isArray(here)) while (here.length < Number(at)) here.push(null)
    if (i === steps.length - 1) {
      here[at] = value
      return
    }
    const next = Object.hasOwn(here, at) ? here[at] : undefined
    const list = typeof steps[i + 1] === 'number'
    if (typeof next !== 'object' || next === null || Array.isArray(next) !== list) here[at] = list ? [] : {}
    here = here[at] as Plain
  })
}
