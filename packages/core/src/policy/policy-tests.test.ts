import { describe, expect, it } from 'vitest'
import type { Decision } from '../model/decision.ts'
import { RouseError } from '../model/errors.ts'
import type { PolicyDocument, PolicyTest } from './document.ts'
import { runPolicyTests } from './policy-tests.ts'

const leaf = { fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }
const rule = (name: string) => ({ name, conditions: { all: [leaf] }, event: { type: 'suppress' as const, params: { reason: 'muted' } } })
const test = (name: string, expected: Partial<Decision>, now?: string): PolicyTest => ({
  name,
  message: { id: 'm', kind: 'chat', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' }, elements: [] },
  recipient: { id: 'alice', devices: [] },
  ...(now === undefined ? {} : { now }),
  expect: expected,
})
const decided = (changes: Partial<Decision> = {}): Decision => ({
  message: 'm',
  recipient: 'alice',
  device: 'd1',
  policy: 'sha256:0',
  decision: 'push',
  reason: null,
  rule: null,
  dueAt: null,
  channel: 'fcm',
  channels: ['fcm', 'xiaomi'],
  settings: { title: { value: 'Bob', from: 'elements' } },
  notes: [],
  trace: [{ rule: 'one', matched: false, because: '' }],
  ...changes,
})
const document = (tests: readonly PolicyTest[], changes: Partial<PolicyDocument> = {}): PolicyDocument => ({
  name: 'p',
  rules: [rule('one'), rule('two')],
  tests,
  ...changes,
})

describe('a document’s own tests', () => {
  it('pass where all that they state is so', async () => {
    const { results } = await runPolicyTests(
      document([test('fine', { decision: 'push', channels: ['fcm', 'xiaomi'], settings: { title: { value: 'Bob', from: 'elements' } } })]),
      () => [decided()],
    )
    expect(results).toMatchObject([{ name: 'fine', passed: true, differences: [] }])
  })

  it('tell what differs, where, on which device', async () => {
    const expected = {
      decision: 'suppress',
      rule: 'one',
      channels: ['fcm'],
      settings: { title: { value: 'Bob', from: 'message' }, body: { value: 'x', from: 'message' } },
    } as const
    const { results } = await runPolicyTests(document([test('wrong', expected)]), () => [decided()])
    expect(results[0]?.passed).toBe(false)
    expect(results[0]?.differences).toEqual([
      '/decision: expected "suppress", got "push" (device d1)',
      '/rule: expected "one", got null (device d1)',
      '/channels: expected ["fcm"], got ["fcm","xiaomi"] (device d1)',
      '/settings/title/from: expected "message", got "elements" (device d1)',
      '/settings/body: expected {"value":"x","from":"message"}, got nothing (device d1)',
    ])
  })

  it('are about every device, or the one they name', async () => {
    const both = () => [decided(), decided({ device: 'd2', decision: 'suppress', reason: 'foreground' })]
    const { results } = await runPolicyTests(
      document([test('all', { decision: 'push' }), test('one', { device: 'd2', decision: 'suppress' }), test('none', { device: 'd3' })]),
      both,
    )
    expect(results.map(({ passed }) => passed)).toEqual([false, true, false])
    expect(results[2]?.differences).toEqual(['expected a decision for the device "d3", got none'])
  })

  it('fix the clock where they say so', async () => {
    const seen: (number | undefined)[] = []
    await runPolicyTests(document([test('then', {}, '2026-11-23T10:00:00Z'), test('now', {})]), (_, __, now) => {
      seen.push(now)
      return [decided()]
    })
    expect(seen).toEqual([Date.parse('2026-11-23T10:00:00Z'), undefined])
  })

  it('leave rules that never fired and layers that never won, by name', async () => {
    const layers = ['night', 'day'].map((name, i) => ({
      name,
      conditions: { all: [leaf] },
      event: { type: 'layer' as const, params: { name, priority: 1 + i, settings: {} } },
    }))
    const report = await runPolicyTests(document([test('t', {})], { layers }), async () => [
      decided({ rule: 'two', trace: [{ rule: 'two', matched: true, because: '' }], settings: { enabled: { value: true, from: 'day' } } }),
    ])
    expect(report).toMatchObject({ neverFired: ['one'], neverMatched: [], neverWon: ['night'] })
  })

  it('tell rules from offers, and from the engine’s own reasons, of the same name', async () => {
    const selection = ['one', 'no-channel'].map(name => ({
      name,
      conditions: { all: [leaf] },
      event: { type: 'offer' as const, params: { channels: ['fcm'] } },
    }))
    const trace = (rules: readonly (boolean | null)[], offers: readonly (boolean | null)[]) =>
      [...['two', 'no-channel'].map((name, i) => [name, rules[i]] as const), ...['one', 'no-channel'].map((name, i) => [name, offers[i]] as const)].map(
        ([name, matched]) => ({ rule: name, matched: matched ?? null, because: '' }),
      )
    const rules = [rule('no-channel'), { ...rule('two'), priority: 2 }]
    const own = { rule: 'no-channel', matched: true, because: '' }
    const never = async (decision: Decision) => {
      const { neverFired, neverMatched } = await runPolicyTests(document([test('t', {})], { rules, selection }), () => [decision])
      return [neverFired, neverMatched]
    }
    expect(await never(decided({ trace: trace([false, false], [true, null]) }))).toEqual([['no-channel', 'two'], ['no-channel']])
    expect(
      await never(decided({ decision: 'suppress', reason: 'no-channel', rule: 'no-channel', trace: [...trace([false, false], [false, false]), own] })),
    ).toEqual([
      ['no-channel', 'two'],
      ['one', 'no-channel'],
    ])
    expect(await never(decided({ decision: 'suppress', reason: 'muted', rule: 'no-channel', trace: trace([false, true], []) }))).toEqual([
      ['two'],
      ['one', 'no-channel'],
    ])
  })

  it('fail where their input is refused, and the others run on', async () => {
    const { results } = await runPolicyTests(document([test('odd', {}), test('fine', { decision: 'push' })]), (_, __, ___, { name }) => {
      if (name === 'fine') return [decided()]
      throw new RouseError('message-invalid', 'odd', {
        mistakes: [{ pointer: '/push/vendors/xiaomi/chanelId', message: 'unknown field', nearest: 'channelId' }],
      })
    })
    expect(results.map(({ passed, differences }) => [passed, differences])).toEqual([
      [false, ['message /push/vendors/xiaomi/chanelId: unknown field, nearest "channelId"']],
      [true, []],
    ])
  })
})
