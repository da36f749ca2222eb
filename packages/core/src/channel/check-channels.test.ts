import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { RouseError } from '../model/errors.ts'
import { checkChannels } from './check-channels.ts'
import type { AnyChannel, App } from './contract.ts'

const appSchema = {
  $id: 'urn:pigeon:app',
  type: 'object',
  additionalProperties: false,
  required: ['app', 'keyId'],
  properties: {
    app: { type: 'string', minLength: 1 },
    environment: { enum: ['production', 'development'] },
    region: { type: 'string' },
    keyId: { type: 'string', pattern: '^[A-Z0-9]{10}$' },
    key: { type: 'string', maxLength: 10 },
    certificate: { type: 'string' },
  },
}

const pigeon = (changes: Partial<AnyChannel> = {}): AnyChannel => ({
  name: 'pigeon',
  capabilities: { sound: 'default-only', silent: false, badge: 'none', image: false, ext: false, replace: false, recall: false, click: [] },
  limits: { tokens: 1, token: /^[a-z]+$/ },
  apps: [{ app: 'com.example.chat', keyId: 'ABCDEFGHIJ' } as App],
  appSchema,
  misfit: () => null,
  render: () => ({ key: '', size: 0, quotaClass: '', notes: [] }),
  send: () => {
    throw new Error('unused')
  },
  authorize: () => Promise.reject(new Error('unused')),
  sign: () => ({ method: 'POST', url: '', headers: {}, body: new Uint8Array() }),
  ...changes,
})

function refusal(channels: readonly AnyChannel[], options?: Parameters<typeof checkChannels>[1]): RouseError {
  try {
    checkChannels(channels, options)
  } catch (error) {
    if (error instanceof RouseError) return error
    throw error
  }
  throw new Error('expected a refusal')
}

const apps = (...entries: unknown[]): Partial<AnyChannel> => ({ apps: entries as readonly App[] })
const pointers = (error: RouseError): readonly string[] => error.mistakes.map(mistake => mistake.pointer)

describe('checkChannels, configuration', () => {
  it('takes a channel whose apps fit its schema', () => {
    expect(() => checkChannels([pigeon()])).not.toThrow()
  })

  it('takes no for an answer from a validator that does not say why', () => {
    const error = refusal([pigeon({ validators: { app: () => false } })])
    expect(error.code).toBe('config-invalid')
    expect(pointers(error)).toEqual(['/channels/pigeon/apps/0'])
  })

  it('tells every mistake of every entry at once, with pointers from /channels', () => {
    const error = refusal([pigeon(apps({ app: 'a', keyId: 'short' }, { app: '', keyID: 'ABCDEFGHIJ' }, 5))])
    expect(error.code).toBe('config-invalid')
    expect(pointers(error)).toEqual([
      '/channels/pigeon/apps/0/keyId',
      '/channels/pigeon/apps/1/app',
      '/channels/pigeon/apps/1/keyID',
      '/channels/pigeon/apps/1/keyId',
      '/channels/pigeon/apps/2',
    ])
    expect(error.message).toContain('config /channels/pigeon/apps/1/keyID: unknown field, nearest "keyId"')
  })

  it('shows no value: any of them may be a secret', () => {
    const error = refusal([pigeon(apps({ app: 'a', keyId: 'leaked-id', key: 'leaked-secret-key', kee: 'leaked-too', environment: 'leaked-env' }))])
    expect(error.mistakes).toHaveLength(4)
    expect(JSON.stringify([error, error.message, error.mistakes, error.stack])).not.toContain('leaked')
  })

  it('checks options by optionsSchema, and finds none to be an empty object', () => {
    const optionsSchema = { $id: 'urn:pigeon:options', type: 'object', additionalProperties: false, properties: { loft: { type: 'integer', minimum: 1 } } }
    expect(pointers(refusal([pigeon({ options: { loft: 0, looft: 1 }, optionsSchema })]))).toEqual(['/channels/pigeon/loft', '/channels/pigeon/looft'])
    expect(() => checkChannels([pigeon({ optionsSchema })])).not.toThrow()
  })

  it('tells a failed union by its nearest branch', () => {
    const either = {
      ...appSchema,
      required: ['app'],
      anyOf: [
        { type: 'object', required: ['keyId', 'key'], properties: { keyId: true, key: true, certificate: false } },
        { type: 'object', required: ['certificate'], properties: { keyId: false, key: false, certificate: true } },
      ],
    }
    const error = refusal([pigeon({ ...apps({ app: 'a', keyId: 'ABCDEFGHIJ' }), appSchema: either })])
    expect(error.mistakes).toEqual([{ pointer: '/channels/pigeon/apps/0/key', message: 'missing' }])
  })

  it('tells the mistakes of an entry once, where a factory spread it over both environments', () => {
    const written = { app: 'a', keyId: 'short' }
    expect(pointers(refusal([pigeon(apps(written, { ...written, environment: 'development' }))]))).toEqual(['/channels/pigeon/apps/0/keyId'])
    expect(pointers(refusal([pigeon(apps(written, { ...written, keyId: 'other', environment: 'development' }))]))).toHaveLength(2)
  })

  it('refuses two entries that serve the same app, environment and region', () => {
    const one = { app: 'a', keyId: 'ABCDEFGHIJ' }
    const error = refusal([pigeon(apps(one, { ...one, environment: 'production' }, { ...one, keyId: 'BBBBBBBBBB' }))])
    expect(error.mistakes).toEqual([{ pointer: '/channels/pigeon/apps/2', message: 'the same app, environment and region as entry 0' }])
  })

  it('refuses apps that are no array', () => {
    expect(pointers(refusal([pigeon({ apps: undefined as never })]))).toEqual(['/channels/pigeon/apps'])
  })

  it('looks at no app where it is told not to', () => {
    expect(() => checkChannels([pigeon(apps({ nonsense: 1 }))], { apps: false })).not.toThrow()
  })

  it('lists 100 mistakes at most, and counts the rest', () => {
    const error = refusal([pigeon(apps(...Array.from({ length: 300 }, (_, i) => ({ app: `a${i}` }))))])
    expect(error.mistakes).toHaveLength(100)
    expect(error.message).toMatch(/… and 200 more$/)
  })
})

