import { describe, expect, it } from 'vitest'
import { fakeChannel } from '../engine/engine.fixture.ts'
import { createExplainer } from '../engine/explain.ts'
import { createPolicyTester } from '../engine/policy-tester.ts'
import type { Message } from '../model/message.ts'
import type { Device, Recipient } from '../model/recipient.ts'
import { bundledChannels } from './bundled-channels.ts'
import { checkPolicy } from './check/check-policy.ts'
import { defaultPolicy } from './default-policy.ts'
import type { PolicyDocument } from './document.ts'
import { factTable } from './fact-table.ts'
import { operatorNames } from './operators.ts'
import { runPolicyTests } from './policy-tests.ts'
import { negations } from './testing/negations.fixture.ts'
import { docsPage, workedPolicies } from './testing/worked-policies.fixture.ts'

const page = docsPage('policy.md')
const documents = workedPolicies().map(({ title, document }) => [title, document] as const)
const hostFacts = ['calendar']

const apps = ['com.example.chat', 'com.example.office', 'com.example.kids'].map(app => ({ app }))
const channels = bundledChannels.map(name => fakeChannel(name, { apps }))

const worked = (title: string): PolicyDocument => documents.find(([known]) => known === title)?.[1] as PolicyDocument

/** The default rule above which a worked policy's own rules stand, in the page's words; others stand last. */
const placedAbove: { readonly [title: string]: string } = {
  'Old messages': 'system-message',
  'Frequency cap': 'disabled-globally',
  'Dormant devices': 'disabled-globally',
  'VIP senders': 'disabled-globally',
}

/** A copy of the default policy with a worked one's rules: those that have a default rule's name in place of it. */
function inDefault(title: string, document: PolicyDocument): PolicyDocument {
  const replacing = new Map(document.rules.map(rule => [rule.name, rule]))
  const rules = defaultPolicy.rules.map(rule => replacing.get(rule.name) ?? rule)
  const added = document.rules.filter(rule => !rules.includes(rule))
  const above = rules.findIndex(({ name }) => name === placedAbove[title])
  return {
    ...defaultPolicy,
    ...document,
    conditions: { ...defaultPolicy.conditions, ...document.conditions },
    rules: rules.toSpliced(above === -1 ? rules.length : above, 0, ...added),
    selection: document.selection ?? defaultPolicy.selection ?? [],
  }
}

const fromPager: Message = {
  id: 'm1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'pager' },
  sender: { id: 'pager' },
  elements: [{ type: 'text', text: 'hi' }],
}
const reader = (changes: Partial<Recipient> = {}, device: Partial<Device> = {}): Recipient => ({
  id: 'alice',
  devices: [{ id: 'd1', platform: 'android', registrations: [{ channel: 'fcm', token: 't1', app: 'com.example.chat' }], ...device }],
  ...changes,
})

describe('docs/policy.md', () => {
  it('holds ten worked policies', () => {
    expect(documents).toHaveLength(10)
  })

  it.each(documents)('%s: its own tests pass, and leave no rule, layer or offer untried', async (_, document) => {
    const { results, neverFired, neverMatched, neverWon } = await runPolicyTests(document, createPolicyTester({ channels, policy: document }))
    expect(results.length).toBeGreaterThan(0)
    expect(results.flatMap(({ name, differences }) => differences.map(difference => `${name}: ${difference}`))).toEqual([])
    expect([...neverFired, ...neverMatched, ...neverWon]).toEqual([])
  })

  it.each(documents)('%s: its tests notice any one of its comparisons turned round', async (_, document) => {
    for (const [pointer, changed] of negations(document)) {
      const policy = changed as PolicyDocument
      const { results } = await runPolicyTests(policy, createPolicyTester({ channels, policy }))
      expect(results.every(({ passed }) => passed) ? `${pointer} may be anything` : '').toBe('')
    }
  })

  it.each(documents)('%s: its tests pass in a copy of the default policy as well, its rules put where the page says', async (title, document) => {
    const policy = inDefault(title, document)
    expect(checkPolicy(policy, { hostFacts })).toEqual([])
    const { results } = await runPolicyTests(policy, createPolicyTester({ channels, policy }))
    expect(results.length).toBe(document.tests?.length)
    expect(results.flatMap(({ differences }) => differences)).toEqual([])
  })

  it('states in every test what is decided', () => {
    for (const [, { tests = [] }] of documents) for (const { expect: expected } of tests) expect(expected.decision).toMatch(/^(push|suppress|defer)$/)
  })

  it('lets VIP senders through mute and quiet hours, and never to a phone that is logged out', async () => {
    const { explain } = createExplainer({ channels, policy: inDefault('VIP senders', worked('VIP senders')) })
    const decide = async (changes: Partial<Recipient>, device: Partial<Device> = {}) => (await explain(fromPager, reader(changes, device)))[0]?.rule
    expect(await decide({ conversation: { receive: 'no-notify' } })).toBe('vip')
    expect(await decide({ settings: { enabled: false } })).toBe('vip')
    expect(await decide({ conversation: { receive: 'none' } })).toBe('blocked')
    expect(await decide({}, { session: 'logged-out' })).toBe('logged-out')
    expect(await decide({}, { appState: 'foreground' })).toBe('foreground')
  })

  it('pushes where the calendar is down, as its policy says', async () => {
    const down = { load: () => Promise.reject(new Error('no calendar')) }
    const { explain } = createExplainer({ channels, policy: worked("A fact of the host's own"), facts: { calendar: down } })
    expect(await explain(fromPager, reader())).toMatchObject([{ decision: 'push' }])
  })

  it('names every fact, path and operator', () => {
    for (const [fact, { paths }] of Object.entries(factTable)) {
      const row = page.split('\n').find(line => new RegExp(`^\\| \`${fact}\` +\\|`).test(line)) ?? ''
      for (const path of Object.keys(paths).filter(path => !path.startsWith('$.from.'))) {
        expect(row).toContain(`\`${path.replace('[*]', '[0]').replace('.*.*', '.xiaomi.channelId')}\``)
      }
    }
    for (const name of operatorNames) expect(page).toContain(`\`${name}\``)
  })
})

describe('docs/default-policy.json', () => {
  it('is the default policy', () => {
    expect(JSON.parse(docsPage('default-policy.json'))).toEqual(defaultPolicy)
  })
})
