import { readdirSync, readFileSync } from 'node:fs'
import { harmonySettingsSchema } from '@rouse/channel-cn-vendors'
import { type AnyChannel, categories } from '@rouse/core'
import type { Counting, JsonSchema } from '@rouse/core/channel'
import { pushSettingsSchema } from '@rouse/core/validation'
import { describe, expect, it } from 'vitest'
import { bundledChannels, deadCodes } from './bundled-channels.fixture.ts'

const folder = new URL('../../../docs/channels/', import.meta.url)
const pageOf = (name: string): string => readFileSync(new URL(`${name}.md`, folder), 'utf8')

/** What every page has, in this order. */
const headingsOf = (name: string): readonly string[] => [
  'Config: an entry of `apps`',
  'Config: options',
  `\`push.vendors.${name}\``,
  'What becomes of neutral settings',
  'Limits',
  'Answers and tokens',
  'What is not offered',
  'Good to know',
]

const sectionOf = (page: string, heading: string): string => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''

/** The cells of a section's tables, without the heads. */
const rowsOf = (section: string): readonly (readonly string[])[] =>
  section
    .split('\n')
    .filter((line, at, lines) => line.startsWith('| ') && !lines[at + 1]?.startsWith('|---'))
    .map(line => line.split(' | ').map(cell => cell.replace(/^\| | *\|$/g, '').trim()))

const codesIn = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string)
const fieldsOf = (schema: JsonSchema | undefined): readonly string[] => Object.keys((schema?.properties as object | undefined) ?? {})

/** Paths of the neutral settings: all that a message may state but for `enabled`, which is not the vendor's to know, and `vendors`. */
const platforms = pushSettingsSchema.$defs as Readonly<Record<string, JsonSchema>>
const neutral = fieldsOf(pushSettingsSchema).flatMap(name => {
  if (name === 'enabled' || name === 'vendors') return []
  if (name !== 'android' && name !== 'ios') return [name]
  return fieldsOf(platforms[name]).flatMap(field => (field === 'title' || field === 'body' ? [] : [`${name}.${field}`]))
})

const counted = (limit: Counting | undefined): string => (limit === undefined ? '—' : `${limit.max} ${limit.unit}`)

/** The second column of a page's limits. */
function limitsOf({ limits: { tokens, prepareFrom, payload, title, body, ttl, rate } }: AnyChannel): readonly (readonly [string, string])[] {
  return [
    ['tokens a request', `${tokens}`],
    ['prepared from', prepareFrom === undefined ? '—' : `${prepareFrom} targets`],
    ['payload', `${payload ?? '—'}`],
    ['title', counted(title)],
    ['body', counted(body)],
    ['ttl', ttl === undefined ? '—' : `${ttl.min}…${ttl.max} s`],
    ['rate', rate === undefined ? '—' : `${rate.perSecond} ${rate.unit ?? 'token'}s a second`],
  ]
}

it('docs/channels has one page for each bundled channel, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(bundledChannels.map(({ name }) => `${name}.md`).sort())
})

