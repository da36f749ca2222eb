import type { Issue } from '../model/mistake.ts'
import { step } from './pointer.ts'
import { showValue } from './show-value.ts'

export interface WalkLimits {
  /** UTF-16 units of all names and texts, and two for each value. */
  readonly size: number
  /** Containers within containers. */
  readonly depth: number
}

/** Items of one array, or fields of one object, at most: more are refused before any is looked at. */
export const mostEntries = 10_000

/** Mistakes that a walk finds before it stops. */
const mostMistakes = 128

/** `safe`: plain data all over, that may be read, compared and copied without running code of the input's own. */
export interface Walked {
  readonly safe: boolean
  readonly mistakes: readonly Issue[]
}

/** Nothing is wrong. */
export const clean: Walked = { safe: true, mistakes: [] }

/** Where the walk stands in one container. */
interface Frame {
  readonly container: object
  /** null: an array. */
  readonly names: readonly string[] | null
  readonly length: number
  next: number
}

/**
 * Holds an input against what JSON can be, before anything reads it: bounded in size and depth, no cycles, accessors,
 * hidden fields, foreign prototypes, `__proto__` keys, and no value that JSON lacks. Iterative; never runs an accessor;
 * its time is bounded by `limits.size`, whatever the input. An `undefined` field is an absent one.
 */
export function walk(input: unknown, limits: WalkLimits): Walked {
  let found: Issue[] | undefined
  let safe = true
  let size = 0
  const stack: Frame[] = []

  const pointerHere = (): string => stack.map(frame => step(frame.names === null ? frame.next - 1 : (frame.names[frame.next - 1] ?? ''))).join('')
  const report = (message: string, value?: unknown, harmless = false): void => {
    const pointer = pointerHere()
    const shown = showValue(pointer, value)
    found ??= []
    found.push(shown === undefined ? { pointer, message } : { pointer, message, value: shown })
    if (!harmless) safe = false
  }

  /** One value; a container that is fit to be read is pushed. */
  const visit = (value: unknown, inArray: boolean): void => {
    size += 2
    switch (typeof value) {
      case 'string':
        size += value.length
        return
      case 'boolean':
        return
      case 'number':
        if (!Number.isFinite(value)) report('expected a finite number', value, true)
        return
      case 'undefined':
        if (inArray) report('expected a value: an array cannot hold undefined', undefined, true)
        return
      case 'object':
        if (value !== null) enter(value)
        return
      default:
        report(`expected JSON: a ${typeof value} is none`, undefined, true)
    }
  }

  /** Why a container is not fit to be read, or null. */
  const misfit = (container: object): string | null => {
    for (const frame of stack) {
      if (frame.container === container) return 'a cycle: it contains itself'
    }
    if (stack.length >= limits.depth) return `nested deeper than ${limits.depth} levels`
    const prototype: unknown = Object.getPrototypeOf(container)
    if (Array.isArray(container)) return prototype === Array.prototype ? null : 'expected a plain array'
    return prototype === Object.prototype || prototype === null ? null : 'expected a plain object'
  }

  const enter = (container: object): void => {
    const why = misfit(container)
    if (why !== null) {
      report(why)
      return
    }
    if (Array.isArray(container)) {
      const { length } = container
      // The length alone may be a lie of 2^32: it costs nothing before its items are looked at.
      if (size + 2 * length > limits.size) size = limits.size + 1
      else if (length > mostEntries) report(`an array of more than ${mostEntries} items`)
      else if (Reflect.ownKeys(container).length > length + 1) report('an array cannot have fields')
      else stack.push({ container, names: null, length, next: 0 })
      return
    }
    const names = Object.getOwnPropertyNames(container)
    if (names.length > mostEntries) {
      for (const name of names) size += name.length + 2
      if (size > limits.size) return
    }
    if (names.length > mostEntries) report(`an object of more than ${mostEntries} fields`)
    else stack.push({ container, names, length: names.length, next: 0 })
  }

  try {
    visit(input, false)
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (size > limits.size) break
      if (found !== undefined && found.length >= mostMistakes) {
        safe = false
        break
      }
      if (frame.next === frame.length) {
        stack.pop()
        continue
      }
      const key = frame.names === null ? frame.next : (frame.names[frame.next] ?? '')
      frame.next++
      const field = Object.getOwnPropertyDescriptor(frame.container, key)
      if (field?.get !== undefined || field?.set !== undefined) {
        report('expected a value, not an accessor')
      } else if (frame.names === null) {
        visit(field?.value, true)
      } else {
        size += (key as string).length
        if (key === '__proto__') report('unknown field')
        else if (field?.enumerable === false) report('expected a plain field, not a hidden one')
        else visit(field?.value, false)
      }
    }
  } catch {
    // Only a Proxy can throw here; whatever it threw is not ours to tell.
    return { safe: false, mistakes: [{ pointer: '', message: 'cannot be read: expected plain data' }] }
  }
  if (size > limits.size) return { safe: false, mistakes: [{ pointer: '', message: `larger than ${limits.size} characters` }, ...(found ?? [])] }
  return found === undefined ? clean : { safe, mistakes: found }
}
