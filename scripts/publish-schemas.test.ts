import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { getLanguageService, TextDocument } from 'vscode-json-languageservice'
import { publishedSchemas } from './publish-schemas.mjs'

const published: readonly { readonly file: string; readonly text: string }[] = await publishedSchemas()
const nameOf = (file: string) => basename(file, '.json')
const schemaOf = (name: string) =>
  JSON.parse(published.find(({ file }) => nameOf(file) === name)?.text ?? '{}') as { readonly $schema: string; readonly $id: string }

describe('a published schema', () => {
  it.each(published.map(({ file, text }) => [nameOf(file), file, text] as const))('%s is up to date: npm run schemas', (_, file, text) => {
    expect(existsSync(file)).toBe(true)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it.each(published.map(({ file }) => nameOf(file)))('%s is draft 2020-12 and complete in itself', name => {
    const schema = schemaOf(name)
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema.$id).toBe(`https://rouse.dev/schemas/${name}.json`)
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false })
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(() => ajv.compile(schema)).not.toThrow()
    for (const [, reference] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)) expect(reference).toMatch(/^#/)
  })

  it('is found in the package, where an editor looks', () => {
    const require = createRequire(import.meta.url)
    expect(JSON.parse(readFileSync(require.resolve('@rouse/core/schemas/policy.json'), 'utf8'))).toEqual(schemaOf('policy'))
  })

  it('of policies says of a document what the parts together say', () => {
    const fits = new Ajv2020({ strict: false, validateFormats: false }).compile(schemaOf('policy'))
    const policy = JSON.parse(readFileSync(new URL('../docs/default-policy.json', import.meta.url), 'utf8')) as { readonly rules: readonly object[] }
    expect(fits(policy)).toBe(true)
    const layer = (settings: object) => ({
      ...policy,
      layers: [{ ...policy.rules[0], event: { type: 'layer', params: { name: 'n', priority: 5, settings } } }],
    })
    expect(fits(layer({ ttl: 60, android: { sound: { silent: true } } }))).toBe(true)
    expect(fits(layer({ ttl: -1 }))).toBe(false)
    expect(fits(layer({ android: { sound: { silent: false } } }))).toBe(false)
  })
})

const service = getLanguageService({
  schemaRequestService: uri => Promise.reject(new Error(`no editor may have to fetch ${uri}`)),
})
service.configure({ validate: true, schemas: [{ uri: 'file:///policy.json', fileMatch: ['*.policy.json'], schema: schemaOf('policy') }] })

/** What an editor offers at the bar. */
async function offered(text: string): Promise<readonly string[]> {
  const document = TextDocument.create('file:///my.policy.json', 'json', 1, text.replace('|', ''))
  const list = await service.doComplete(document, document.positionAt(text.indexOf('|')), service.parseJSONDocument(document))
  return (list?.items ?? []).map(({ label }) => label.replaceAll('"', ''))
}
const asking = (leaf: string) =>
  `{"name": "p", "rules": [{"name": "r", "conditions": {"all": [${leaf}]}, "event": {"type": "suppress", "params": {"reason": "muted"}}}]}`

describe('an editor', () => {
  const rows: readonly (readonly [label: string, text: string, offered: readonly string[], not?: readonly string[]])[] = [
    ['the parts of a document', '{|}', ['name', 'rules', 'layers', 'selection', 'conditions', 'onFactError', 'tests']],
    ['the parts of a rule', '{"name": "p", "rules": [{|}]}', ['name', 'priority', 'description', 'conditions', 'event']],
    ['the kinds of conditions', asking('{|}'), ['all', 'any', 'not', 'condition', 'fact', 'operator', 'value', 'path']],
    ['the facts', asking('{"fact": |}'), ['message', 'conversation', 'recipient', 'device', 'now', 'effective', 'recent']],
    ['the paths of the fact', asking('{"fact": "device", "path": |}'), ['$.session', '$.maker', '$.lastSeenAge'], ['$.sender.id', '$.receive', '$.mentioned']],
    ['the operators', asking('{"fact": "device", "path": "$.session", "operator": |}'), ['equal', 'notIn', 'doesNotContain', 'greaterThanInclusive']],
    [
      'the words of a path',
      asking('{"fact": "device", "path": "$.session", "operator": "equal", "value": |}'),
      ['logged-in', 'logged-out', 'kicked', 'never'],
      ['group'],
    ],
    [
      'the words of a path, in a list',
      asking('{"fact": "device", "path": "$.appState", "operator": "in", "value": [|]}'),
      ['closed', 'background', 'foreground'],
    ],
    [
      'the paths of another fact',
      asking('{"fact": "recipient", "path": "$.id", "operator": "equal", "value": {"fact": "message", "path": |}}'),
      ['$.sender.id'],
      ['$.session'],
    ],
    ['the events', '{"rules": [{"event": {"type": |}}]}', ['suppress', 'allow', 'defer'], ['offer', 'layer']],
    ['the reasons', '{"rules": [{"event": {"type": "suppress", "params": {"reason": |}}}]}', ['muted', 'quiet-hours', 'logged-out']],
    ['the channels', '{"selection": [{"event": {"type": "offer", "params": {"channels": [|]}}}]}', ['*', 'apns', 'fcm', 'xiaomi', 'vivo']],
    ['the settings of a layer', '{"layers": [{"event": {"type": "layer", "params": {"settings": {|}}}}]}', ['enabled', 'ttl', 'ios', 'vendors']],
    ['what a device may be, in a test', '{"tests": [{"recipient": {"devices": [{"session": |}]}}]}', ['logged-in', 'logged-out']],
    ['what a test may expect', '{"tests": [{"expect": {"decision": |}}]}', ['push', 'suppress', 'defer']],
  ]
  it.each(rows)('completes %s', async (_, text, expected, not = []) => {
    const found = await offered(text)
    for (const word of expected) expect(found).toContain(word)
    for (const word of not) expect(found).not.toContain(word)
  })

  it('marks a word that a fact never has, and nothing in the default policy', async () => {
    const marks = async (text: string) => {
      const document = TextDocument.create('file:///my.policy.json', 'json', 1, text)
      return (await service.doValidation(document, service.parseJSONDocument(document))).map(({ range, message }) => `${document.getText(range)}: ${message}`)
    }
    expect(await marks(asking('{"fact": "device", "path": "$.session", "operator": "equal", "value": "loged-out"}'))).toEqual([
      expect.stringMatching(/^"loged-out": .*"logged-out"/),
    ])
    expect(await marks(readFileSync(new URL('../docs/default-policy.json', import.meta.url), 'utf8'))).toEqual([])
  })
})