describe.each(bundledChannels.map(bundled => [bundled.name, bundled] as const))('docs/channels/%s.md', (name, bundled) => {
  const page = pageOf(name)
  const channel = bundled.make({ apps: [] })

  it('has the headings of all pages, in their order', () => {
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headingsOf(name))
  })

  it.each([
    ['Config: an entry of `apps`', channel.appSchema],
    ['Config: options', channel.optionsSchema],
    [`\`push.vendors.${name}\``, channel.settingsSchema],
  ])('names under "%s" every field that the schema has, and no other', (heading, schema) => {
    const named = rowsOf(sectionOf(page, heading)).flatMap(([fields = '']) => (/^\d/.test(fields) ? [] : codesIn(fields)))
    expect(named.toSorted()).toEqual(fieldsOf(schema).toSorted())
  })

  it('shows a config that it takes', () => {
    const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const { channels } = JSON.parse(example) as { channels: Record<string, { apps: readonly never[] }> }
    const made = bundled.make(channels[name] as { apps: readonly never[] })
    expect(Object.keys(channels)).toEqual([name])
    expect(made.apps.length).toBeGreaterThan(0)
    for (const app of made.apps) expect(made.validators?.app?.(app), JSON.stringify(made.validators?.app?.errors)).toBe(true)
    expect(made.validators?.options?.(made.options), JSON.stringify(made.validators?.options?.errors)).toBe(true)
  })

  it('tells what becomes of every neutral setting, in the order of all pages', () => {
    const rows = rowsOf(sectionOf(page, 'What becomes of neutral settings'))
    const first = rowsOf(sectionOf(pageOf('apns'), 'What becomes of neutral settings'))
    expect(rows.map(([setting]) => setting)).toEqual(first.map(([setting]) => setting))
    expect(rows.flatMap(([setting = '']) => codesIn(setting)).toSorted()).toEqual(neutral.toSorted())
    for (const [setting, becomes] of rows) expect(becomes, setting).toMatch(/\S{3}/)
  })

  it('tells the note of every capability that the channel lacks, and of silence none that it has', () => {
    const { capabilities } = channel
    const rows = new Map(rowsOf(sectionOf(page, 'What becomes of neutral settings')).map(([setting = '', becomes = '']) => [setting, becomes]))
    const lacks: readonly (readonly [setting: string, lacking: boolean, note: string])[] = [
      ['`badge`, `ios.badge`', capabilities.badge === 'none', 'badge-unsupported'],
      ['`image`', !capabilities.image, 'image-unsupported'],
      ['`android.sound`, `ios.sound`', capabilities.sound === 'default-only', 'sound-unsupported'],
      ['a silent sound', !capabilities.silent, 'silent-unsupported'],
      // What is Android's never reaches Apple.
      ['`android.clickIntent`', name !== 'apns' && !capabilities.click.includes('intent'), 'notify-mode-unsupported'],
      ['`android.clickUrl`', name !== 'apns' && !capabilities.click.includes('url'), 'notify-mode-unsupported'],
    ]
    for (const [setting, lacking, note] of lacks) if (lacking) expect(rows.get(setting), setting).toContain(`\`${note}\``)
    expect(rows.get('a silent sound')?.includes('silent-unsupported')).toBe(!capabilities.silent)
    expect(rows.get('`image`')?.includes('image-unsupported')).toBe(!capabilities.image)
  })

  it('says the limits of the code', () => {
    const said = rowsOf(sectionOf(page, 'Limits')).map(([limit, value]) => [limit, value])
    expect(said).toEqual(limitsOf(channel))
  })

  it('names every code that drops a token', () => {
    const [, dead = ''] = /^- Dead: ([\s\S]*?)(?=^- |(?![\s\S]))/m.exec(sectionOf(page, 'Answers and tokens')) ?? []
    const codes = deadCodes(bundled)
    expect(codes).not.toEqual([])
    for (const code of codes) expect(codesIn(dead).concat(dead.match(/\b\d\b/g) ?? []), dead).toContain(code)
  })
})

describe('docs/channels/harmony.md', () => {
  it('lists every push type', () => {
    const { pushType } = harmonySettingsSchema.properties as { pushType: { enum: readonly number[] } }
    const listed = [...pageOf('harmony').matchAll(/^\| (\d+) \|/gm)].map(([, type]) => Number(type))
    expect(listed.toSorted((a, b) => a - b)).toEqual(pushType.enum.toSorted((a, b) => a - b))
  })
})

describe('docs/channels/honor.md', () => {
  it('names the classes that Honor gets as LOW', () => {
    const low = /LOW for ([a-z, ]+); else NORMAL/.exec(pageOf('honor'))?.[1]?.split(', ') ?? []
    expect(low.toSorted()).toEqual(['content', 'marketing', 'news', 'social'])
    expect(categories).toEqual(expect.arrayContaining(low))
  })
})
