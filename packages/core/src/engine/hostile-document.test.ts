import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { createExplainer } from './explain.ts'
import { createPolicyTester } from './policy-tester.ts'

const leaf = { fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true }
const policy = (changes: object): unknown => ({
  name: 'p',
  rules: [{ name: 'r', conditions: { all: [leaf] }, event: { type: 'suppress', params: { reason: 'muted' } } }],
  ...changes,
})
const testing = (changes: object) => policy({ tests: [{ name: 't', message: {}, recipient: {}, expect: {}, ...changes }] })

function deep(wrap: (inner: unknown) => unknown): unknown {
  let node: unknown = leaf
  for (let i = 0; i < 1_000_000; i++) node = wrap(node)
  return node
}

function cycle(): unknown {
  const all: unknown[] = [leaf]
  all.push({ all })
  return { all }
}

const withGetter = (target: object, name: string, called: () => void) =>
  Object.defineProperty(target, name, {
    enumerable: true,
    get() {
      called()
      return {}
    },
  })

const documents: readonly (readonly [string, (called: () => void) => unknown])[] = [
  ['null', () => null],
  ['a function', called => called],
  ['a cycle', () => policy({ conditions: { round: cycle() } })],
  ['conditions a million levels deep', () => policy({ conditions: { deep: deep(not => ({ not })) } })],
  ['tests a million levels deep', () => policy({ tests: deep(one => [one]) })],
  ['a test’s facts a million levels deep', () => testing({ facts: { calendar: deep(one => [one]) } })],
  ['tests that are no list', () => policy({ tests: 5 })],
  ['a test that is null', () => policy({ tests: [null] })],
  ['two billion tests', () => policy({ tests: new Array(2 ** 31) })],
  ['tests behind a getter', called => withGetter(policy({}) as object, 'tests', called)],
  ['a test’s facts behind a getter', called => policy({ tests: [withGetter({ name: 't', message: {}, recipient: {}, expect: {} }, 'facts', called)] })],
  ['a proxy that lies about the number of its tests', () => policy({ tests: new Proxy([], { get: (_, name) => (name === 'length' ? 2 ** 40 : undefined) }) })],
  ['a fact with a built-in one’s name', () => testing({ facts: { message: 1 } })],
  ['a prototype', () => JSON.parse('{"name":"p","rules":[],"__proto__":{"rules":[]}}')],
  ['a path with a filter', () => policy({ conditions: { code: { all: [{ ...leaf, path: "$[?(@.constructor('return process')().exit(3))]" }] } } })],
]

const channels = [fakeChannel('fake')]
const { transport } = fakeTransport()
const refused = expect.objectContaining({ code: 'policy-invalid' })

describe('a hostile document', () => {
  it.each(documents)('that is or has %s is refused wherever a policy is taken, and nothing of it is called', (_, make) => {
    let calls = 0
    const document = make(() => calls++) as PolicyDocument
    expect(() => createEngine({ channels, transport, policy: document })).toThrow(refused)
    expect(() => createExplainer({ channels, policy: document })).toThrow(refused)
    expect(() => createPolicyTester({ channels, policy: document })).toThrow(refused)
    expect(calls).toBe(0)
  })

  it.each(documents)('that is or has %s does not replace the one in force', (_, make) => {
    const engine = createEngine({ channels, transport })
    const { hash, document } = engine.policy
    expect(() => engine.policy.replace(make(() => undefined) as PolicyDocument)).toThrow(refused)
    expect(engine.policy).toMatchObject({ hash, document })
  })
})
