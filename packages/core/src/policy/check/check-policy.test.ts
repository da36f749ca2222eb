import { Rule } from 'json-rules-engine'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../model/mistake.ts'
import type { PushSettings } from '../../model/push-settings.ts'
import { loadPolicy } from '../load-policy.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'
import { checkPolicy } from './check-policy.ts'

const leaf = { fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }
const rule = (changes: object = {}) => ({ name: 'r', conditions: { all: [leaf] }, event: { type: 'suppress', params: { reason: 'muted' } }, ...changes })
const when = (conditions: unknown) => rule({ conditions })
const asking = (changes: object) => when({ all: [{ ...leaf, ...changes }] })
const without = (field: string) => Object.fromEntries(Object.entries(leaf).filter(([name]) => name !== field))
const policy = (changes: object = {}) => ({ name: 'p', rules: [rule()], ...changes })
const rules = (...own: readonly unknown[]) => policy({ rules: own })
const layerRule = (params: object) => ({
  name: 'l',
  conditions: { all: [leaf] },
  event: { type: 'layer', params: { name: 'night', priority: 50, settings: {}, ...params } },
})
const layer = (params: object) => policy({ layers: [layerRule(params)] })
const offer = (channels: unknown) => policy({ selection: [{ name: 's', conditions: { all: [leaf] }, event: { type: 'offer', params: { channels } } }] })
const message = { id: 'm', kind: 'chat', conversation: { type: 'c2c', id: 'b' }, sender: { id: 'b' }, elements: [] }
const aTest = (changes: object) => policy({ tests: [{ name: 't', message, recipient: { id: 'a', devices: [] }, expect: {}, ...changes }] })
const at0 = '/rules/0/conditions/all/0'
const ageOf = (operator: string, value: number) => ({ fact: 'message', path: '$.age', operator, value })
const hosted = (operator: string, value: number) => ({ fact: 'score', operator, value })

