import { describe, expect, it } from 'vitest'
import type { Facts } from '../facts.ts'
import { agreeOn, loadEach } from '../testing/agree.fixture.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'

const event = { type: 'suppress', params: { reason: 'muted' } }
const asking = (condition: object) => ({ name: 'p', rules: [{ name: 'r', conditions: { all: [condition] }, event }] })
const withVip = (vip: unknown): Facts => sampleFacts({ host: { vip } as Facts['host'] })

/** Whether a rule of this one condition fires; all three forms say the same. */
async function holds(condition: object, facts: Facts): Promise<boolean> {
  const [answer] = await agreeOn(asking(condition), [facts], 0, 1, (actual, expected) => expect(actual).toEqual(expected))
  return answer?.verdict !== null
}

const scalars: readonly unknown[] = [null, true, false, 0, -0, 0.5, Number.POSITIVE_INFINITY, '', 'a', 'NaN']
const others: readonly unknown[] = [undefined, Number.NaN, [], ['a'], {}, { id: 'a' }]

describe('each of the three forms', () => {
  it.each(scalars)('takes %s for equal to itself', async value => {
    const itself = { fact: 'vip', value: { fact: 'vip' } }
    expect(await holds({ ...itself, operator: 'equal' }, withVip(value))).toBe(true)
    expect(await holds({ ...itself, operator: 'notEqual' }, withVip(value))).toBe(false)
  })

  it.each(others)('takes %s for equal to nothing, not even to itself', async value => {
    const itself = { fact: 'vip', value: { fact: 'vip' } }
    expect(await holds({ ...itself, operator: 'equal' }, withVip(value))).toBe(false)
    expect(await holds({ ...itself, operator: 'notEqual' }, withVip(value))).toBe(true)
  })

  it.each([2 ** 53, -(2 ** 53), 2 ** 60, Number.MAX_VALUE])('compares %d exactly, and the numbers beside it', async value => {
    const step = value === Number.MAX_VALUE ? 2 ** 971 : Math.max(2, 2 ** (Math.log2(Math.abs(value)) - 52))
    for (const fact of [value - step, value, value + step]) {
      expect(await holds({ fact: 'vip', operator: 'equal', value }, withVip(fact))).toBe(fact === value)
      expect(await holds({ fact: 'vip', operator: 'in', value: [value, 1, 2] }, withVip(fact))).toBe(fact === value)
      expect(await holds({ fact: 'vip', operator: 'greaterThan', value }, withVip(fact))).toBe(fact > value)
      expect(await holds({ fact: 'vip', operator: 'lessThanInclusive', value }, withVip(fact))).toBe(fact <= value)
    }
  })

  it.each([0, 1, 2, 7, 8, 9, 40])('finds the last of a list of %i, and nothing that is not there', async length => {
    const value = Array.from({ length }, (_, i) => `v${i}`)
    const last = withVip(`v${length - 1}`)
    expect(await holds({ fact: 'vip', operator: 'in', value }, last)).toBe(length > 0)
    expect(await holds({ fact: 'vip', operator: 'notIn', value }, last)).toBe(length === 0)
    for (const absent of [undefined, null, Number.NaN, ['v0'], 0, `v${length}`]) {
      expect(await holds({ fact: 'vip', operator: 'in', value }, withVip(absent))).toBe(false)
      expect(await holds({ fact: 'vip', operator: 'notIn', value }, withVip(absent))).toBe(true)
    }
  })

  it('reads own members of objects and elements of lists, and nothing that is inherited or looks like it', async () => {
    const known = (path: string) => ({ fact: 'vip', path, operator: 'notEqual', value: 'nothing like it' })
    const length = { fact: 'vip', path: '$.length', operator: 'greaterThanInclusive', value: 0 }
    expect(await holds(length, withVip({ length: 1 }))).toBe(true)
    expect(await holds(length, withVip(['a']))).toBe(false)
    expect(await holds(length, withVip('text'))).toBe(false)
    expect(await holds(known('$.constructor.name'), withVip({}))).toBe(true)
    expect(await holds({ ...known('$.constructor.name'), operator: 'equal', value: 'Object' }, withVip({}))).toBe(false)
    expect(await holds({ fact: 'vip', path: '$[0]', operator: 'equal', value: 'x' }, withVip({ 0: 'x' }))).toBe(false)
    expect(await holds({ fact: 'vip', path: "$['0']", operator: 'equal', value: 'x' }, withVip(['x']))).toBe(false)
    const users = (value: unknown) => sampleFacts({ message: { mentions: { all: false, users: value as readonly string[] } } })
    const first = { fact: 'message', path: '$.mentions.users[0]', operator: 'equal', value: 'x' }
    expect(await holds(first, users(['x']))).toBe(true)
    expect(await holds(first, users('xyz'))).toBe(false)
    expect(await holds(first, users({ 0: 'x' }))).toBe(false)
    expect(await holds({ fact: 'vip', path: '$[1]', operator: 'equal', value: 'x' }, withVip(['', 'x']))).toBe(true)
  })

  it('asks each window of time by itself, however alike the rest of the question is', async () => {
    const within = (seconds: number) => ({ fact: 'recent', path: '$.recipient', params: { seconds }, operator: 'greaterThan', value: 3 })
    const conditions = { all: [{ not: { all: [within(60)] } }, within(3600)] }
    const document = {
      name: 'p',
      rules: [
        { name: 'r', conditions, event },
        { ...asking(within(60)).rules[0], name: 'minute' },
      ],
    }
    const facts = { ...sampleFacts(), recent: { recipient: (seconds: number) => (seconds === 60 ? 1 : 5), conversation: () => 0 } }
    const [answer] = await agreeOn(document, [facts], 0, 2, (actual, expected) => expect(actual).toEqual(expected))
    expect(answer?.verdict?.rule).toBe('r')
  })

  it.each([
    ["$['a b']", '$.a.b', { a: { b: 'x' } }],
    ["$['0']", '$[0]', ['x']],
    ["$['a.b']", '$.a.b', { a: { b: 'x' } }],
  ])('tells the path %s from %s', async (other, path, vip) => {
    const reading = (at: string) => ({ fact: 'vip', path: at, operator: 'in', value: ['x', 'y'] })
    const document = {
      name: 'p',
      rules: [
        { name: 'other', conditions: { all: [reading(other)] }, event },
        { ...asking(reading(path)).rules[0], name: 'right' },
      ],
    }
    const [answer] = await agreeOn(document, [withVip(vip)], 0, 2, (actual, expected) => expect(actual).toEqual(expected))
    expect(answer?.verdict?.rule).toBe('right')
  })

  it('keeps verdicts and offers that nobody can change', () => {
    for (const { evaluator, rules } of Object.values(loadEach(asking({ fact: 'vip', operator: 'equal', value: 1 })))) {
      if (evaluator.kind === 'interpreted') continue
      expect(Object.isFrozen(evaluator.verdict(withVip(1), 0, rules.length))).toBe(true)
      expect(Object.isFrozen(evaluator.selection(withVip(1)))).toBe(true)
    }
  })
})
