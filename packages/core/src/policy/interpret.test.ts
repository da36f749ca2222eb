import { Engine } from 'json-rules-engine'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from './default-policy.ts'
import { loadPolicy } from './load-policy.ts'
import { sampleFacts } from './testing/sample-facts.fixture.ts'

/** Two hundred decisions, in turn one that a low rule stops and one that nothing stops, 64 at a time. */
async function rolling<T>(decide: (muted: boolean) => Promise<T>): Promise<readonly { readonly muted: boolean; readonly answer: T }[]> {
  const answers: { readonly muted: boolean; readonly answer: T }[] = []
  let next = 0
  const worker = async () => {
    while (next < 1024) {
      const muted = next++ % 2 === 0
      answers.push({ muted, answer: await decide(muted) })
    }
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
    const answers = await rolling(async muted => {
      const { events } = await engine.run({ high: later(false, muted ? 40 : 1), low: later(muted, 1) })
      return events.some(({ type }) => type === 'low')
    })
    expect(answers.filter(({ muted, answer }) => muted !== answer).length).toBeGreaterThan(0)
  })

  it('lose none on ours: every run has an Engine of its own', async () => {
    const { evaluator, rules } = loadPolicy(defaultPolicy, { evaluator: 'interpreted' })
    const answers = await rolling(
      async muted => (await evaluator.verdict(sampleFacts({ recipient: { inQuietHours: muted } }), 0, rules.length))?.reason ?? null,
    )
    for (const { muted, answer } of answers) expect(answer).toBe(muted ? 'quiet-hours' : null)
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
