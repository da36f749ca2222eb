import { describe, expect, it } from 'vitest'
import { RouseError } from '../model/errors.ts'
import { programOf } from './evaluate/compiled-policy.ts'
import { generate } from './evaluate/generate.ts'
import { loadPolicy } from './load-policy.ts'
import { kinds } from './testing/agree.fixture.ts'
import { sampleFacts } from './testing/sample-facts.fixture.ts'

const attacks = [
  "');globalThis.hacked=1;('",
  '"+(globalThis.hacked=1)+"',
  '`$' + '{globalThis.hacked=1}`',
  '*/globalThis.hacked=1/*',
  '\n;globalThis.hacked=1;//',
  '\u2028globalThis.hacked=1\u2029',
  '\\u0027+(globalThis.hacked=1)+\\u0027',
  '$[?(globalThis.hacked=1)]',
  '$[(globalThis.hacked=1)]',
  'k0;globalThis.hacked=1',
  'f',
  'K',
  'constructor',
  '__proto__',
]

const leaf = (changes: object = {}) => ({ fact: 'device', path: '$.maker', operator: 'equal', value: 'a maker', ...changes })
const conditions = {
  any: [
    leaf(),
    leaf({ operator: 'notEqual', value: 'another maker' }),
    leaf({ operator: 'in', value: ['one', 'two'] }),
    leaf({ operator: 'notIn', value: Array.from({ length: 12 }, (_, i) => `maker ${i}`) }),
    { fact: 'message', path: '$.mentions.users', operator: 'contains', value: 'a user' },
    { fact: 'message', path: '$.mentions.users', operator: 'doesNotContain', value: 'another user' },
    { fact: 'message', path: '$.sender.id', operator: 'equal', value: 'a sender' },
    { fact: 'a host fact', operator: 'equal', value: 'its value' },
    { fact: 'vip', path: '$["a step"]["another step"]', operator: 'equal', value: { fact: 'vip', path: '$["a third step"]' } },
    { fact: 'effective', path: '$.vendors["a vendor"]["its key"]', operator: 'equal', value: 'its setting' },
    { fact: 'recent', path: '$.recipient', params: { seconds: 60 }, operator: 'greaterThan', value: 5 },
    { all: [leaf({ path: '$.osVersion', operator: 'in', value: { fact: 'message', path: '$.mentions.users' } })] },
    { not: { condition: 'an inner condition' } },
  ],
}
const document = {
  $schema: 'a schema',
  name: 'a name',
  description: 'a description',
  reasons: ['a-reason'],
  conditions: { 'a condition': conditions, 'an inner condition': { all: [leaf({ value: 'an inner maker' })] } },
  layers: [
    {
      name: 'a layer rule',
      description: 'its description',
      conditions: { all: [leaf({ value: 'a layer’s maker' })] },
      event: {
        type: 'layer',
        params: {
          name: 'a layer',
          priority: 7,
          settings: { title: 'a title', ext: 'an ext', vendors: { 'vendor of a layer': { 'a setting': 'a value' } } },
        },
      },
    },
  ],
  rules: [
    {
      name: 'a rule',
      description: 'what it is for',
      conditions: { condition: 'a condition' },
      event: { type: 'suppress', params: { reason: 'a-reason' } },
    },
    { name: 'another rule', conditions: { not: leaf() }, event: { type: 'defer', params: { seconds: 60, reason: 'quiet-hours' } } },
    { name: 'a third rule', conditions: { all: [leaf()] }, event: { type: 'allow', params: { reason: 'muted' } } },
  ],
  selection: [{ name: 'an offer', conditions: { condition: 'a condition' }, event: { type: 'offer', params: { channels: ['a channel', '*'] } } }],
  onFactError: 'suppress',
  tests: [
    {
      name: 'a test',
      message: {
        id: 'a message',
        kind: 'chat',
        conversation: { type: 'c2c', id: 'a conversation' },
        sender: { id: 'the sender' },
        elements: [{ type: 'text', text: 'its text' }],
      },
      recipient: {
        id: 'a recipient',
        devices: [{ id: 'a device', platform: 'ios', registrations: [{ channel: 'its channel', token: 'its token', app: 'its app' }] }],
      },
      now: '2026-11-23T10:00:00Z',
      expect: { decision: 'push', reason: 'a-reason', rule: 'a rule' },
    },
  ],
}

