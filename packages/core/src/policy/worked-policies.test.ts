import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Counters } from '../pipeline/counters.ts'
import { createExplainer } from '../pipeline/create-explainer.ts'
import { aMessage, fakeChannel } from '../pipeline/engine.fixture.ts'
import { bundledChannels } from './bundled-channels.ts'
import { checkPolicy } from './check-policy.ts'
import { defaultPolicy } from './default-policy.ts'
import type { PolicyDocument } from './document.ts'
import { factTable } from './fact-table.ts'
import { operatorNames } from './operators.ts'
import { runPolicyTests } from './policy-tests.ts'

const docs = new URL('../../../../docs/', import.meta.url)
const page = readFileSync(new URL('policy.md', docs), 'utf8')
const documents = [...page.matchAll(/### \d+\. ([^\n]+)\n[^#]*?```json\n([\s\S]*?)```/g)].map(
  ([, title, text]) => [title ?? '', JSON.parse(text ?? '') as PolicyDocument] as const,
)
const hostFacts = ['calendar']

const channels = bundledChannels.map(name => fakeChannel(name))
const facts = { calendar: { load: async (keys: readonly string[]) => keys.map(key => ({ busy: key === 'carol' })) } }

function deciding(policy: PolicyDocument, counters?: Counters) {
  const explainer = createExplainer({ channels, policy, facts, ...(counters === undefined ? {} : { counters }) })
  return (...[message, recipient, now]: Parameters<Parameters<typeof runPolicyTests>[1]>) =>
    explainer.explain(message, recipient, now === undefined ? {} : { now })
}

describe('docs/policy.md', () => {
  it('holds ten worked policies', () => {
    expect(documents).toHaveLength(10)
  })

  it.each(documents)('%s: its own tests pass', async (_, document) => {
    const { results } = await runPolicyTests(document, deciding(document))
    expect(results.length).toBeGreaterThan(0)
    expect(results.flatMap(({ name, differences }) => differences.map(difference => `${name}: ${difference}`))).toEqual([])
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

  it('caps the frequency by what the counters say', async () => {
    const capped = documents.find(([title]) => title === 'Frequency cap')?.[1] as PolicyDocument
    const now = Date.parse('2026-11-23T10:00:00Z')
    const pushes = (recipient: number, conversation: number): Counters => ({
      recent: async names => names.map(() => ({ recipient: new Array(recipient).fill(now - 120_000), conversation: new Array(conversation).fill(now - 5000) })),
      record: () => undefined,
    })
    const rows = [
      [9, 0, 'push'],
      [10, 0, 'suppress'],
      [3, 2, 'push'],
      [3, 3, 'suppress'],
    ] as const
    for (const [recipient, conversation, expected] of rows) {
      const decide = deciding(capped, pushes(recipient, conversation))
      const [decision] = await decide(
        aMessage(),
        { id: 'alice', devices: [{ id: 'd1', platform: 'android', registrations: [{ channel: 'fcm', token: 't', app: 'com.example.chat' }] }] },
        now,
      )
      expect(decision?.decision).toBe(expected)
    }
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
    expect(JSON.parse(readFileSync(new URL('default-policy.json', docs), 'utf8'))).toEqual(defaultPolicy)
  })
})
