import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyValue } from './any-value.fixture.ts'
import { isPlain } from './plain.ts'
import { walk } from './walk.ts'

const limits = { size: 400, depth: 4 }

describe('isPlain', () => {
  it('says yes where walk finds nothing, and only there', () => {
    fc.assert(
      fc.property(anyValue, input => {
        const walked = walk(input, limits)
        expect(isPlain(input, limits)).toBe(walked.safe && walked.mistakes.length === 0)
      }),
      { numRuns: 5000 },
    )
  })

  const cyclic: Record<string, unknown> = {}
  cyclic.self = { cyclic }
  let ran = 0
  const accessor = {
    get field() {
      ran++
      return 1
    },
  }
  const hostile: readonly (readonly [string, unknown])[] = [
    ['a cycle', cyclic],
    ['an accessor', accessor],
    ['a setter alone', Object.defineProperty({}, 'field', { set: () => ran++, enumerable: true })],
    ['an accessor in an array', Object.defineProperty([1], 0, { get: () => ran++ })],
    ['a hidden field', Object.defineProperty({}, 'hidden', { value: 1, enumerable: false })],
    ['an array with a field', Object.assign([1], { extra: 1 })],
    ['a foreign prototype', Object.create({ inherited: 1 })],
    ['an own __proto__', JSON.parse('{"__proto__":{}}')],
    ['an array that says it is long', new Array(4_000_000_000)],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no')
          },
        },
      ),
    ],
    ['a function', () => 1],
  ]
  it.each(hostile)('leaves %s to walk, and runs nothing of it', (_, input) => {
    expect(isPlain(input, limits)).toBe(false)
    expect(isPlain({ deep: [input] }, limits)).toBe(false)
    expect(ran).toBe(0)
  })

  it('ends at the size, however often a value is shared', () => {
    let shared: unknown = {}
    for (let level = 0; level < 30; level++) shared = { a: shared, b: shared }
    expect(isPlain(shared, { size: 10_000, depth: 32 })).toBe(false)
  })
})
