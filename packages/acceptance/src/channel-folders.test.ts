import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as apple from '@rouse/channel-apns'
import * as chinese from '@rouse/channel-cn-vendors'
import * as google from '@rouse/channel-fcm'
import type { AnyChannel } from '@rouse/core'
import type { JsonSchema } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { bundledChannels } from './bundled-channels.fixture.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8')

/** What CONTRIBUTING.md says that a channel's folder holds: file names, and what each exports. `X`: the channel's name; ` or `: one of them. */
const table = read('CONTRIBUTING.md')
  .split('\n')
  .flatMap(line => {
    const [file = '', exported = '', holds = ''] = line
      .split('|')
      .slice(1)
      .map(cell => cell.trim())
    const name = /^`([\w.-]+\.ts)`$/.exec(file)?.[1]
    const exports = exported
      .split(', ')
      .filter(one => one !== '')
      .map(one => one.split(' or ').map(word => word.replaceAll('`', '')))
    return name === undefined ? [] : [{ file: name, exports, optional: holds.includes('only where') }]
  })
const required = table.filter(({ optional }) => !optional)

/** Names that `export` gives, of values and types, re-exported or not. */
function exportsOf(source: string): readonly string[] {
  const declared = [...source.matchAll(/^export (?:async )?(?:const|function\*?|interface|type) (\w+)/gm)].map(([, name]) => name as string)
  const listed = [...source.matchAll(/^export (?:type )?\{([^}]*)\} from/gm)].flatMap(([, names = '']) =>
    names.split(',').map(name => name.replace('type ', '').trim()),
  )
  return [...declared, ...listed].filter(name => name !== '')
}

const capital = (name: string): string => name[0]?.toUpperCase() + name.slice(1)
/** `xAnswers`, `XApp` or `validateXPayload` of a channel. */
const named = (pattern: string, name: string): string => pattern.replace(/^x(?=[A-Z]|$)/, name).replace(/X(?=[A-Z])/, capital(name))

/** Fields that several entries or options share, in the order in which all have them. */
const order = {
  app: 'app environment region serviceAccount host port oauthHost oauthPort badgeClass classes clickIntent clickActivity clickAction clickUri callback'.split(
    ' ',
  ),
  options: 'badge customSounds addIds validateOnly nearest payloadBytes tokensPerRequest codes'.split(' '),
}
const fieldsOf = (schema: JsonSchema | undefined): readonly string[] => Object.keys((schema?.properties as object | undefined) ?? {})

it('CONTRIBUTING.md names what a channel folder holds', () => {
  expect(required.map(({ file }) => file)).toEqual(expect.arrayContaining(['channel.ts', 'config.ts', 'render.ts', 'send.ts', 'message.golden.test.ts']))
})

describe.each(bundledChannels.map(bundled => [bundled.name, bundled] as const))('the folder of %s', (name, { folder, make }) => {
  const files = readdirSync(join(root, folder)).filter(file => file.endsWith('.ts') && !file.endsWith('.generated.ts'))
  const channel: AnyChannel = make({ apps: [] })

  it.each(required.map(({ file }) => file))('has %s', file => {
    expect(existsSync(join(root, folder, file)), `${folder}/${file}`).toBe(true)
  })

  it('has no file of another name', () => {
    expect(files.filter(file => !table.some(row => row.file === file))).toEqual([])
  })

  it('reads receipts in receipts.ts, where its vendor posts them', () => {
    expect(files.includes('receipts.ts')).toBe(channel.receipts !== undefined)
    expect(files.includes('receipts.test.ts')).toBe(channel.receipts !== undefined)
  })

  it.each(table.filter(({ exports }) => exports.length > 0))('exports from $file what the others export', ({ file, exports, optional }) => {
    if (optional && !existsSync(join(root, folder, file))) return
    const has = exportsOf(read(folder, file))
    for (const patterns of exports) {
      const names = patterns.map(pattern => named(pattern, name))
      expect(
        names.some(one => has.includes(one)),
        `${file} exports ${has.join(', ')}, not ${names.join(' or ')}`,
      ).toBe(true)
    }
  })

  it('says in internals/click.ts and class-of.ts what a click opens and what class a message is of, where its vendor has either', () => {
    const has = [
      ['click.ts', 'clickOf'],
      ['class-of.ts', 'classOf'],
    ].map(([file = '', exported = '']) => existsSync(join(root, folder, 'internals', file)) && exportsOf(read(folder, 'internals', file)).includes(exported))
    expect(has).toEqual(channel.capabilities.click.length > 0 ? [true, true] : [false, false])
  })

  it('makes its limits and capabilities of its options', () => {
    const api = { ...apple, ...google, ...chinese } as unknown as Readonly<Record<string, (options?: object) => unknown>>
    expect(api[`${name}Limits`]?.()).toEqual(channel.limits)
    expect(api[`${name}Capabilities`]?.()).toEqual(channel.capabilities)
  })

  it('declares in one order: App, Options, Config, Settings; schemas of app, options, settings, payload', () => {
    const inOrder = (source: string, names: readonly string[]) => exportsOf(source).filter(one => names.includes(one))
    const types = ['App', 'Options', 'Config', 'Settings'].map(kind => capital(name) + kind)
    expect(inOrder(read(folder, 'config.ts'), types)).toEqual(types)
    const schemas = ['App', 'Options', 'Settings', 'Payload'].map(kind => `${name}${kind}Schema`)
    expect(inOrder(read(folder, 'payload.schema.ts'), schemas)).toEqual(schemas)
  })

  it('has the fields that others have too in the order of the others', () => {
    const shared = (schema: JsonSchema | undefined, names: readonly string[]) => fieldsOf(schema).filter(field => names.includes(field))
    for (const [schema, names] of [
      [channel.appSchema, order.app],
      [channel.optionsSchema, order.options],
    ] as const) {
      const own = shared(schema, names)
      expect(own).toEqual(names.filter(field => own.includes(field)))
    }
  })

  it('runs the contract of all channels, and shows the golden requests that all show', () => {
    expect(read(folder, 'channel.test.ts')).toMatch(/^channelContract\(\{/m)
    expect(read(folder, 'message.golden.test.ts')).toMatch(/^goldenRequests\(\{/m)
  })
})
