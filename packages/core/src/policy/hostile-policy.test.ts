import { describe, expect, it } from 'vitest'
import { checkPolicy } from './check/check-policy.ts'
import { loadPolicy } from './load-policy.ts'

const leaf = { fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }
const event = { type: 'suppress', params: { reason: 'muted' } }
const policy = (changes: object = {}) => ({ name: 'p', rules: [{ name: 'r', conditions: { all: [leaf] }, event }], ...changes })

/** The mistakes, after far less memory than an attack would like; what takes too long fails by the test's own time. */
function refusedSoon(document: unknown): readonly { readonly pointer: string; readonly message: string }[] {
  const before = process.memoryUsage().heapUsed
  const mistakes = checkPolicy(document)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(300e6)
  expect(mistakes.length).toBeGreaterThan(0)
  expect(mistakes.length).toBeLessThanOrEqual(100)
  return mistakes
}

function nested(levels: number, wrap: (inner: unknown) => unknown, innermost: unknown): unknown {
  let node = innermost
  for (let i = 0; i < levels; i++) node = wrap(node)
  return node
}

describe('a hostile document', () => {
  it('nested a million levels deep is refused by its depth', () => {
    for (const wrap of [(not: unknown) => ({ not }), (one: unknown) => [one], (one: unknown) => ({ all: [one] })]) {
      const conditions = nested(1_000_000, wrap, leaf)
      expect(refusedSoon(policy({ rules: [{ name: 'r', conditions, event }] }))[0]?.message).toMatch(/deeper than 32 levels/)
    }
  })

  it('that is a cycle is told so', () => {
    const conditions: { all: unknown[] } = { all: [leaf] }
    conditions.all.push(conditions)
    expect(refusedSoon(policy({ rules: [{ name: 'r', conditions, event }] }))[0]).toEqual({
      pointer: '/rules/0/conditions/all/1',
      message: 'a cycle: expected a tree',
    })
  })

  it('that shares one object in exponentially many places is refused by its size', () => {
    const doubled = nested(28, inner => ({ all: [inner, inner] }), leaf)
    expect(refusedSoon(policy({ rules: [{ name: 'r', conditions: doubled, event }] }))[0]?.message).toMatch(/deeper|larger/)
    const wide = nested(12, inner => ({ all: [inner, inner, inner, inner] }), leaf)
    expect(refusedSoon(policy({ conditions: { wide } }))[0]?.message).toMatch(/larger than 1048576 bytes/)
  })

  it('whose named conditions double is refused by what they would grow to', () => {
    const conditions: Record<string, unknown> = { c0: { all: [leaf] } }
    for (let i = 1; i <= 30; i++) conditions[`c${i}`] = { all: [{ condition: `c${i - 1}` }, { condition: `c${i - 1}` }] }
    expect(
      refusedSoon(policy({ conditions, rules: [{ name: 'r', conditions: { condition: 'c30' }, event }] }))
        .map(({ message }) => message)
        .join(),
    ).toMatch(/at most 10000 conditions|deeper than 32/)
  })

  it('whose named conditions form a chain of thousands is refused by its depth', () => {
    const conditions: Record<string, unknown> = { c0: { all: [leaf] } }
    for (let i = 1; i < 9000; i++) conditions[`c${i}`] = { not: { condition: `c${i - 1}` } }
    expect(refusedSoon(policy({ conditions }))[0]?.message).toMatch(/deeper than 32 conditions/)
  })

  it('whose named conditions form one great cycle names those on it', () => {
    const conditions: Record<string, unknown> = { outside: { condition: 'c0' } }
    for (let i = 0; i < 5000; i++) conditions[`c${i}`] = { condition: `c${(i + 1) % 5000}` }
    const mistakes = refusedSoon(policy({ conditions }))
    expect(mistakes).toHaveLength(100)
    expect(mistakes.some(({ pointer }) => pointer === '/conditions/outside')).toBe(false)
  })

  it('over a megabyte is refused, whatever it is made of', () => {
    expect(refusedSoon(policy({ description: 'x'.repeat(1_100_000) }))[0]?.message).toMatch(/larger/)
    // Under a million characters, over a megabyte of UTF-8.
    expect(refusedSoon(policy({ description: '汉'.repeat(500_000) }))[0]?.message).toMatch(/larger/)
    expect(refusedSoon(policy({ reasons: new Array(2 ** 31) }))[0]?.message).toMatch(/larger/)
    expect(refusedSoon(policy({ conditions: Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`n${i}`, 1])) }))[0]?.message).toMatch(/larger/)
  })

  it('with a megabyte of errors tells a hundred', () => {
    const wrong = Array.from({ length: 50_000 }, () => ({ bad: 1 }))
    expect(refusedSoon(policy({ rules: wrong.slice(0, 1000) }))).toHaveLength(100)
    expect(refusedSoon(policy({ reasons: wrong }))).not.toHaveLength(0)
    const enabled = Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`e${i}`, 1]))
    expect(
      refusedSoon(
        policy({ layers: [{ name: 'l', conditions: { all: [leaf] }, event: { type: 'layer', params: { name: 'n', priority: 1, settings: enabled } } }] }),
      ),
    ).toHaveLength(100)
  })

  it('with more than 1,000 rules or 10,000 conditions is refused', () => {
    const many = (length: number) => Array.from({ length }, (_, i) => ({ name: `r${i}`, conditions: { all: [leaf] }, event }))
    expect(refusedSoon(policy({ rules: many(1001) }))[0]?.message).toMatch(/at most 1000 entries/)
    expect(
      refusedSoon(policy({ conditions: { big: { all: Array.from({ length: 9999 }, () => ({ condition: 'small' })) }, small: { all: [leaf] } } }))[0]?.message,
    ).toMatch(/at most 10000 conditions/)
  })

  it('never has a getter called', () => {
    let called = false
    const document = policy()
    Object.defineProperty(document, 'description', {
      enumerable: true,
      get() {
        called = true
        return 'x'
      },
    })
    expect(refusedSoon(document)[0]).toEqual({ pointer: '/description', message: 'expected a value, found a getter' })
    expect(called).toBe(false)
  })

  it('cannot reach a prototype', () => {
    const document = JSON.parse('{"name":"p","rules":[],"__proto__":{"polluted":true},"conditions":{"__proto__":{"all":[]}}}') as unknown
    expect(refusedSoon(document).map(({ pointer }) => pointer)).toEqual(['/__proto__', '/conditions/__proto__'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(refusedSoon(policy({ constructor: {} }))[0]?.message).toBe('unknown field')
  })

  it('that is no JSON is refused where it is none', () => {
    class Rule {
      readonly name = 'r'
    }
    const rows: readonly (readonly [unknown, RegExp])[] = [
      [() => 1, /a function/],
      [Symbol('x'), /a symbol/],
      [1n, /a bigint/],
      [Number.NaN, /finite/],
      [Number.POSITIVE_INFINITY, /finite/],
      [new Rule(), /instance of a class/],
      [new Map(), /instance of a class/],
      [new Date(), /instance of a class/],
      [{ [Symbol('x')]: 1 }, /symbol/],
      ['\ud800', /surrogate/],
    ]
    for (const [description, message] of rows)
      expect(refusedSoon(policy({ description }))[0]).toMatchObject({ pointer: '/description', message: expect.stringMatching(message) })
    const sparse: string[] = []
    sparse[1] = 'a'
    expect(refusedSoon(policy({ reasons: sparse }))[0]).toMatchObject({ pointer: '/reasons/0', message: expect.stringMatching(/hole/) })
  })

  it('that is a proxy is read once, and may throw', () => {
    const throwing = new Proxy(policy(), {
      ownKeys() {
        throw new Error('trap')
      },
    })
    expect(refusedSoon(throwing)[0]?.message).toMatch(/threw/)
    let reads = 0
    const changing = new Proxy(policy(), {
      getOwnPropertyDescriptor(target, name) {
        reads++
        return Reflect.getOwnPropertyDescriptor(target, name)
      },
    })
    expect(checkPolicy(changing)).toEqual([])
    expect(reads).toBe(2)
  })

  it('that is a proxy of an array may lie about its length', () => {
    const lying = (length: unknown) =>
      new Proxy([], {
        get: (target, name) => (name === 'length' ? length : Reflect.get(target, name)),
        getOwnPropertyDescriptor: () => ({ value: 'x', configurable: true, enumerable: true, writable: true }),
      })
    for (const length of [Number.NaN, -1, 0.5, '7', null, {}]) {
      expect(refusedSoon(policy({ reasons: lying(length) }))[0]).toEqual({ pointer: '/reasons', message: 'expected an array with a length' })
    }
    for (const length of [Number.POSITIVE_INFINITY, 2 ** 53 - 1, 2 ** 31]) refusedSoon(policy({ reasons: lying(length) }))
    let asked = 0
    const growing = new Proxy([], { get: (target, name) => (name === 'length' ? ++asked * 1000 : Reflect.get(target, name)) })
    expect(refusedSoon(policy({ reasons: growing }))[0]?.message).toMatch(/hole/)
    expect(asked).toBeLessThan(5)
  })

  it('that is a proxy of endlessly many others is refused by its depth or its size', () => {
    const endless = (): object =>
      new Proxy({}, { ownKeys: () => ['not', 'all'], getOwnPropertyDescriptor: () => ({ value: endless(), configurable: true, enumerable: true }) })
    expect(refusedSoon(policy({ conditions: endless() }))[0]?.message).toMatch(/deeper than 32 levels|larger than/)
  })

  it('whose rules all ask one list of half a megabyte is loaded as soon as any other', () => {
    const big = { all: [{ fact: 'device', path: '$.maker', operator: 'in', value: Array.from({ length: 50_000 }, (_, i) => `maker-${i}`) }] }
    const rules = Array.from({ length: 450 }, (_, i) => ({
      name: `r${i}`,
      conditions: {
        any: [...Array.from({ length: 9 }, () => ({ condition: 'big' })), { fact: 'recipient', path: '$.bucket', operator: 'equal', value: i % 100 }],
      },
      event,
    }))
    for (const evaluator of ['compiled', 'closures', 'interpreted'] as const) {
      expect(loadPolicy({ name: 'p', conditions: { big }, rules }, { evaluator }).rules).toHaveLength(450)
    }
  })

  it('with a constructor for a name is only a document', () => {
    expect(checkPolicy(policy({ conditions: { constructor: { all: [leaf] }, toString: { condition: 'constructor' } } }))).toEqual([])
    expect(refusedSoon(policy({ rules: [{ name: 'r', conditions: { condition: 'hasOwnProperty' }, event }] }))[0]?.message).toMatch(/name of one/)
  })
})