const steps = /"([^"]+)"/g
const isPath = (text: string) => text.startsWith('$')

/** Every text of the document, names of fields and quoted steps of paths among them. */
function textsOf(value: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (one: unknown) => {
    if (typeof one === 'string') {
      found.add(one)
      if (isPath(one)) for (const [, step = ''] of one.matchAll(steps)) found.add(step)
    } else if (Array.isArray(one)) one.forEach(visit)
    else if (typeof one === 'object' && one !== null) {
      for (const [name, child] of Object.entries(one)) {
        found.add(name)
        visit(child)
      }
    }
  }
  visit(value)
  return found
}

/** The document with one text replaced wherever it stands, so that what refers to it still does. */
function replaced(value: unknown, text: string, by: string): unknown {
  if (typeof value === 'string') {
    if (value === text) return by
    return isPath(value) ? value.replaceAll(steps, (whole, step) => (step === text ? `"${by.replaceAll(/["\\]/g, '\\$&')}"` : whole)) : value
  }
  if (Array.isArray(value)) return value.map(one => replaced(one, text, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name === text ? by : name, replaced(child, text, by)]))
}

/** Whether the document was accepted; each form that is made of it then decides, explains, and is searched for the attack. */
async function survives(attacked: unknown, attack: string): Promise<boolean> {
  const options = { hostFacts: ['vip', 'a host fact', attack], channels: ['a channel', attack] }
  const facts = sampleFacts({ device: { maker: attack }, host: { vip: { [attack]: attack }, [attack]: attack } })
  for (const evaluator of kinds) {
    try {
      const policy = loadPolicy(attacked, { evaluator, ...options })
      const verdict = await policy.evaluator.verdict(facts, 0, policy.rules.length)
      await policy.evaluator.layers(facts)
      await policy.evaluator.selection(facts)
      policy.trace(facts, verdict)
      if (evaluator === 'compiled') expect(generate(programOf(policy.document)).source).not.toContain('hacked')
    } catch (error) {
      if (error instanceof RouseError && error.code === 'policy-invalid') return false
      throw error
    }
  }
  return true
}

const texts = [...textsOf(document)]

/** Texts that a document may choose freely: these must get through, so that the attack gets to every evaluator. */
const free = texts.filter(text => / /.test(text) && !isPath(text))

describe('text of a document', () => {
  it('is all there: the sample is accepted as it is, and has a text in every place', async () => {
    expect(await survives(document, 'nothing')).toBe(true)
    expect(texts.length).toBeGreaterThan(90)
    expect(free.length).toBeGreaterThan(40)
  })

  it.each(attacks)('is never run, wherever a document says %j', async attack => {
    const accepted: string[] = []
    for (const text of texts) if (await survives(replaced(document, text, attack), attack)) accepted.push(text)
    expect((globalThis as { hacked?: number }).hacked).toBeUndefined()
    if (attack === '__proto__') return
    const oneLine = !/[\n\r]/.test(attack)
    expect(free.filter(text => !accepted.includes(text) && oneLine)).toEqual([])
    expect(accepted.length).toBeGreaterThan(20)
  })

  it.each(attacks)('is never run, where every free one of a document says %j', async attack => {
    let attacked: unknown = document
    // Names that must differ from each other stay apart by a number.
    free.forEach((text, i) => {
      attacked = replaced(attacked, text, /maker|one|two/.test(text) ? attack : `${attack}${i}`)
    })
    await survives(attacked, attack)
    expect((globalThis as { hacked?: number }).hacked).toBeUndefined()
  })
})
