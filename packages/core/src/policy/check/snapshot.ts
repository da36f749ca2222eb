import type { Json } from '../../model/json.ts'
import type { Mistakes } from './mistakes.ts'
import { childPointer } from './pointer.ts'

/** Bytes of JSON text a document may have. */
export const maxBytes = 1_048_576
/** Levels of arrays and objects a document may have. */
export const maxDepth = 32

interface Frame {
  readonly source: object
  readonly target: Json[] | { [key: string]: Json }
  readonly pointer: string
  /** An object's names; null: an array. */
  readonly keys: readonly string[] | null
  readonly count: number
  next: number
}

/**
 * A frozen copy of `input` that is JSON and nothing else, or undefined with the mistakes noted. Walks with a stack of its own and
 * stops at the first level or byte too many, so it ends in bounded time and memory whatever it is given: cycles, getters (never
 * called), proxies, a million levels. What is checked, hashed and run is the copy: nobody can change it afterwards.
 */
export function snapshot(input: unknown, mistakes: Mistakes): Json | undefined {
  try {
    return walk(input, mistakes)
  } catch (error) {
    // Only a proxy's trap can throw here.
    mistakes.add('', `expected a plain JSON document, but reading it threw ${error instanceof Error ? error.name : 'something'}`)
    return undefined
  }
}

function walk(input: unknown, mistakes: Mistakes): Json | undefined {
  let bytes = 0
  const stack: Frame[] = []
  const open = new Set<object>()

  const tooBig = () => {
    mistakes.add('', `larger than ${maxBytes} bytes of JSON text`)
    return undefined
  }

  /** The value itself, or the frame of a container pushed on the stack; undefined: not JSON (noted). */
  const enter = (value: unknown, pointer: string): Json | undefined => {
    if (value === null || typeof value === 'boolean') {
      bytes += 4
      return value
    }
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return mistakes.add(pointer, 'expected a finite number', { value })
      bytes += 1
      return value === 0 ? 0 : value
    }
    if (typeof value === 'string') {
      bytes += 2 + value.length
      if (bytes <= maxBytes && !value.isWellFormed()) return mistakes.add(pointer, 'expected well-formed text, found half a surrogate pair')
      return value
    }
    if (typeof value !== 'object') return mistakes.add(pointer, `expected JSON, found a ${typeof value}`)
    if (open.has(value)) return mistakes.add(pointer, 'a cycle: expected a tree')
    if (stack.length >= maxDepth) return mistakes.add(pointer, `nested deeper than ${maxDepth} levels`)
    bytes += 2
    if (Array.isArray(value)) {
      // A proxy may answer anything, and something else each time.
      const { length } = value
      if (!Number.isSafeInteger(length) || length < 0) return mistakes.add(pointer, 'expected an array with a length')
      bytes += length
      if (bytes > maxBytes) return undefined
      const target: Json[] = []
      open.add(value)
      stack.push({ source: value, target, pointer, keys: null, count: length, next: 0 })
      return target
    }
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
      return mistakes.add(pointer, 'expected a plain object, found an instance of a class')
    }
    const names = Reflect.ownKeys(value)
    bytes += names.length * 4
    if (bytes > maxBytes) return undefined
    const symbol = names.find(name => typeof name === 'symbol')
    if (symbol !== undefined) return mistakes.add(pointer, 'expected names that are text, found a symbol')
    const target: { [key: string]: Json } = {}
    open.add(value)
    stack.push({ source: value, target, pointer, keys: names as string[], count: names.length, next: 0 })
    return target
  }

  const root = enter(input, '')
  while (stack.length > 0) {
    if (bytes > maxBytes) return tooBig()
    if (mistakes.full) return undefined
    const frame = stack[stack.length - 1] as Frame
    const { keys, source, target, count } = frame
    if (frame.next >= count) {
      stack.pop()
      open.delete(source)
      Object.freeze(target)
      continue
    }
    const name = keys === null ? frame.next : (keys[frame.next] as string)
    frame.next++
    if (typeof name === 'string') bytes += name.length
    const pointer = childPointer(frame.pointer, name)
    if (name === '__proto__') {
      mistakes.add(pointer, 'unknown field')
      continue
    }
    const property = Object.getOwnPropertyDescriptor(source, name)
    if (property === undefined) mistakes.add(pointer, 'expected a value, found a hole')
    else if (!('value' in property)) mistakes.add(pointer, 'expected a value, found a getter')
    // A field set to undefined is what JSON leaves out.
    else if (property.value !== undefined || keys === null) {
      const value = enter(property.value, pointer)
      if (value === undefined) continue
      if (Array.isArray(target)) target.push(value)
      else target[String(name)] = value
    }
  }
  return bytes > maxBytes ? tooBig() : mistakes.count > 0 ? undefined : root
}
