import type { Issue } from '../model/mistake.ts'
import { child, steps } from './pointer.ts'

/**
 * Mistakes in the order in which a reader meets them: by place in the document; what is missing comes after what is
 * there. Mistakes of one place keep their order. One mistake a pointer: the first.
 */
export function inDocumentOrder(input: unknown, mistakes: readonly Issue[]): readonly Issue[] {
  const places = new Map<object, Map<string, number>>()
  const placeIn = (container: unknown, name: string): number => {
    if (Array.isArray(container)) return Number(name)
    if (typeof container !== 'object' || container === null) return Number.POSITIVE_INFINITY
    let known = places.get(container)
    if (known === undefined) {
      known = new Map(Object.keys(container).map((key, index) => [key, index]))
      places.set(container, known)
    }
    return known.get(name) ?? Number.POSITIVE_INFINITY
  }
  const located = [...new Map(mistakes.toReversed().map(mistake => [mistake.pointer, mistake])).values()].toReversed().map(mistake => {
    let container = input
    const path = steps(mistake.pointer).map(name => {
      const place = placeIn(container, name)
      container = child(container, name)
      return place
    })
    return { mistake, path }
  })
  return located.sort((a, b) => compare(a.path, b.path)).map(({ mistake }) => mistake)
}

function compare(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const [left = 0, right = 0] = [a[i], b[i]]
    if (left !== right) return left < right ? -1 : 1
  }
  return a.length - b.length
}
