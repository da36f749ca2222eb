import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { compileSchemas } from './compile-schemas.mjs'
import { isNewEnough } from './internals/node.mjs'
import { filesBelow, root } from './internals/repo.mjs'
import { whileLocked } from './internals/stamp.mjs'
import { validatorSource } from './internals/validator-source.mjs'

const generated = () => filesBelow(join(root, 'packages')).filter((file: string) => /\/src\/.*\.schema\.generated\.ts$/.test(file))

describe('the schemas of the checkout', () => {
  it('all compile, and compiling them again touches no file', async () => {
    expect(await compileSchemas()).toEqual([])
    const before = generated().map((file: string) => statSync(file).mtimeMs)
    expect(await compileSchemas()).toEqual([])
    expect(generated().map((file: string) => statSync(file).mtimeMs)).toEqual(before)
  })

  it('become modules that import nothing: a channel needs no ajv', () => {
    expect(generated().length).toBeGreaterThan(4)
    for (const file of generated()) expect(readFileSync(file, 'utf8')).not.toMatch(/\brequire\(|^import /m)
  })
})

describe('a compiled validator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rouse-schemas-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const schema = {
    $id: 'urn:test:sample',
    type: 'object',
    unevaluatedProperties: false,
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 3 },
      list: { type: 'array', uniqueItems: true, items: { type: ['object', 'array', 'number', 'string', 'null', 'boolean'] } },
      only: { const: { a: [1, { b: null }] } },
    },
    if: { properties: { name: { const: 'ab' } }, required: ['name'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
    then: { properties: { more: { type: 'integer' } }, required: ['more'] },
  }
  const options = { allErrors: true, verbose: true, allowUnionTypes: true, strict: true, strictTypes: false, strictRequired: false } as const

  it('says what ajv itself says, of any value', async () => {
    const standalone = new Ajv2020({ ...options, code: { source: true, esm: true, lines: true } })
    standalone.addSchema(schema)
    const file = join(folder, 'sample.generated.ts')
    writeFileSync(file, validatorSource(standalone, { validateSample: schema.$id }, 'sample.schema.ts'))
    const { validateSample } = await import(pathToFileURL(file).href)
    const validate = new Ajv2020(options).compile(schema)
    const item = fc.oneof(fc.constantFrom({ a: 1 }, { a: [1, { b: null }] }, { a: 1, b: 2 }, [1, 2], [2, 1], '1', 1, null, true), fc.jsonValue())
    const value = fc.record(
      {
        name: fc.oneof(fc.constantFrom('ab', '😀', '😀😀', 'a\ud800'), fc.string({ unit: 'binary', maxLength: 4 })),
        list: fc.array(item, { maxLength: 5 }),
        only: item,
        more: fc.jsonValue(),
        other: fc.nat(),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    fc.assert(
      fc.property(fc.oneof(value, fc.jsonValue()), input => {
        // There ajv's own comparison calls what it finds, and throws.
        fc.pre(!/"(?:valueOf|toString|constructor)":/.test(JSON.stringify(input)))
        expect(validateSample(input)).toBe(validate(input))
        expect(validateSample.errors).toEqual(validate.errors)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a compiled comparison', () => {
  it('throws on no value, whatever its fields are called', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rouse-schemas-'))
    const ajv = new Ajv2020({ code: { source: true, esm: true } })
    ajv.addSchema({ $id: 'urn:test:only', const: { a: 1 } })
    const file = join(folder, 'only.generated.ts')
    writeFileSync(file, validatorSource(ajv, { validateOnly: 'urn:test:only' }, 'only.schema.ts'))
    const { validateOnly } = await import(pathToFileURL(file).href)
    rmSync(folder, { recursive: true })
    const inputs = [{ a: 1 }, { valueOf: false }, { toString: 1 }, { constructor: null }, JSON.parse('{"__proto__":1}'), Object.create(null), [1], null]
    expect(inputs.map(input => validateOnly(input))).toEqual([true, ...inputs.slice(1).map(() => false)])
  })
})

describe('isNewEnough', () => {
  it.each([
    ['20.20.2', false],
    ['22.17.9', false],
    ['22.18.0', true],
    ['24.0.0', true],
  ])('Node %s: %s', (version, is) => {
    expect(isNewEnough(version)).toBe(is)
  })
})

describe('whileLocked', () => {
  it('lets one at a time in, and the next one after a failure', async () => {
    const log: string[] = []
    const work = (name: string) => async () => {
      log.push(`${name} in`)
      await new Promise(resolve => setTimeout(resolve, 60))
      log.push(`${name} out`)
      if (name === 'a') throw new Error('a failed')
    }
    const [a, b] = await Promise.allSettled([whileLocked(work('a')), whileLocked(work('b'))])
    expect([a.status, b.status]).toEqual(['rejected', 'fulfilled'])
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out'])
  })
})
