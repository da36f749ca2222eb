import { count, type Json, type Notification } from '@rouse/core'
import { firstApp, firstDraft, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { vivo } from './channel.ts'
import type { VivoOptions } from './config.ts'
import { app, channel, token } from './samples.fixture.ts'

const made = (options: VivoOptions = {}) => vivo({ apps: [app], ...options })
const bodyOf = (changes: Partial<Notification>, options: VivoOptions = {}) =>
  requestBody(firstDraft(made(options), sampleNotification(changes), [sampleTarget(token)])) as Readonly<Record<string, Json>>
const rendered = (changes: Partial<Notification>, options: VivoOptions = {}) => {
  const own = made(options)
  return own.render(sampleNotification(changes), firstApp(own))
}
const codes = (changes: Partial<Notification>, options: VivoOptions = {}) => rendered(changes, options).notes.map(note => note.code)

describe('rendering for vivo', () => {
  it.each([
    ['im', 1, 'IM', []],
    ['account', 1, 'ACCOUNT', []],
    ['todo', 1, 'TODO', []],
    ['device-reminder', 1, 'DEVICE_REMINDER', []],
    ['order', 1, 'ORDER', []],
    ['subscription', 1, 'SUBSCRIPTION', []],
    ['news', 0, 'NEWS', []],
    ['content', 0, 'CONTENT', []],
    ['marketing', 0, 'MARKETING', []],
    ['social', 0, 'SOCIAL', []],
    ['voip', 1, 'IM', ['category-mapped']],
    ['express', 1, 'ORDER', ['category-mapped']],
    ['finance', 1, 'ACCOUNT', ['category-mapped']],
    ['work', 1, 'TODO', ['category-mapped']],
    ['mail', 1, 'TODO', ['category-mapped']],
    ['travel', 1, 'TODO', ['category-mapped']],
    ['health', 1, 'TODO', ['category-mapped']],
  ])('sends category %s as classification %i, %s', (category, classification, word, notes) => {
    expect(bodyOf({ category })).toMatchObject({ classification, category: word })
    expect(codes({ category })).toEqual(notes)
  })

  it('takes the nearest class from config', () => {
    expect(bodyOf({ category: 'travel' }, { nearest: { travel: 'marketing' } })).toMatchObject({ classification: 0, category: 'MARKETING' })
  })

  it.each([
    ['a word of its own', { category: 'NEWS' }, { classification: 0, category: 'NEWS' }, []],
    ['a word with the other classification', { category: 'NEWS', classification: 1 }, { classification: 0, category: 'NEWS' }, ['category-mapped']],
    ['a word that we do not know', { category: 'NEW_WORD', classification: 0 }, { classification: 0, category: 'NEW_WORD' }, []],
    ['that word alone', { category: 'NEW_WORD' }, { classification: 1, category: 'NEW_WORD' }, []],
    ['a classification that goes with IM', { classification: 1 }, { classification: 1, category: 'IM' }, []],
  ])('never sends two that differ: %s', (_, vendor, sent, notes) => {
    expect(bodyOf({ vendor })).toMatchObject(sent)
    expect(codes({ vendor })).toEqual(notes)
  })

  it('leaves the category out for a stated classification that does not go with it', () => {
    const vendor = { classification: 0 }
    expect(bodyOf({ vendor })).toMatchObject({ classification: 0 })
    expect(bodyOf({ vendor })).not.toHaveProperty('category')
    expect(codes({ vendor })).toEqual(['category-mapped'])
  })

  it('counts quotas by classification, tests apart', () => {
    expect([rendered({}).quotaClass, rendered({ category: 'news' }).quotaClass]).toEqual(['system', 'operation'])
    expect(rendered({}, { pushMode: 1 }).quotaClass).toBe('test')
    expect(rendered({ vendor: { pushMode: 0 } }, { pushMode: 1 }).quotaClass).toBe('system')
  })

  it('sends formal messages unless told otherwise', () => {
    expect(bodyOf({})).not.toHaveProperty('pushMode')
    expect(bodyOf({ vendor: { pushMode: 0 } }, { pushMode: 1 })).not.toHaveProperty('pushMode')
  })

  it('cuts by the older count, Han as two, and by the newer where config says so', () => {
    const content = `${bodyOf({ body: '消'.repeat(200) }).content}`
    expect(count(content, 'han-double')).toBeLessThanOrEqual(100)
    expect(content).toBe(`${'消'.repeat(49)}…`)
    expect(bodyOf({ body: '消'.repeat(200) }, { counting: 'code-point' }).content).toBe(`${'消'.repeat(99)}…`)
  })

  it('gives each message a notify id of its own, or that of its collapse key', () => {
    const id = (messageId: string, replaceId: string) => bodyOf({ messageId, replaceId }).notifyId
    expect(id('a', 'a')).not.toBe(id('b', 'b'))
    expect(id('a', 'k')).toBe(id('b', 'k'))
  })

  it('keeps silent whatever notifyType is stated', () => {
    expect(bodyOf({ sound: { kind: 'silent' }, vendor: { notifyType: 2 } }).notifyType).toBe(1)
  })

  it('keeps what a message states for the click from a locked screen that hides it', () => {
    const vendor = { skipType: 2, skipContent: 'https://example.com/secret' } as const
    expect(bodyOf({ vendor })).toMatchObject(vendor)
    expect(bodyOf({ vendor, templateText: false })).toMatchObject({ skipType: 1 })
  })

  it.each([
    ['url', 1000],
    ['intent', 1024],
  ] as const)('opens the app for a target of kind %s over %i characters, and says so', (kind, most) => {
    expect(bodyOf({ click: { kind, value: 'x'.repeat(most) } })).toMatchObject({ skipContent: 'x'.repeat(most) })
    expect(bodyOf({ click: { kind, value: 'x'.repeat(most + 1) } })).not.toHaveProperty('skipContent')
    expect(codes({ click: { kind, value: 'x'.repeat(most + 1) } })).toEqual(['notify-mode-unsupported'])
  })

  it('counts the custom map in UTF-16 units, keys and values together', () => {
    expect(rendered({ ext: { text: '消😀' } }).size).toBe('ext'.length + 3)
    expect(rendered({}).size).toBe(0)
    expect(channel.limits.payload).toBe(1024)
  })

  it('leaves out own keys that are over 1024 characters or 10 pairs together with ours, and says which', () => {
    const vendor = { clientCustomMap: { a: 'x'.repeat(900), b: 'y'.repeat(200), c: 'z' } }
    expect(bodyOf({ vendor }).clientCustomMap).toEqual({ a: 'x'.repeat(900), c: 'z' })
    expect(rendered({ vendor }).notes[0]?.detail).toBe('vendors.vivo.clientCustomMap is over 10 pairs or 1024 characters: left out b')
    const ten = { clientCustomMap: Object.fromEntries([...'abcdefghij'].map(key => [key, 'v'])) }
    expect(Object.keys(bodyOf({ vendor: ten, ext: { text: 'x' } }).clientCustomMap ?? {})).toHaveLength(10)
    expect(codes({ vendor: ten, ext: { text: 'x' } })).toEqual(['field-dropped'])
  })

  it('has room for the ids beside own keys, whatever the ids', () => {
    const ids = { messageId: '消'.repeat(256), conversation: { type: 'group', id: '\u{1F389}'.repeat(256) } } as const
    const vendor = { clientCustomMap: { a: 'x'.repeat(1020) } }
    expect(rendered({ ...ids, vendor }, { addIds: true }).size).toBeLessThanOrEqual(1024)
  })
})
