import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { aDevice, aMessage, aRecipient, fakeChannel } from './engine.fixture.ts'
import { createExplainer } from './explain.ts'
import type { DecideOptions } from './types.ts'

const is = (fact: string, path: string, value: unknown) => ({ fact, path, operator: 'equal', value })
const policy = (changes: object = {}): PolicyDocument =>
  ({
    name: 'traced',
    reasons: ['own'],
    layers: [
      {
        name: 'calm',
        conditions: { all: [is('recipient', '$.preview', 'none')] },
        event: { type: 'layer', params: { name: 'calm', priority: 300, settings: { ttl: 60 } } },
      },
      {
        name: 'loud',
        conditions: { all: [is('recipient', '$.mentioned', false)] },
        event: { type: 'layer', params: { name: 'loud', priority: 301, settings: { ttl: 5 } } },
      },
    ],
    rules: [
      { name: 'banned', conditions: { all: [is('standing', '$.banned', true)] }, event: { type: 'suppress', params: { reason: 'own' } } },
      { name: 'gone', conditions: { all: [is('device', '$.session', 'kicked')] }, event: { type: 'suppress', params: { reason: 'kicked' } } },
      { name: 'vip', conditions: { all: [is('message', '$.sender.id', 'bob')] }, event: { type: 'allow', params: { reason: 'own' } } },
      { name: 'below', conditions: { all: [is('message', '$.kind', 'chat')] }, event: { type: 'defer', params: { seconds: 60, reason: 'own' } } },
    ],
    selection: [
      { name: 'never', conditions: { all: [is('device', '$.maker', 'nokia')] }, event: { type: 'offer', params: { channels: ['other'] } } },
      { name: 'fakes', conditions: { all: [is('device', '$.platform', 'android')] }, event: { type: 'offer', params: { channels: ['fake', '*'] } } },
      { name: 'last', conditions: { all: [is('message', '$.kind', 'chat')] }, event: { type: 'offer', params: { channels: ['*'] } } },
    ],
    ...changes,
  }) as PolicyDocument

const known = { standing: { load: async (keys: readonly string[]) => keys.map(() => ({ banned: false })) } }
const down = { standing: { load: () => Promise.reject(new Error('down')) } }
const explainer = (options: Partial<DecideOptions> = {}) =>
  createExplainer({ channels: [fakeChannel('fake'), fakeChannel('other')], policy: policy(), facts: known, ...options })

