import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CheckResult, createChecker } from './checker.ts'
import { formatIssue } from './format-mistake.ts'

const checker = createChecker()
const checks = [checker.message, checker.recipient, checker.pushSettings] as const satisfies readonly ((input: unknown) => CheckResult<unknown>)[]
const mistakesOf = (input: unknown): readonly (readonly [string, string])[] =>
  checks.flatMap(check => {
    const result = check(input)
    return result.ok ? [] : result.mistakes.map(({ pointer, message }) => [pointer, message] as const)
  })

/** Fails the test when it is read: nothing of a hostile input may run. */
const trap = (): never => {
  throw new Error('the input’s own code ran')
}

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  key: fc.oneof(
    fc.string(),
    fc.constantFrom('id', 'kind', 'push', 'devices', 'elements', 'conversation', 'sender', 'vendors', '__proto__', 'constructor', 'toString'),
  ),
})

describe('whatever comes in', () => {
  it('no check throws, and a refusal has at least one mistake that can be printed on one line', () => {
    fc.assert(
      fc.property(anything, input => {
        for (const check of checks) {
          const result = check(input)
          if (result.ok) continue
          expect(result.mistakes.length).toBeGreaterThan(0)
          expect(result.mistakes.length).toBeLessThanOrEqual(100)
          for (const mistake of result.mistakes) expect(formatIssue('x', mistake)).toMatch(/^x [^\n\r]*$/)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('no check changes its input', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('push', 'elements', 'devices', 'settings'), (value, field) => {
        const input = { id: 'x', [field]: value }
        const before = structuredClone(Object.keys(input))
        Object.freeze(input)
        mistakesOf(input)
        expect(Object.keys(input)).toEqual(before)
      }),
    )
  })

  it('what is accepted survives a JSON round trip, and is accepted again', () => {
    const almost = fc.record(
      {
        enabled: fc.constantFrom(true, undefined),
        title: fc.string(),
        ttl: fc.constantFrom(0, 5, -0, null, 0.5),
        vendors: fc.dictionary(fc.string(), anything),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(almost, input => {
        if (!checker.pushSettings(input).ok) return
        const again: unknown = JSON.parse(JSON.stringify(input))
        expect(checker.pushSettings(again)).toEqual({ ok: true, value: again })
      }),
    )
  })
})

describe('hostile inputs', () => {
  it('nesting of a million levels ends at the bound', () => {
    let deep: unknown = []
    for (let i = 0; i < 1_000_000; i++) deep = i % 2 ? [deep] : { elements: deep }
    expect(mistakesOf(deep).map(([, message]) => message)).toEqual([
      'nested deeper than 32 levels',
      'nested deeper than 32 levels',
      'nested deeper than 32 levels',
    ])
  })

  it('a cycle is told where it closes', () => {
    const push: Record<string, unknown> = { vendors: { x: {} } }
    const vendors = push.vendors as { x: Record<string, unknown> }
    vendors.x.self = [vendors]
    expect(checker.pushSettings(push)).toMatchObject({ mistakes: [{ pointer: '/vendors/x/self/0', message: 'a cycle: it contains itself' }] })
  })

  it('one thing in two places is no cycle', () => {
    const one = { a: 1 }
    expect(checker.pushSettings({ vendors: { x: { one, two: one } } }).ok).toBe(true)
  })

  it('a graph that unfolds without end is too large, in bounded time', () => {
    let bomb: unknown = 'x'
    for (let i = 0; i < 30; i++) bomb = [bomb, bomb, bomb, bomb, bomb, bomb, bomb, bomb]
    expect(mistakesOf(bomb).every(([pointer, message]) => pointer === '' && message.startsWith('larger than'))).toBe(true)
  })

  it.each<[string, () => unknown]>([
    ['megabytes of text', () => ({ id: 'x'.repeat(5_000_000) })],
    ['a text alone', () => 'x'.repeat(5_000_000)],
    ['a hundred thousand long names', () => Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`a name that is long enough ${i}`, 0]))],
    ['a million numbers', () => Array.from({ length: 1_000_000 }, () => 0)],
    ['a length of 2^32 − 1', () => ({ elements: new Array(2 ** 32 - 1) })],
    ['a length of 2^32 − 1 at the top', () => new Array(2 ** 32 - 1)],
  ])('%s is too large', (_, make) => {
    expect(mistakesOf(make()).map(([pointer, message]) => [pointer, message.slice(0, 11)])).toEqual([
      ['', 'larger than'],
      ['', 'larger than'],
      ['', 'larger than'],
    ])
  })

  it('an object of many unknown fields is refused with a hundred of them, and the rest is left alone', () => {
    const junk = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`j${i}`, 0]))
    const result = checker.message(junk)
    expect(result.ok ? [] : result.mistakes).toHaveLength(100)
    expect(result.ok ? 0 : result.more).toBeLessThan(500)
  })

  it.each<[string, (items: readonly unknown[]) => object]>([
    ['devices', items => ({ id: 'a', devices: items })],
    ['registrations', items => ({ id: 'a', devices: [{ id: 'd', platform: 'ios', registrations: items }] })],
  ])('%s that are an array of junk are refused as a whole, or with a hundred of them', (_, make) => {
    for (const check of [checker.recipient, checker.recipientCopy]) {
      for (const length of [1_001, 10_000, 100_000]) {
        const result = check(make(Array.from({ length }, () => 1)))
        expect(result.ok ? 0 : result.mistakes.length + Math.min(result.more, 500)).toBeLessThan(500)
      }
    }
  })

  it('arrays and objects of more than ten thousand entries are refused before an entry is looked at', () => {
    const trapped = Array.from({ length: 10_001 }, () => 'u')
    Object.defineProperty(trapped, 0, { get: trap, enumerable: true })
    expect(checker.message({ mentions: { users: trapped } })).toMatchObject({
      mistakes: [{ pointer: '/mentions/users', message: 'an array of more than 10000 items' }],
    })
    const wide = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`n${i}`, 0]))
    expect(checker.pushSettings({ vendors: { x: wide } })).toMatchObject({
      mistakes: [{ pointer: '/vendors/x', message: 'an object of more than 10000 fields' }],
    })
  })

  it('accessors are refused, and never run', () => {
    const elements: unknown[] = [1]
    Object.defineProperty(elements, 0, { get: trap, enumerable: true })
    const hidden = Object.defineProperty({}, 'title', { get: trap, enumerable: false })
    for (const input of [
      {
        get title() {
          return trap()
        },
      },
      { set title(_: string) {} },
      { elements },
      hidden,
      {
        push: {
          get ttl() {
            return trap()
          },
        },
      },
    ]) {
      expect(mistakesOf(input).map(([, message]) => message)).toEqual(Array.from({ length: 3 }, () => 'expected a value, not an accessor'))
    }
  })

  it('hidden fields are refused: what is checked is what is there', () => {
    const input = Object.defineProperty({}, 'title', { value: 'x', enumerable: false })
    expect(checker.pushSettings(input)).toMatchObject({ mistakes: [{ pointer: '/title', message: 'expected a plain field, not a hidden one' }] })
  })

  it.each<[string, () => object]>([
    [
      'a class of its own',
      () =>
        new (class Settings {
          title = 'x'
        })(),
    ],
    ['a Date', () => new Date()],
    ['a Map', () => new Map()],
    ['a prototype with fields', () => Object.create({ title: 'inherited' }) as object],
    [
      'a prototype with accessors',
      () =>
        Object.create({
          get title() {
            return trap()
          },
        }) as object,
    ],
    ['an object that __proto__ in a literal made', () => ({ __proto__: { enabled: true } })],
    ['a typed array', () => new Uint8Array(3)],
    ['a boxed text', () => new String('x')],
  ])('%s is no plain object', (_, make) => {
    expect(checker.pushSettings(make())).toMatchObject({ mistakes: [{ pointer: '', message: 'expected a plain object' }] })
    expect(checker.pushSettings({ ios: make() })).toMatchObject({ mistakes: [{ pointer: '/ios', message: 'expected a plain object' }] })
  })

  it('an object without prototype is one like any other', () => {
    expect(checker.pushSettings(Object.assign(Object.create(null) as object, { title: 'x' })).ok).toBe(true)
  })

  it('a __proto__ key is unknown, even where any field is allowed', () => {
    expect(checker.pushSettings(JSON.parse('{"vendors":{"x":{"__proto__":{"a":1}}}}'))).toMatchObject({
      mistakes: [{ pointer: '/vendors/x/__proto__', message: 'unknown field' }],
    })
    expect(checker.pushSettings(JSON.parse('{"__proto__":{"enabled":true}}'))).toMatchObject({
      mistakes: [{ pointer: '/__proto__', message: 'unknown field' }],
    })
  })

  it('names of Object.prototype are unknown fields, not inherited ones', () => {
    const input: unknown = JSON.parse('{"constructor":1,"toString":2,"hasOwnProperty":3}')
    expect(checker.pushSettings(input)).toMatchObject({
      mistakes: ['/constructor', '/toString', '/hasOwnProperty'].map(pointer => ({ pointer, message: 'unknown field' })),
    })
  })

  it('an array with fields or methods of its own is refused', () => {
    const listed = Object.assign([], { map: trap })
    const iterated = Object.assign([], { [Symbol.iterator]: trap })
    const inherited = Object.setPrototypeOf([], { map: trap }) as unknown[]
    for (const [elements, message] of [
      [listed, 'an array cannot have fields'],
      [iterated, 'an array cannot have fields'],
      [inherited, 'expected a plain array'],
    ]) {
      expect(checker.message({ elements })).toMatchObject({ ok: false, mistakes: [{ pointer: '/elements', message }] })
    }
  })

  it('what JSON lacks is refused in open places too', () => {
    const result = checker.pushSettings({ vendors: { x: { a: Number.NaN, b: 1n, c: () => 1, d: [undefined], e: Symbol('s'), f: new Array(2), g: undefined } } })
    expect(result.ok ? [] : result.mistakes.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/vendors/x/a expected a finite number',
      '/vendors/x/b expected JSON: a bigint is none',
      '/vendors/x/c expected JSON: a function is none',
      '/vendors/x/d/0 expected a value: an array cannot hold undefined',
      '/vendors/x/e expected JSON: a symbol is none',
      '/vendors/x/f/0 expected a value: an array cannot hold undefined',
      '/vendors/x/f/1 expected a value: an array cannot hold undefined',
    ])
  })

  it('a Proxy that throws is refused, and what it threw is not passed on', () => {
    const proxy = new Proxy({}, { getPrototypeOf: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, get: trap, has: trap })
    const late = new Proxy({}, { getOwnPropertyDescriptor: trap, get: trap, ownKeys: () => ['title'] })
    const { proxy: revoked, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const input of [proxy, late, revoked, { push: proxy }])
      expect(new Set(mistakesOf(input).map(([, message]) => message))).toEqual(new Set(['cannot be read: expected plain data']))
  })

  it('a copy of a recipient is refused for what the recipient is refused for, but for what no copy has', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            id: fc.oneof(fc.constantFrom('a', '', 7), fc.string()),
            locale: fc.constantFrom('en', '-', 1, undefined),
            timeZone: fc.constantFrom('Asia/Shanghai', 'Mars/Olympus'),
            unread: fc.constantFrom(0, -1, 1.5, Number.NaN, '1'),
            settings: fc.oneof(fc.constantFrom(null, [], { groupSound: { silent: true } }, { c2cSound: { silent: false } }), fc.jsonValue()),
            devices: fc.oneof(
              fc.constantFrom(undefined, null, {}, [undefined]),
              fc.array(fc.record({ id: fc.constantFrom('d', ''), platform: fc.constantFrom('ios', 'tablet'), registrations: fc.constantFrom([], null, [{}]) })),
            ),
            extra: fc.jsonValue(),
          },
          { requiredKeys: ['devices'] },
        ),
        input => {
          const checked = checker.recipient(input)
          const copied = checker.recipientCopy(input)
          expect(copied).toEqual(checked)
          if (checked.ok && copied.ok) expect(copied.value).not.toBe(checked.value)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('a copy of a recipient that cannot be made is refused with the reason', () => {
    const throws = new Proxy({}, { ownKeys: trap })
    expect(checker.recipientCopy(throws)).toMatchObject({ ok: false, mistakes: [{ message: 'cannot be read: expected plain data' }] })
    expect(checker.recipientCopy({ id: 'a', devices: [], maker: 'x'.repeat(300_000) })).toMatchObject({
      ok: false,
      mistakes: [{ message: expect.stringContaining('larger than') }],
    })
    expect(checker.recipientCopy(null)).toMatchObject({ ok: false })
  })

  it('nothing from below /devices is in a mistake: a token may stand anywhere there, as a value or as a name', () => {
    const token = '00ff'.repeat(16)
    const registration = { channel: 'apns', token: 'a', app: 'x' }
    const device = { id: 'd', platform: 'ios', registrations: [registration] }
    const devices: readonly unknown[] = [
      token,
      [token],
      [{ ...device, registrations: token }],
      [{ ...device, registrations: [token] }],
      [{ ...device, [token]: 1 }],
      [{ ...device, [`app${token}`]: 1n }],
      [{ ...device, id: token.repeat(9), platform: token, session: token, region: token, maker: [token], osVersion: { [token]: token } }],
      [{ ...device, registrations: [{ ...registration, [token]: token, environment: token, kind: token, registeredAt: token, region: [token] }] }],
      [{ ...device, registrations: [{ ...registration, [`token${token}`]: 'x', app: token.repeat(9), channel: 5 }] }],
      { [token]: token },
    ]
    for (const each of devices) {
      for (const check of [checker.recipient, checker.recipientCopy]) {
        const result = check({ id: 'a', devices: each })
        expect(result.ok).toBe(false)
        expect(JSON.stringify(result)).not.toContain('00ff')
      }
    }
  })

  it('a slip of the pen below /devices is named, with the name that was meant', () => {
    expect(checker.recipient({ id: 'a', devices: [{ id: 'd', platform: 'ios', registratons: [] }] })).toMatchObject({
      mistakes: [{ pointer: '/devices/0/registratons', nearest: 'registrations' }, { pointer: '/devices/0/registrations' }],
    })
  })

  it('a token’s value is in no mistake, whatever is wrong with it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constant('s3cr3t'.repeat(700)),
          fc.constant(['s3cr3t']),
          fc.constant({ a: 's3cr3t' }),
          fc.constant({ toJSON: 's3cr3t', deep: [{ x: 's3cr3t' }] }),
        ),
        token => {
          const result = checker.recipient({ id: 'a', devices: [{ id: 'd', platform: 'ios', registrations: [{ channel: 'apns', token, app: 'x' }] }] })
          expect(result.ok).toBe(false)
          expect(JSON.stringify(result)).not.toContain('s3cr3t')
        },
      ),
    )
  })
})
