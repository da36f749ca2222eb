import { readFile } from 'node:fs/promises'
import { pushSettingsSchema } from '@rouse/core/validation'
import { describe, expect, it } from 'vitest'
import * as tim from './index.ts'
import { offlinePushFields } from './rest/offline-push-info.ts'
import { timCodes } from './tim-codes.ts'

const page = await readFile(new URL('../../../docs/from-tencent-im.md', import.meta.url), 'utf8')

/** The cells of each row of the table that begins so. */
function table(heading: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const from = lines.findIndex(line => line.startsWith(`| ${heading} |`))
  const rows = lines.slice(from + 2)
  return rows
    .slice(
      0,
      rows.findIndex(line => !line.startsWith('|')),
    )
    .map(row =>
      row
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}
const coded = (cell: string | undefined): readonly string[] => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word as string)
const numbers = (cell: string | undefined): readonly number[] => (cell ?? '').match(/\b\d{4,5}\b/g)?.map(Number) ?? []

const mapping = table('Tencent')
const classes = {
  TIMManager: tim.TIMManager,
  TIMConversation: tim.TIMConversation,
  TIMMessage: tim.TIMMessage,
  TIMOfflinePushSettings: tim.TIMOfflinePushSettings,
  TIMMessageOfflinePushSettings: tim.TIMMessageOfflinePushSettings,
  AndroidSettings: tim.TIMMessageOfflinePushSettings.AndroidSettings,
  IOSSettings: tim.TIMMessageOfflinePushSettings.IOSSettings,
} as const
const methodsOf = (one: { readonly prototype: object }) => Object.getOwnPropertyNames(one.prototype).filter(name => name !== 'constructor')
const methods = new Set(Object.values(classes).flatMap(methodsOf))

/** Properties that a JSON Schema names anywhere. */
function named(schema: unknown, found = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return found
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name)
    named(value, found)
  }
  return found
}
const wire = named([tim.timSendMsgSchema, tim.timSendGroupMsgSchema, tim.timPushBatchSchema, tim.timMsgBodySchema, tim.timOfflinePushInfoSchema])
/** What calls answer, and what is no member of a class. */
const others = new Set(['MsgKey', 'MsgId', 'server.forceLogout', '"push.no_sound"', 'IOSSettings.NO_SOUND_NO_VIBRATION'])

function isKnown(word: string): boolean {
  const [name = ''] = word.split(':')
  if (others.has(name) || name in tim) return true
  const [group = '', member] = name.split('.')
  if (member === undefined) return methods.has(group) || wire.has(group)
  return group in classes ? methodsOf(classes[group as keyof typeof classes]).includes(member) : wire.has(group) && wire.has(member)
}

describe('docs/from-tencent-im.md', () => {
  it.each(offlinePushFields.map(({ tim: path, push }) => [path.join('.'), push.join('.')] as const))('has a row for %s', (path, push) => {
    const [tencents, ours] = [path.split('.').at(-1) as string, push.split('.').at(-1) as string]
    const row = mapping.find(
      ([theirs = '', rouse = '']) => theirs.includes(tencents) && rouse.includes(push.split('.').slice(0, -1).join('.')) && rouse.includes(ours),
    )
    expect(row).toBeDefined()
  })

  it('has a row for every method of the guide’s classes', () => {
    const words = new Set(mapping.flatMap(([theirs]) => coded(theirs)).map(word => word.split('.').at(-1)))
    const ours = ['stated', 'getType', 'getPeer', 'getElementCount', 'getElement', 'getMsgId', 'getSender', 'timestamp']
    expect([...methods].filter(name => !words.has(name) && !ours.includes(name))).toEqual([])
  })

  it('has a row for every element, and for each request field that is mapped', () => {
    const words = new Set(mapping.flatMap(row => row.flatMap(coded)))
    const elements = Object.keys(tim).filter(name => /^TIM.+Elem$/.test(name))
    expect(elements).toHaveLength(8)
    for (const name of [...elements, 'From_Account', 'To_Account', 'GroupId', 'MsgTimeStamp', 'GroupAtInfo']) expect(words).toContain(name)
  })

  it('names nothing of Tencent’s that the code does not have', () => {
    expect(mapping.flatMap(([theirs]) => coded(theirs)).filter(word => !isKnown(word))).toEqual([])
  })

  it('names no push setting that the model does not have', () => {
    const known = named(pushSettingsSchema)
    const paths = mapping.flatMap(([, rouse]) => coded(rouse)).filter(word => word.startsWith('push.'))
    expect(paths.length).toBeGreaterThan(15)
    const unknown = paths
      .map(path => path.split(':')[0]?.split('.').slice(1) ?? [])
      .filter(([first, second]) => !known.has(first ?? '') || (first !== 'vendors' && second !== undefined && !known.has(second)))
    expect(unknown).toEqual([])
  })

  it('names every code that is answered, and none that is not', () => {
    const told = [...table('SDK code'), ...table('ErrorCode')].flatMap(row => [...numbers(row[0]), ...numbers(row[1]?.replaceAll(/`[^`]*`\s*\(\d+\)/g, ''))])
    const codes = new Set<number>(Object.values(timCodes))
    expect([...codes].filter(code => !told.includes(code))).toEqual([])
    expect(told.filter(code => !codes.has(code))).toEqual([])
  })
})