describe('a Decision’s trace', () => {
  it('tells every rule of the policy, of its layers and of its selection, each with the condition that decided it', async () => {
    const [decision] = await explainer().explain(aMessage(), aRecipient('alice'))
    expect(decision).toMatchObject({ decision: 'push', rule: 'vip', reason: 'own', settings: { ttl: { value: 5, from: 'loud' } } })
    expect(decision?.trace).toEqual([
      { rule: 'banned', matched: false, because: 'standing.banned is false' },
      { rule: 'gone', matched: false, because: 'device.session is "logged-in"' },
      { rule: 'vip', matched: true, because: 'message.sender.id is "bob"' },
      { rule: 'below', matched: null, because: 'not reached: "vip" above it decided' },
      { rule: 'calm', matched: false, because: 'recipient.preview is "full"' },
      { rule: 'loud', matched: true, because: 'recipient.mentioned is false' },
      { rule: 'never', matched: false, because: 'device.maker is not known' },
      { rule: 'fakes', matched: true, because: 'device.platform is "android": offers fake, *' },
      { rule: 'last', matched: null, because: 'not reached: "fakes" above it matched' },
    ])
  })

  it('has no selection where no channel was asked for', async () => {
    const [decision] = await explainer().explain(aMessage(), aRecipient('alice', { devices: [aDevice('d1', { session: 'kicked' })] }))
    expect(decision?.trace.map(({ rule, matched }) => [rule, matched])).toEqual([
      ['banned', false],
      ['gone', true],
      ['vip', null],
      ['below', null],
      ['calm', false],
      ['loud', true],
    ])
  })

  it('still shows the rule that would have let a push through which a failed fact stops', async () => {
    const [decision] = await explainer({ facts: down }).explain(aMessage(), aRecipient('alice'))
    expect(decision).toMatchObject({ decision: 'suppress', reason: 'fact-error', rule: 'fact-error', channel: null })
    expect(decision?.trace.filter(({ matched }) => matched === true)).toEqual([
      { rule: 'vip', matched: true, because: 'message.sender.id is "bob"' },
      { rule: 'loud', matched: true, because: 'recipient.mentioned is false' },
      { rule: 'fact-error', matched: true, because: 'host fact "standing" could not be had' },
    ])
  })

  it('tells a failed fact that decided nothing as such', async () => {
    const lenient = await explainer({ facts: down, policy: policy({ onFactError: 'allow' }) }).explain(aMessage(), aRecipient('alice'))
    expect(lenient[0]).toMatchObject({ decision: 'push', rule: 'vip' })
    expect(lenient[0]?.trace.find(({ rule }) => rule === 'fact-error')).toEqual({
      rule: 'fact-error',
      matched: false,
      because: 'host fact "standing" could not be had',
    })
  })

  it('asks rules on the device of nobody who has none', async () => {
    const { rules } = policy()
    const [decision] = await explainer({ policy: policy({ rules: rules.slice(0, 2) }) }).explain(aMessage(), aRecipient('alice', { devices: [] }))
    expect(decision).toMatchObject({ decision: 'suppress', reason: 'no-device', device: null })
    expect(decision?.trace.slice(0, 2)).toEqual([
      { rule: 'banned', matched: false, because: 'standing.banned is false' },
      { rule: 'gone', matched: null, because: 'not reached: there is no device' },
    ])
  })

  it('ends with the engine’s own reason', async () => {
    const [decision] = await explainer().explain(aMessage({ elements: [] }), aRecipient('alice'))
    expect(decision).toMatchObject({ reason: 'no-text', rule: 'no-text' })
    expect(decision?.trace.at(-1)).toEqual({ rule: 'no-text', matched: true, because: 'the body for this device is empty: there is nothing to show' })
  })
})

describe('a failed host fact', () => {
  it('stops no push that a rule above it had allowed: what stands below is not asked', async () => {
    const asked: unknown[] = []
    const facts = { standing: { load: (keys: readonly string[]) => Promise.reject(asked.push(keys)) } }
    const { rules } = policy()
    const [decision] = await explainer({ facts, policy: policy({ rules: [...rules].reverse().slice(1) }) }).explain(aMessage(), aRecipient('alice'))
    expect(decision).toMatchObject({ decision: 'push', rule: 'vip' })
    expect(asked).toEqual([])
  })

  it('leaves a defer as it is: it is decided again', async () => {
    const { rules } = policy()
    const [decision] = await explainer({ facts: down, policy: policy({ rules: [rules[0], rules[3]] }) }).explain(aMessage(), aRecipient('alice'))
    expect(decision).toMatchObject({ decision: 'defer', rule: 'below' })
  })

  it('that layers or selection read stops any push: what it would say is not known', async () => {
    const reading = (name: string, event: object) => [{ name, conditions: { all: [is('standing', '$.vip', true)] }, event }]
    const { rules } = policy()
    for (const changes of [
      { layers: reading('vips', { type: 'layer', params: { name: 'vips', priority: 5, settings: {} } }) },
      { selection: reading('vips', { type: 'offer', params: { channels: ['*'] } }) },
    ]) {
      const [decision] = await explainer({ facts: down, policy: policy({ rules: [rules[2]], ...changes }) }).explain(aMessage(), aRecipient('alice'))
      expect(decision).toMatchObject({ decision: 'suppress', reason: 'fact-error' })
    }
  })
})
