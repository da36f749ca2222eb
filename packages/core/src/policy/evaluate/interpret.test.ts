import { Engine } from 'json-rules-engine'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../default-policy.ts'
import { loadPolicy } from '../load-policy.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'

/** A thousand decisions, 64 at a time. */
async function rolling<T>(decide: (i: number) => Promise<T>): Promise<readonly T[]> {
  const answers: T[] = []
  let next = 0
  const worker = async () => {
    while (next < 1024) answers.push(await decide(next++))
  }
  await Promise.all(Array.from({ length: 64 }, worker))
  return answers
}

describe('overlapping runs', () => {
  it('lose rules on one json-rules-engine Engine', async () => {
    const engine = new Engine()
    const is = (fact: string) => ({ all: [{ fact, operator: 'equal', value: true }] })
    engine.addRule({ name: 'high', priority: 2, conditions: is('high'), event: { type: 'high' } })
    engine.addRule({ name: 'low', priority: 1, conditions: is('low'), event: { type: 'low' } })
    const later =
      <T>(value: T, turns: number) =>
      async () => {
        for (let i = 0; i < turns; i++) await Promise.resolve()
        return value
      }
    const wrong = await rolling(async i => {
      const muted = i % 2 === 0
      const { events } = await engine.run({ high: later(false, muted ? 40 : 1), low: later(muted, 1) })
      return events.some(({ type }) => type === 'low') !== muted
    })
    expect(wrong.filter(Boolean).length).toBeGreaterThan(0)
  })

  it('lose none on ours: every run has an Engine of its own', async () => {
    const { evaluator, rules } = loadPolicy(defaultPolicy, { evaluator: 'interpreted' })
    // Some end at the first rule, some at the last, some at none, and they start at different times: on one engine the first to end would stop the others.
    const cases = [
      [{ message: { kind: 'system' } }, 'system-message'],
      [{ recipient: { inQuietHours: true } }, 'quiet-hours'],
      [{ device: { session: 'logged-out' } }, 'logged-out'],
      [{}, null],
    ] as const
    const answers = await rolling(async i => {
      const [changes, expected] = cases[i % cases.length] as (typeof cases)[number]
      for (let turns = i % 7; turns > 0; turns--) await Promise.resolve()
      const verdict = await evaluator.verdict(sampleFacts(changes), 0, rules.length)
      return { expected, found: verdict?.reason ?? null }
    })
    expect(answers).toHaveLength(1024)
    for (const { expected, found } of answers) expect(found).toBe(expected)
  })
})

describe('the first verdict', () => {
  it('ends the evaluation: what stands below is not asked', async () => {
    let asked = 0
    const document = {
      name: 'x',
      rules: [
        { name: 'first', conditions: { all: [{ fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }] }, event: { type: 'allow' } },
        {
          name: 'second',
          conditions: { all: [{ fact: 'recent', path: '$.recipient', params: { seconds: 60 }, operator: 'greaterThan', value: 3 }] },
          event: { type: 'suppress', params: { reason: 'muted' } },
        },
      ],
    }
    const facts = {
      ...sampleFacts({ recipient: { mentioned: true } }),
      recent: {
        recipient: () => {
          asked++
          return 5
        },
        conversation: () => 0,
      },
    }
    for (const evaluator of ['compiled', 'closures', 'interpreted'] as const) {
      const policy = loadPolicy(document, { evaluator })
      expect(await policy.evaluator.verdict(facts, 0, 2)).toEqual({ index: 0, rule: 'first', decision: 'allow', reason: null, seconds: null })
      expect(asked).toBe(0)
      expect((await policy.evaluator.verdict(facts, 1, 2))?.rule).toBe('second')
      asked = 0
    }
  })
})
