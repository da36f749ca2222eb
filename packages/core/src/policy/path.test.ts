import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePath, readSteps } from './path.ts'

describe('paths', () => {
  const good: readonly (readonly [string, readonly (string | number)[]])[] = [
    ['$', []],
    ['$.id', ['id']],
    ['$.sender.id', ['sender', 'id']],
    ['$.elements[0].type', ['elements', 0, 'type']],
    ['$[3]', [3]],
    ["$['odd name'].x", ['odd name', 'x']],
    ['$["it\'s"]', ["it's"]],
    ["$['it\\'s']", ["it's"]],
    ['$.notify-type', ['notify-type']],
    ['$.名字', ['名字']],
  ]
  it.each(good)('%s', (path, steps) => {
    expect(parsePath(path)).toEqual(steps)
  })

  const bad = [
    '',
    'id',
    '$id',
    '$.',
    '$..id',
    '$.*',
    '$[*]',
    '$[-1]',
    '$[01]',
    '$[1:2]',
    '$[0,1]',
    '$.elements[?(@.type=="text")]',
    '$[?(process.exit())]',
    '$[(@.length-1)]',
    '$.id^',
    '$.id~',
    '$`parent`',
    '$.a b',
    "$['a'",
    '$.id ',
    '$[9999999999]',
  ]
  it.each(bad)('%s is no path of child and index steps', path => {
    expect(parsePath(path)).toBeNull()
  })

  it('reads own members and elements only', () => {
    expect(readSteps({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1)
    expect(readSteps({ a: 1 }, ['constructor'])).toBeUndefined()
    expect(readSteps({ a: 1 }, ['__proto__', 'toString'])).toBeUndefined()
    expect(readSteps('text', ['length'])).toBeUndefined()
    expect(readSteps([1], ['length'])).toBeUndefined()
    expect(readSteps('text', [0])).toBeUndefined()
    expect(readSteps({ 0: 'a' }, [0])).toBeUndefined()
    expect(readSteps(null, ['a'])).toBeUndefined()
  })

  it('never throws, whatever is read', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.oneof(fc.string(), fc.nat(5))), (value, steps) => {
        readSteps(value, steps)
      }),
    )
  })

  it('parses in bounded time', () => {
    expect(parsePath(`$${"['a']".repeat(50_000)}`)?.length).toBe(50_000)
    expect(parsePath(`$['${'\\'.repeat(100_001)}`)).toBeNull()
  })
})
