import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../model/json.ts'
import type { ConditionNode } from '../document.ts'
import { closures } from '../evaluate/closures.ts'
import { programOf } from '../evaluate/compiled-policy.ts'
import { createTrees } from '../evaluate/tree.ts'
import type { Facts } from '../facts.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'
import { createAlways } from './tautology.ts'

/** A few places, each with what it may hold and what is asked of it. */
const places: readonly { readonly fact: string; readonly path?: string; readonly holds: fc.Arbitrary<unknown>; readonly asked: fc.Arbitrary<Json> }[] = [
  { fact: 'message', path: '$.kind', holds: fc.constantFrom('chat', 'system'), asked: fc.constantFrom<Json>('chat', 'system') },
  { fact: 'recipient', path: '$.mentioned', holds: fc.boolean(), asked: fc.boolean() },
  { fact: 'recipient', path: '$.id', holds: fc.constantFrom('alice', 'bob', 'other', 'otherx'), asked: fc.constantFrom<Json>('alice', 'other', '') },
  { fact: 'now', path: '$.weekday', holds: fc.integer({ min: 1, max: 7 }), asked: fc.integer({ min: 1, max: 7 }) },
  { fact: 'message', path: '$.age', holds: fc.double({ min: 0, max: 9, noNaN: true }), asked: fc.constantFrom<Json>(0, 1, 2, 0.5) },
  { fact: 'device', path: '$.playServices', holds: fc.constantFrom(true, false, undefined), asked: fc.boolean() },
  {
    fact: 'score',
    holds: fc.oneof(fc.constantFrom<unknown>(undefined, null, true, 'a', 'b', []), fc.integer({ min: -3, max: 3 }), fc.double()),
    asked: fc.constantFrom<Json>(null, true, 'a', 0, 1),
  },
]
const comparing = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'] as const

const leaf: fc.Arbitrary<ConditionNode> = fc
  .constantFrom(...places)
  .chain(({ fact, path, asked }) =>
    fc
      .oneof(
        fc.record({ operator: fc.constantFrom('equal', 'notEqual'), value: asked }),
        fc.record({ operator: fc.constantFrom('in', 'notIn'), value: fc.array(asked, { maxLength: 7 }) }),
        fc.record({ operator: fc.constantFrom(...comparing), value: fc.constantFrom<Json>(0, 1, 2, 4, 7) }),
        fc.record({ operator: fc.constantFrom('equal', 'notEqual'), value: fc.constant({ fact, ...(path === undefined ? {} : { path }) }) }),
      )
      .map(asking => ({ fact, ...(path === undefined ? {} : { path }), ...asking }) as ConditionNode),
  )
const { tree } = fc.letrec<{ tree: ConditionNode }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(any => ({ any })),
    tie('tree').map(not => ({ not })),
  ),
}))

const facts: fc.Arbitrary<Facts> = fc.tuple(...places.map(({ holds }) => holds)).map(([kind, mentioned, id, weekday, age, playServices, score]) =>
  sampleFacts({
    message: { kind: kind as 'chat', age: age as number },
    recipient: { mentioned: mentioned as boolean, id: id as string },
    now: { weekday: weekday as number },
    device: { playServices: playServices as boolean },
    host: { score: score as Json },
  }),
)

const decide = (node: ConditionNode) => createAlways()(createTrees({})(node))

describe('whether a condition holds whatever the facts are', () => {
  it('is never said of one that facts can decide otherwise', () => {
    const said = { always: 0, never: 0 }
    fc.assert(
      fc.property(tree, fc.array(facts, { minLength: 20, maxLength: 20 }), (node, many) => {
        const found = decide(node)
        if (found === null) return
        said[found ? 'always' : 'never']++
        const rules = [{ name: 'r', conditions: { all: [node] }, event: { type: 'allow' as const } }]
        const { verdict } = closures(programOf({ name: 'p', rules }))
        for (const one of many) expect(verdict(one, 0, 1) !== null).toBe(found)
      }),
      { numRuns: 3000 },
    )
    expect(Math.min(said.always, said.never)).toBeGreaterThan(50)
  })

  it('is said of every condition that one place alone decides', () => {
    const days = [1, 2, 3, 4, 5, 6, 7]
    fc.assert(
      fc.property(fc.subarray(days), fc.subarray(days), (some, others) => {
        const on = (value: readonly number[]) => ({ fact: 'now', path: '$.weekday', operator: 'in', value: [...value] })
        expect(decide({ any: [on(some), on(others)] })).toBe(new Set([...some, ...others]).size === 7 ? true : some.length + others.length === 0 ? false : null)
      }),
    )
  })

  it('is left open where trying would take too long', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      fact: 'recipient',
      path: '$.id',
      operator: 'equal',
      value: { fact: 'message', path: `$.mentions.users[${i}]` },
    }))
    expect(decide({ all: many })).toBeNull()
    expect(decide({ any: [{ all: many }, { not: { all: many } }] })).toBe(true)
    expect(decide({ all: [{ fact: 'device', path: '$.maker', operator: 'in', value: Array.from({ length: 5000 }, (_, i) => `maker-${i}`) }] })).toBeNull()
  })
})
