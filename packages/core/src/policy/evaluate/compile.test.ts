import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { members } from '../check/members.ts'
import { defaultPolicy } from '../default-policy.ts'
import { factNames, factTable } from '../fact-table.ts'
import { loadPolicy } from '../load-policy.ts'
import { loadEach } from '../testing/agree.fixture.ts'
import { acceptedDocument } from '../testing/documents.fixture.ts'
import { anyFacts, hostFacts } from '../testing/facts.fixture.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'
import { canCompile } from './compile.ts'
import { programOf } from './compiled-policy.ts'
import { generate } from './generate.ts'

describe('generated code', () => {
  it('is made of our own tables, whatever the document', () => {
    const words = new Set([
      ...factNames,
      ...Object.values(factTable).flatMap(({ paths }) => Object.keys(paths).flatMap(path => path.match(/[A-Za-z]\w*/g) ?? [])),
      ...['const', 'let', 'function', 'return', 'if', 'switch', 'case', 'typeof', 'null', 'false', 'use', 'strict', 'number', 'string', 'boolean', 'void'],
      ...[
        'step',
        'recent',
        'same',
        'test',
        'seen',
        'prelude',
        'verdict',
        'selection',
        'layers',
        'host',
        'get',
        'has',
        'includes',
        'push',
        'out',
        'Array',
        'isArray',
      ],
      ...['K', 'R', 'f', 't', 'u', 'v', 'from', 'to'],
    ])
    fc.assert(
      fc.property(acceptedDocument, document => {
        const { source } = generate(programOf(document))
        const strange = (source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).filter(word => !words.has(word) && !/^[kchvs]\d+$/.test(word))
        expect(strange).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('reads no name that values inherit', () => {
    const inherited = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype, Function.prototype].flatMap(
      Object.getOwnPropertyNames,
    )
    const names = Object.values(factTable).flatMap(({ paths }) => Object.keys(paths).flatMap(path => path.slice(2).split(/[.[\]*]+/)))
    // Only a function has a name and a caller of its own, and no fact is one.
    const clashing = [...names, ...Object.keys(members)].filter(name => inherited.includes(name) && name !== 'name' && name !== '')
    expect(clashing).toEqual([])
    for (const [name, read] of Object.entries(members)) expect([read({ [name]: 5 }), read(null), read(undefined)]).toEqual([5, undefined, undefined])
  })

  it('asks conditions on the message alone once a message', () => {
    let asked = 0
    const facts = sampleFacts()
    const message = Object.defineProperty({ ...facts.message }, 'kind', {
      get: () => {
        asked++
        return 'chat'
      },
    })
    const { evaluator, rules } = loadPolicy(defaultPolicy)
    for (let i = 0; i < 100; i++) evaluator.verdict({ ...facts, message }, 0, rules.length)
    expect(asked).toBe(1)
  })

  it('serves policies of a thousand rules', () => {
    const rules = Array.from({ length: 1000 }, (_, i) => ({
      name: `r${i}`,
      conditions: { all: Array.from({ length: 8 }, () => ({ fact: 'recipient', path: '$.unread', operator: 'equal', value: i })) },
      event: { type: 'suppress', params: { reason: 'muted' } },
    }))
    const { compiled, closures } = loadEach({ name: 'large', rules })
    for (const unread of [0, 37, 38, 500, 999, 1000]) {
      const facts = sampleFacts({ recipient: { unread } })
      for (const [from, to] of [
        [0, 1000],
        [30, 600],
        [500, 501],
        [999, 2000],
      ] as const) {
        expect(compiled.evaluator.verdict(facts, from, to)).toEqual(closures.evaluator.verdict(facts, from, to))
      }
      expect(compiled.evaluator.verdict(facts, 0, 1000)).toEqual(unread === 1000 ? null : expect.objectContaining({ index: unread }))
    }
  })

  it.each([3, 29, 30, 31, 32, 33, 60])('serves %i lists over one value', count => {
    const rules = Array.from({ length: count }, (_, i) => ({
      name: `r${i}`,
      conditions: { all: [{ fact: 'device', path: '$.maker', operator: 'in', value: [`maker-${i}`, `maker-${i + count}`] }] },
      event: { type: 'suppress', params: { reason: 'muted' } },
    }))
    const { compiled } = loadEach({ name: 'lists', rules })
    for (let i = 0; i < 2 * count; i++) {
      expect(compiled.evaluator.verdict(sampleFacts({ device: { maker: `maker-${i}` } }), 0, count)).toMatchObject({ index: i % count })
    }
    expect(compiled.evaluator.verdict(sampleFacts({ device: { maker: 'another' } }), 0, count)).toBeNull()
  })

  it('never throws and never changes the facts', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, (document, facts) => {
        const { evaluator, rules } = loadPolicy(document, { hostFacts })
        deepFreeze(facts)
        evaluator.verdict(facts, 0, rules.length)
        evaluator.layers(facts)
        evaluator.selection(facts)
      }),
      { numRuns: 150 },
    )
  })
})

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const child of Object.values(value)) deepFreeze(child)
}

describe('where code generation is forbidden', () => {
  const program = `
    const { loadPolicy } = await import(${JSON.stringify(new URL('../load-policy.ts', import.meta.url).href)})
    const { defaultPolicy } = await import(${JSON.stringify(new URL('../default-policy.ts', import.meta.url).href)})
    const { evaluator, rules } = loadPolicy(defaultPolicy)
    let code = null
    try { loadPolicy(defaultPolicy, { evaluator: 'compiled' }) } catch (error) { code = error.code }
    const facts = { message: { kind: 'system' }, recent: {}, host: {} }
    console.log(JSON.stringify({ kind: evaluator.kind, code, verdict: evaluator.verdict(facts, 0, rules.length) }))
  `
  const run = (...flags: readonly string[]): unknown => {
    const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--no-warnings', '--input-type=module', '-e', program], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    })
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }
  const verdict = expect.objectContaining({ rule: 'system-message', reason: 'system-message' })

  it('the closures serve, and asking for the compiled form by name is refused', () => {
    expect(run('--disallow-code-generation-from-strings')).toEqual({ kind: 'closures', code: 'codegen-forbidden', verdict })
  })

  it('elsewhere the compiled form serves', () => {
    expect(run()).toEqual({ kind: 'compiled', code: null, verdict })
    expect(canCompile()).toBe(true)
  })
})
