import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyValue } from './any-value.fixture.ts'
import { plainCopy } from './plain-copy.ts'
import { walk } from './walk.ts'

const limits = { size: 400, depth: 4 }

/** Containers of one value that are held by the other, too. */
function shared(one: unknown, other: unknown): readonly object[] {
  const containers = (value: unknown): readonly object[] =>
    typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(containers)] : []
  const held = new Set(containers(other))
  return containers(one).filter(container => held.has(container))
}

describe('plainCopy', () => {
  it('is equal to what walk finds nothing wrong with, and shares no container with it', () => {
    fc.assert(
      fc.property(anyValue, input => {
        const walked = walk(input, limits)
        const copy = plainCopy(input, limits)
        if (walked.mistakes.length > 0 || typeof input !== 'object' || input === null) return
        expect(copy).not.toBeNull()
        expect(JSON.stringify(copy)).toBe(JSON.stringify(input))
        expect(shared(copy, input)).toEqual([])
      }),
      { numRuns: 5000 },
    )
  })

  it('is plain data itself, whatever it was made of', () => {
    fc.assert(
      fc.property(anyValue, input => {
        const copy = plainCopy(input, limits)
        // What JSON lacks (a function, NaN) is the schema's to refuse.
        if (copy !== null) for (const { message } of walk(copy, limits).mistakes) expect(message).not.toMatch(/cycle|accessor|hidden|plain|fields|deeper/)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads each field once: what it answers later changes nothing', () => {
    let read = 0
    const input = {
      get id() {
        read++
        return read === 1 ? 'first' : 'other'
      },
    }
    expect(plainCopy(input, limits)).toEqual({ id: 'first' })
    expect(read).toBe(1)
  })

  const cyclic: Record<string, unknown> = {}
  cyclic.self = { cyclic }
  const throws = (): never => {
    throw new Error('no')
  }
  it.each<readonly [string, unknown]>([
    ['a cycle', cyclic],
    ['an accessor that throws', Object.defineProperty({}, 'field', { get: throws, enumerable: true })],
    ['a foreign prototype', Object.create({ inherited: 1 })],
    ['an own __proto__', JSON.parse('{"__proto__":{}}')],
    ['an array that says it is long', new Array(4_000_000_000)],
    ['a text that is too long', { a: 'x'.repeat(400) }],
    ['names that are too long', { ['x'.repeat(400)]: 1 }],
    ['a text in an array that is too long', ['x'.repeat(400)]],
    ['what is nested too deep', { a: { b: { c: { d: {} } } } }],
    ['a proxy that throws', new Proxy({}, { ownKeys: throws })],
    ['a text', 'text'],
    ['null', null],
  ])('has none of %s', (_, input) => {
    expect(plainCopy(input, limits)).toBeNull()
    expect(plainCopy({ deep: [typeof input === 'object' && input !== null ? input : cyclic] }, limits)).toBeNull()
  })

  it('leaves out what is hidden, and fields of an array', () => {
    const input = { list: Object.assign([1], { extra: 1 }) }
    Object.defineProperty(input, 'hidden', { value: 1, enumerable: false })
    expect(Reflect.ownKeys(plainCopy(input, limits) as object)).toEqual(['list'])
    expect(Reflect.ownKeys((plainCopy(input, limits) as { list: object }).list)).toEqual(['0', 'length'])
  })

  it('ends at the size, however often a value is shared', () => {
    let value: unknown = {}
    for (let level = 0; level < 30; level++) value = { a: value, b: value }
    expect(plainCopy(value, { size: 10_000, depth: 32 })).toBeNull()
  })
})