describe('checkChannels, the channels themselves', () => {
  it.each<[string, Partial<AnyChannel>, string]>([
    ['a name with a space', { name: 'carrier pigeon' }, '/channels/carrier pigeon/name'],
    ['the name *', { name: '*' }, '/channels/*/name'],
    ['no token a request', { limits: { tokens: 0, token: /^/ } }, '/channels/pigeon/limits/tokens'],
    ['a token pattern that keeps state', { limits: { tokens: 1, token: /^/g } }, '/channels/pigeon/limits/token'],
    ['a token pattern that sticks', { limits: { tokens: 1, token: /^/y } }, '/channels/pigeon/limits/token'],
    ['a ttl range upside down', { limits: { tokens: 1, token: /^/, ttl: { min: 2, max: 1 } } }, '/channels/pigeon/limits/ttl'],
    ['a title of no length', { limits: { tokens: 1, token: /^/, title: { max: 0, unit: 'utf16' } } }, '/channels/pigeon/limits/title/max'],
    ['a rate of nothing', { limits: { tokens: 1, token: /^/, rate: { perSecond: 0 } } }, '/channels/pigeon/limits/rate/perSecond'],
    ['a renewal in no time', { limits: { tokens: 1, token: /^/, renewEveryMs: -1 } }, '/channels/pigeon/limits/renewEveryMs'],
    ['no limits', { limits: undefined as never }, '/channels/pigeon/limits'],
    ['no send', { send: undefined as never }, '/channels/pigeon/send'],
  ])('refuses %s as channel-invalid', (_, changes, pointer) => {
    const error = refusal([pigeon(changes)])
    expect([error.code, pointers(error)]).toEqual(['channel-invalid', [pointer]])
  })

  it('refuses two channels of one name', () => {
    expect(refusal([pigeon(), pigeon()])).toMatchObject({ code: 'config-invalid', mistakes: [{ pointer: '/channels/pigeon' }] })
  })

  it('refuses a schema that is none, and names the channel', () => {
    const error = refusal([pigeon({ appSchema: { type: 'objekt' } })])
    expect(error.code).toBe('channel-invalid')
    expect(error.message).toContain('"pigeon"')
  })
})

describe('vendorMistakes', () => {
  const settingsSchema = {
    $id: 'urn:pigeon:settings',
    type: 'object',
    additionalProperties: false,
    properties: { ring: { type: 'string' }, token: { type: 'string' } },
  }

  it('checks push.vendors of an installed channel, with pointers from /push', () => {
    const { vendorMistakes } = checkChannels([pigeon({ settingsSchema })])
    expect(vendorMistakes({ vendors: { pigeon: { ring: 5, rink: 'x' } } })).toEqual([
      { pointer: '/push/vendors/pigeon/ring', message: 'expected a string', value: '5' },
      { pointer: '/push/vendors/pigeon/rink', message: 'unknown field', nearest: 'ring' },
    ])
  })

  it('never shows what stands under token', () => {
    const { vendorMistakes } = checkChannels([pigeon({ settingsSchema })])
    expect(vendorMistakes({ vendors: { pigeon: { token: ['leaked'] } } }, '/0/push')).toEqual([
      { pointer: '/0/push/vendors/pigeon/token', message: 'expected a string' },
    ])
  })

  it('leaves alone what is stated for a channel that is not installed, or that has no schema', () => {
    expect(checkChannels([pigeon({ settingsSchema })]).vendorMistakes({ vendors: { xiaomi: { nonsense: 1 } } })).toEqual([])
    expect(checkChannels([pigeon()]).vendorMistakes({ vendors: { pigeon: { nonsense: 1 } } })).toEqual([])
    expect(checkChannels([pigeon({ settingsSchema })]).vendorMistakes(undefined)).toEqual([])
  })
})

describe('a validator that throws', () => {
  it('is a mistake of the value, as a message must not break an engine', () => {
    const settingsSchema = { $id: 'urn:pigeon:settings', type: 'object', properties: { ring: { const: { a: 1 } } } }
    const { vendorMistakes } = checkChannels([pigeon({ settingsSchema })])
    expect(vendorMistakes({ vendors: { pigeon: { ring: { valueOf: false } } } })).toEqual([
      { pointer: '/push/vendors/pigeon', message: 'cannot be checked: its validator failed on it' },
    ])
  })
})

describe('where code generation is forbidden', () => {
  it('refuses a schema without validator as codegen-forbidden', () => {
    expect(refusal([pigeon()], { codegen: false })).toMatchObject({ code: 'codegen-forbidden' })
  })

  it('runs a channel that brings its validators, in a process that forbids it', () => {
    const fixture = fileURLToPath(new URL('./check-channels.fixture.ts', import.meta.url))
    const { stdout, stderr } = spawnSync(process.execPath, ['--disallow-code-generation-from-strings', '--disable-warning=ExperimentalWarning', fixture], {
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      without: { code: 'codegen-forbidden', message: expect.stringContaining('carrier-pigeon') },
      with: [{ pointer: '/push/vendors/carrier-pigeon/nonsense', message: 'not allowed here' }],
    })
  })
})
