import { describe, expect, it } from 'vitest'
import { createPolicyTester } from '../pipeline/create-policy-tester.ts'
import { fakeChannel } from '../pipeline/engine.fixture.ts'
import { bundledChannels } from './bundled-channels.ts'
import { checkPolicy } from './check-policy.ts'
import { defaultPolicy } from './default-policy.ts'
import { factTable } from './fact-table.ts'
import { operatorNames } from './operators.ts'
import { runPolicyTests } from './policy-tests.ts'
import { docsPage, workedPolicies } from './testing/worked-policies.fixture.ts'

const page = docsPage('policy.md')
const documents = workedPolicies().map(({ title, document }) => [title, document] as const)
const hostFacts = ['calendar']

const apps = ['com.example.chat', 'com.example.office'].map(app => ({ app }))
const channels = bundledChannels.map(name => fakeChannel(name, { apps }))

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

  it.each(documents)('%s: its rules fit into a copy of the default policy', (_, document) => {
    const own = new Set(document.rules.map(({ name }) => name))
    const merged = {
      ...defaultPolicy,
      ...document,
      conditions: { ...defaultPolicy.conditions, ...document.conditions },
      rules: [...defaultPolicy.rules.filter(({ name }) => !own.has(name)), ...document.rules],
      selection: document.selection ?? defaultPolicy.selection,
    }
    expect(checkPolicy(merged, { hostFacts })).toEqual([])
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