describe('what loading refuses', () => {
  const rows: readonly (readonly [label: string, document: unknown, pointer: string, message: RegExp, nearest?: string])[] = [
    ['no object', [], '', /expected an object/],
    ['nothing', undefined, '', /found a undefined/],
    ['no name', { rules: [] }, '/name', /required/],
    ['no rules', { name: 'p' }, '/rules', /required/],
    ['an unknown field', policy({ layerz: [] }), '/layerz', /unknown field/, 'layers'],
    ['an unknown field of a rule', rules(rule({ prority: 3 })), '/rules/0/prority', /unknown field/, 'priority'],
    ['a priority of 0', rules(rule({ priority: 0 })), '/rules/0/priority', /integer of 1 or more/],
    ['a priority that is text', rules(rule({ priority: '5' })), '/rules/0/priority', /integer of 1 or more/],
    ['a rule without conditions', rules({ name: 'r', event: rule().event }), '/rules/0/conditions', /required/],
    ['an unknown fact', rules(asking({ fact: 'devise' })), `${at0}/fact`, /expected a fact/, 'device'],
    ['a fact that objects inherit', rules(asking({ fact: 'constructor' })), `${at0}/fact`, /expected a fact/],
    ['an unknown path', rules(asking({ path: '$.mentionned' })), `${at0}/path`, /no path of the fact recipient/, '$.mentioned'],
    ['a fact without a path', rules(when({ all: [without('path')] })), `${at0}/path`, /required/],
    ['a path that objects inherit', rules(asking({ path: '$.constructor.name' })), `${at0}/path`, /no path/],
    ['a filter', rules(asking({ fact: 'message', path: '$.elements[?(@.type)].type' })), `${at0}/path`, /child and index steps/],
    ['a script', rules(asking({ path: '$[(process.exit())]' })), `${at0}/path`, /child and index steps/],
    ['a wildcard', rules(asking({ fact: 'message', path: '$.elements[*].type' })), `${at0}/path`, /child and index steps/],
    ['a descent', rules(asking({ path: '$..id' })), `${at0}/path`, /child and index steps/],
    ['a slice', rules(asking({ fact: 'message', path: '$.elements[0:1].type' })), `${at0}/path`, /child and index steps/],
    ['an unknown operator', rules(asking({ operator: 'equals' })), `${at0}/operator`, /expected an operator/, 'equal'],
    ['a decorated operator', rules(asking({ operator: 'not:equal' })), `${at0}/operator`, /expected an operator/],
    ['no value', rules(when({ all: [without('value')] })), `${at0}/value`, /required/],
    ['text for true or false', rules(asking({ value: 'true' })), `${at0}/value`, /expected true or false/],
    ['text for a number', rules(asking({ path: '$.unread', operator: 'greaterThan', value: '5' })), `${at0}/value`, /expected a number/],
    [
      'a word that the fact never has',
      rules(asking({ fact: 'device', path: '$.session', value: 'loged-out' })),
      `${at0}/value`,
      /expected one of/,
      'logged-out',
    ],
    ['null for what is never null', rules(asking({ fact: 'device', path: '$.region', value: null })), `${at0}/value`, /never null/],
    ['a list for one value', rules(asking({ value: [true] })), `${at0}/value`, /expected null, true or false/],
    ['one value for a list', rules(asking({ operator: 'in' })), `${at0}/value`, /expected an array/],
    [
      'a wrong entry of a list',
      rules(asking({ fact: 'device', path: '$.platform', operator: 'in', value: ['ios', 'andriod'] })),
      `${at0}/value/1`,
      /expected one of/,
      'android',
    ],
    ['an object for a value', rules(asking({ value: { fatc: 'device' } })), `${at0}/value`, /another fact/],
    ['a list in a list', rules(asking({ fact: 'device', path: '$.maker', operator: 'in', value: [['a']] })), `${at0}/value/0`, /expected null, true or false/],
    ['less than of text', rules(asking({ path: '$.id', operator: 'lessThan', value: 5 })), `${at0}/operator`, /lessThan needs a number/],
    ['contains of text', rules(asking({ path: '$.id', operator: 'contains', value: 'a' })), `${at0}/operator`, /contains needs an array/],
    [
      'another fact of another type',
      rules(asking({ path: '$.id', value: { fact: 'recipient', path: '$.unread' } })),
      `${at0}/value`,
      /found a fact that is an integer of 0 or more/,
    ],
    ['another fact that is unknown', rules(asking({ value: { fact: 'recipiant', path: '$.id' } })), `${at0}/value/fact`, /expected a fact/, 'recipient'],
    ['params of a fact that takes none', rules(asking({ params: { seconds: 5 } })), `${at0}/params`, /only the fact recent/],
    ['recent without seconds', rules(asking({ fact: 'recent', path: '$.recipient', operator: 'greaterThan', value: 5 })), `${at0}/params`, /required/],
    [
      'recent of no seconds',
      rules(asking({ fact: 'recent', path: '$.recipient', params: { seconds: 0 }, operator: 'greaterThan', value: 5 })),
      `${at0}/params/seconds`,
      /integer of 1/,
    ],
    ['an empty all', rules(when({ all: [] })), '/rules/0/conditions/all', /at least one/],
    ['an empty any', rules(when({ any: [] })), '/rules/0/conditions/any', /at least one/],
    ['all and any in one node', rules(when({ all: [leaf], any: [leaf] })), '/rules/0/conditions', /both in one node/],
    ['a bare condition at the root', rules(when(leaf)), '/rules/0/conditions', /write \{"all"/],
    ['an unknown kind of condition', rules(when({ al: [leaf] })), '/rules/0/conditions', /one of all, any, not/, 'all'],
    ['a priority of a condition', rules(asking({ priority: 2 })), `${at0}/priority`, /a condition has none/],
    ['a priority of a group', rules(when({ all: [leaf], priority: 2 })), '/rules/0/conditions/priority', /a condition has none/],
    [
      'an unknown named condition',
      policy({ conditions: { night: { all: [leaf] } }, rules: [when({ condition: 'nihgt' })] }),
      '/rules/0/conditions/condition',
      /name of one/,
      'night',
    ],
    ['a cycle of conditions', policy({ conditions: { a: { condition: 'b' }, b: { any: [leaf, { condition: 'a' }] } } }), '/conditions/a', /cycle/],
    ['an unknown event', rules(rule({ event: { type: 'supress', params: { reason: 'muted' } } })), '/rules/0/event/type', /expected an event/, 'suppress'],
    ['an event of another section', rules(rule({ event: { type: 'offer', params: { channels: ['*'] } } })), '/rules/0/event/type', /expected an event/],
    ['an event without params', rules(rule({ event: { type: 'suppress' } })), '/rules/0/event/params', /required/],
    [
      'an unknown reason',
      rules(rule({ event: { type: 'suppress', params: { reason: 'mutted' } } })),
      '/rules/0/event/params/reason',
      /expected a reason/,
      'muted',
    ],
    [
      'defer of no seconds',
      rules(rule({ event: { type: 'defer', params: { seconds: 0, reason: 'muted' } } })),
      '/rules/0/event/params/seconds',
      /integer of 1/,
    ],
    ['a reason that is built in', policy({ reasons: ['muted'] }), '/reasons/0', /built in/],
    ['a reason twice', policy({ reasons: ['vip', 'vip'] }), '/reasons/1', /used twice/],
    ['an unknown channel', offer(['xiaomy']), '/selection/0/event/params/channels/0', /expected a channel/, 'xiaomi'],
    ['no channel', offer([]), '/selection/0/event/params/channels', /at least one/],
    ['a channel twice', offer(['fcm', 'fcm']), '/selection/0/event/params/channels/1', /used twice/],
    ['a rule’s name twice', rules(rule(), when({ not: leaf })), '/rules/1/name', /used twice/],
    ['the layer name elements', layer({ name: 'elements' }), '/layers/0/event/params/name', /built in/],
    ['the layer name default', layer({ name: 'default' }), '/layers/0/event/params/name', /built in/],
    ['the layer number 100', layer({ priority: 100 }), '/layers/0/event/params/priority', /built in/],
    ['a layer number that is none', layer({ priority: 1.5 }), '/layers/0/event/params/priority', /integer/],
    ['a setting that does not exist', layer({ settings: { enbled: true } }), '/layers/0/event/params/settings/enbled', /unknown field/, 'enabled'],
    ['a setting of a wrong value', layer({ settings: { ttl: -1 } }), '/layers/0/event/params/settings/ttl', /0/],
    [
      'effective in layers',
      policy({ layers: [{ ...layerRule({}), conditions: { all: [{ fact: 'effective', path: '$.enabled', operator: 'equal', value: true }] } }] }),
      '/layers/0/conditions/all/0/fact',
      /cannot be read in layers/,
    ],
    [
      'effective in layers, by the name of a condition',
      policy({
        conditions: {
          on: { all: [{ fact: 'effective', path: '$.enabled', operator: 'equal', value: true }] },
          'on-or-mentioned': { any: [leaf, { condition: 'on' }] },
        },
        layers: [{ ...layerRule({}), conditions: { all: [leaf, { not: { condition: 'on-or-mentioned' } }] } }],
      }),
      '/layers/0/conditions/all/1/not/condition',
      /cannot be read in layers, and this condition reads it/,
    ],
    [
      'a weekday that there is not',
      rules(asking({ fact: 'now', path: '$.weekday', operator: 'in', value: [6, 7, 0] })),
      `${at0}/value/2`,
      /expected an integer of 1…7/,
    ],
    ['half an hour of the day', rules(asking({ fact: 'now', path: '$.hour', value: 22.5 })), `${at0}/value`, /expected an integer of 0…23/],
    ['an age below zero', rules(asking({ fact: 'device', path: '$.lastSeenAge', operator: 'notEqual', value: -1 })), `${at0}/value`, /a number of 0 or more/],
    [
      'a list of another type',
      rules(asking({ path: '$.unread', operator: 'in', value: { fact: 'message', path: '$.mentions.users' } })),
      `${at0}/value`,
      /found a fact that is a list of texts/,
    ],
    [
      'a number in a list of texts',
      rules(asking({ fact: 'message', path: '$.mentions.users', operator: 'contains', value: { fact: 'recipient', path: '$.unread' } })),
      `${at0}/value`,
      /expected text, found a fact that is an integer/,
    ],
    ['an unknown onFactError', policy({ onFactError: 'ignore' }), '/onFactError', /suppress/],
    ['a test without a message', policy({ tests: [{ name: 't', recipient: { id: 'a', devices: [] }, expect: {} }] }), '/tests/0/message', /required/],
    [
      'a test that expects what no decision has',
      policy({ tests: [{ name: 't', message: {}, recipient: {}, expect: { descision: 'push' } }] }),
      '/tests/0/expect/descision',
      /unknown field/,
      'decision',
    ],
    ['a test at no time', aTest({ now: 'noon' }), '/tests/0/now', /RFC 3339/],
    ['a test on a day that there is not', aTest({ now: '2026-02-30T10:00:00Z' }), '/tests/0/now', /RFC 3339/],
    [
      'a test of a recipient who is none',
      aTest({ recipient: { id: 'a', preview: 'sendr', devices: [] } }),
      '/tests/0/recipient/preview',
      /expected "full"/,
      'sender',
    ],
    ['a test that states a host fact that there is not', aTest({ facts: { calender: true } }), '/tests/0/facts/calender', /unknown field/, 'calendar'],
    ['a test with half a push', aTest({ recent: { recipient: 1.5 } }), '/tests/0/recent/recipient', /an integer of 0…10000/],
    ['a test that expects a decision that there is not', aTest({ expect: { decision: 'pushed' } }), '/tests/0/expect/decision', /expected a decision/, 'push'],
    ['a layer’s setting that means nothing', layer({ settings: { ext: { base64: 'a' } } }), '/layers/0/event/params/settings/ext/base64', /base64/],
  ]
  it.each(rows.map(row => ({ label: row[0], row })))('$label', ({ row: [, document, pointer, message, nearest] }) => {
    const mistake = checkPolicy(document, { hostFacts: ['calendar'] }).find(one => one.pointer === pointer && message.test(one.message))
    expect(mistake, JSON.stringify(checkPolicy(document))).toBeDefined()
    if (nearest !== undefined) expect(mistake?.nearest).toBe(nearest)
  })

  it('names two layers alike, by name or by number', () => {
    const of = (name: string, priority: number) => ({ ...layerRule({ name, priority }), name: `rule-${name}-${priority}` })
    expect(checkPolicy(policy({ layers: [of('a', 1), of('a', 2)] })).map(({ pointer }) => pointer)).toEqual(['/layers/1/event/params/name'])
    expect(checkPolicy(policy({ layers: [of('a', 1), of('b', 1)] })).map(({ pointer }) => pointer)).toEqual(['/layers/1/event/params/priority'])
  })

  it('tells every mistake at once, with pointer, value and the nearest name', () => {
    const mistakes = checkPolicy({
      name: '',
      ruls: [],
      rules: [asking({ fact: 'devise' }), rule({ name: 'x', event: { type: 'suppress', params: { reason: 'mutted' } } })],
    })
    expect(mistakes).toEqual<readonly Issue[]>([
      { pointer: '/name', message: 'expected text of 1 to 256 characters', value: '""' },
      { pointer: '/ruls', message: 'unknown field', nearest: 'rules' },
      expect.objectContaining({ pointer: `${at0}/fact`, value: '"devise"', nearest: 'device' }),
      expect.objectContaining({ pointer: '/rules/1/event/params/reason', value: '"mutted"', nearest: 'muted' }),
    ])
  })

  it('asks what the host’s channels say of vendors’ settings, in layers and in tests', () => {
    const vendorMistakes = (settings: PushSettings, base: string) => (settings.vendors === undefined ? [] : [{ pointer: `${base}/vendors`, message: 'odd' }])
    const settings = { vendors: { xiaomi: { chanelId: 'x' } } }
    const both = { ...aTest({ message: { ...message, push: settings } }), layers: [layerRule({ settings })] }
    expect(
      checkPolicy(both, { vendorMistakes })
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/layers/0/event/params/settings/vendors', '/tests/0/message/push/vendors'])
  })

  it.each([
    ['greaterThanOrEqual', 'greaterThanInclusive'],
    ['lessThanOrEqualTo', 'lessThanInclusive'],
    ['>=', 'greaterThanInclusive'],
    ['notContains', 'doesNotContain'],
    ['nin', 'notIn'],
    ['moreThan', 'greaterThan'],
    ['swap:contains', undefined],
    ['notLessThan', undefined],
  ])('names for the operator %s the one of the same meaning: %s', (operator, nearest) => {
    const [mistake] = checkPolicy(rules(asking({ fact: 'recipient', path: '$.unread', operator, value: 5 })))
    expect(mistake).toMatchObject({ pointer: `${at0}/operator` })
    expect(mistake?.nearest).toBe(nearest)
  })

  it('says how to pass a fact of the host', () => {
    const message = expect.stringMatching(/^expected a fact: message, .*; or pass it in `facts`/)
    expect(checkPolicy(rules(asking({ fact: 'presence' })))).toMatchObject([{ pointer: `${at0}/fact`, message }])
  })

  it('accepts the priority of 1 that json-rules-engine writes into every condition', async () => {
    const engineRule = new Rule({ conditions: { any: [{ all: [leaf] }, { not: { ...leaf, value: false } }] }, event: { type: 'x' } })
    const { conditions } = JSON.parse(engineRule.toJSON()) as { readonly conditions: { readonly priority?: number } }
    expect(conditions.priority).toBe(1)
    const named = { all: [{ ...leaf, priority: 1 }], priority: 1 }
    const document = (root: unknown) => ({ ...rules(when(root)), conditions: { named } })
    expect(checkPolicy(document({ condition: 'named', priority: 1 }))).toEqual([])
    expect(checkPolicy(document({ all: [conditions, leaf] }))).toEqual([])
    const verdictOf = (evaluator: 'compiled' | 'closures' | 'interpreted') => loadPolicy(document(named), { evaluator }).evaluator.verdict(sampleFacts(), 0, 1)
    for (const kind of ['closures', 'interpreted'] as const) expect(await verdictOf(kind)).toEqual(await verdictOf('compiled'))
  })

  it('refuses counts that the counters never come to', () => {
    const asked = (operator: string, value: unknown) => rules(asking({ fact: 'recent', path: '$.recipient', params: { seconds: 60 }, operator, value }))
    for (const [operator, value] of [
      ['greaterThan', 64],
      ['in', [3, 65]],
    ] as const) {
      expect(checkPolicy(asked(operator, value), { recentMost: 64 })).toMatchObject([
        { pointer: `${at0}/value`, message: expect.stringMatching(/less than 64/) },
      ])
    }
    expect(checkPolicy(asked('greaterThan', 63), { recentMost: 64 })).toEqual([])
    expect(checkPolicy(asked('greaterThan', 1e6))).toEqual([])
  })

  it('throws policy-invalid with the mistakes, and says what to do', () => {
    expect(() => loadPolicy({ name: 'p' })).toThrow(
      expect.objectContaining({ code: 'policy-invalid', mistakes: [{ pointer: '/rules', message: 'required, but missing' }] }),
    )
  })
})

describe('rules that can never fire', () => {
  const never = (document: unknown) => checkPolicy(document).map(({ pointer, message }) => [pointer, /never reached: the rule "([^"]+)"/.exec(message)?.[1]])
  const always: readonly (readonly [string, unknown])[] = [
    ['a condition beside its opposite', { any: [leaf, { not: leaf }] }],
    ['every value there is', { all: [{ fact: 'message', path: '$.kind', operator: 'in', value: ['chat', 'system'] }] }],
    ['none of no values', { all: [{ fact: 'device', path: '$.region', operator: 'notIn', value: [] }] }],
    ['not one of no values', { not: { fact: 'device', path: '$.region', operator: 'in', value: [] } }],
    ['a number that is never below', { all: [{ fact: 'recipient', path: '$.bucket', operator: 'lessThan', value: 100 }] }],
    ['a count that is never negative', { all: [{ fact: 'message', path: '$.age', operator: 'greaterThanInclusive', value: 0 }] }],
    ['an impossible all, denied', { not: { all: [leaf, { not: leaf }] } }],
    ['what it just does not', { any: [leaf, { ...leaf, operator: 'notEqual' }] }],
    ['each word of a list in turn', { any: ['chat', 'system'].map(value => ({ fact: 'message', path: '$.kind', operator: 'equal', value })) }],
    ['true or false', { all: [{ ...leaf, operator: 'in', value: [true, false] }] }],
    ['each day of the week', { all: [{ fact: 'now', path: '$.weekday', operator: 'in', value: [7, 6, 5, 4, 3, 2, 1] }] }],
    ['both halves of the day', { any: ['lessThan', 'greaterThanInclusive'].map(operator => ({ fact: 'now', path: '$.hour', operator, value: 12 })) }],
    [
      'whether a value that is always there equals itself',
      { all: [{ fact: 'message', path: '$.id', operator: 'equal', value: { fact: 'message', path: '$.id' } }] },
    ],
    ['that an id is not empty', { all: [{ fact: 'recipient', path: '$.id', operator: 'notEqual', value: '' }] }],
    [
      'two things, one of which is always so',
      { all: [{ any: [leaf, { not: leaf }] }, { fact: 'recipient', path: '$.deviceCount', operator: 'greaterThan', value: -1 }] },
    ],
    ['whatever holds, by names', { any: [{ condition: 'mentioned' }, { not: { condition: 'mentioned' } }] }],
  ]
  it.each(always)('are told where the rule above asks %s', (_, conditions) => {
    const named = { conditions: { mentioned: { any: [leaf, { fact: 'message', path: '$.mentions.users', operator: 'contains', value: 'all' }] } } }
    expect(never({ ...rules(when(conditions), rule({ name: 'below' })), ...named })).toEqual([['/rules/1', 'r']])
  })

  it('are told by the order of evaluation, not by place', () => {
    expect(never(rules(rule({ name: 'first' }), { ...when(always[0]?.[1]), name: 'wide', priority: 2 }))).toEqual([['/rules/0', 'wide']])
    expect(never(rules(rule({ name: 'first' }), { ...when(always[0]?.[1]), name: 'wide' }))).toEqual([])
  })

  it('are told in selection too, with named conditions in place', () => {
    const own = (name: string, conditions: unknown) => ({ name, conditions, event: { type: 'offer', params: { channels: ['*'] } } })
    expect(never(policy({ conditions: { any: always[0]?.[1] }, selection: [own('a', { condition: 'any' }), own('b', { all: [leaf] })] }))).toEqual([
      ['/selection/1', 'a'],
    ])
  })

  const sometimes: readonly (readonly [string, unknown])[] = [
    ['what may be missing', { all: [{ fact: 'device', path: '$.playServices', operator: 'in', value: [true, false] }] }],
    ['the same twice', { any: [leaf, { not: { ...leaf, value: false } }] }],
    ['an age between two whole numbers', { any: [ageOf('lessThanInclusive', 5), ageOf('greaterThanInclusive', 6)] }],
    ['whether a value is known', { all: [{ fact: 'device', path: '$.region', operator: 'equal', value: { fact: 'device', path: '$.region' } }] }],
    ['whether two ids differ', { all: [{ fact: 'recipient', path: '$.id', operator: 'notEqual', value: { fact: 'message', path: '$.sender.id' } }] }],
    ['all days but one', { all: [{ fact: 'now', path: '$.weekday', operator: 'in', value: [1, 2, 3, 4, 5, 6] }] }],
    ...[2 ** 53, -(2 ** 53), 2 ** 53 + 2, 2 ** 60, 1e300, Number.MAX_VALUE, 0.1, 1e-300].map(
      value => [`whether a number is ${value} or less`, { not: { fact: 'device', path: '$.hmsVersion', operator: 'greaterThan', value } }] as const,
    ),
    ['whether a count is less than 2^53', { all: [{ fact: 'message', path: '$.revision', operator: 'lessThanInclusive', value: 2 ** 53 }] }],
    ['two halves with one number between them', { any: [hosted('lessThan', 2 ** 53), hosted('greaterThan', 2 ** 53)] }],
    ['both parts of a host’s answer, which may be text', { any: [hosted('lessThan', 5), hosted('greaterThanInclusive', 5)] }],
  ]
  it.each(sometimes)('are not told where the rule above asks %s', (_, conditions) => {
    expect(checkPolicy(rules(when(conditions), rule({ name: 'below' })), { hostFacts: ['score'] })).toEqual([])
  })
})
