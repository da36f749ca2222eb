import { count, type Json, type Notification } from '@rouse/core/channel'
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
    ['a word that vivo would refuse', { category: 'NEW_WORD' }, { classification: 1, category: 'IM' }, ['category-mapped']],
    ['a classification that goes with IM', { classification: 1 }, { classification: 1, category: 'IM' }, []],
  ])('never sends two that differ: %s', (_, vendor, sent, notes) => {
    expect(bodyOf({ vendor })).toMatchObject(sent)
    expect(codes({ vendor })).toEqual(notes)
  })

  it('sends a new word of vivo, as soon as config names it with its classification', () => {
    const options: VivoOptions = { categories: { NEW_WORD: 0, IM: 1 } }
    expect(bodyOf({ vendor: { category: 'NEW_WORD' } }, options)).toMatchObject({ classification: 0, category: 'NEW_WORD' })
    expect(codes({ vendor: { category: 'NEW_WORD' } }, options)).toEqual([])
    expect(codes({ vendor: { category: 'NEW_WORD', classification: 1 } }, options)).toEqual(['category-mapped'])
    expect(bodyOf({ vendor: { category: 'NEW_WORD', classification: 0 } })).toEqual(bodyOf({ vendor: { classification: 0 } }))
    expect(codes({ vendor: { category: 'NEW_WORD', classification: 0 } })).toEqual(['category-mapped', 'category-mapped'])
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

  it('counts every character as one, and by the older count, Han as two, where config says so', () => {
    expect(bodyOf({ body: '消'.repeat(100), title: '标'.repeat(40) })).toMatchObject({ content: '消'.repeat(100), title: '标'.repeat(40) })
    expect(bodyOf({ body: '消'.repeat(200) }).content).toBe(`${'消'.repeat(99)}…`)
    const content = `${bodyOf({ body: '消'.repeat(200) }, { counting: 'han-double' }).content}`
    expect(count(content, 'han-double')).toBeLessThanOrEqual(100)
    expect(content).toBe(`${'消'.repeat(49)}…`)
  })

  it.each([
    ['[Image]', '(Image)'],
    ['[有人@我] Bob: hi', '(有人@我) Bob: hi'],
    ['{"a":[0]}', '("a":(0))'],
  ])('writes %j without the brackets that vivo may refuse, unless config keeps them', (text, spoken) => {
    expect(bodyOf({ title: text, body: text })).toMatchObject({ title: spoken, content: spoken })
    expect(bodyOf({ title: text, body: text }, { brackets: 'keep' })).toMatchObject({ title: text, content: text })
  })

  it('replaces an accepted push without sound or vibration', () => {
    expect(bodyOf({ replaces: true, vendor: { notifyType: 4 } }).notifyType).toBe(1)
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

  describe('shows a message at a stated time', () => {
    const decidedAt = 1_795_513_600_000
    const minute = 60_000
    const from = (start: number, minutes: number) => ({
      timedDisplay: { showStartTime: `${decidedAt + start * minute}`, showEndTime: `${decidedAt + (start + minutes) * minute}` },
    })
    // It is 17:46:40 in China.
    it.each([
      ['10 minutes ahead', from(10, 60)],
      ['for 119 minutes', from(60, 119)],
      ['tomorrow', from(24 * 60, 60)],
    ])('%s', (_, vendor) => {
      const { showStartTime, showEndTime } = vendor.timedDisplay
      const sent = { timedDisplay: { showStartTime: Number(showStartTime), showEndTime: Number(showEndTime) } }
      expect(bodyOf({ vendor })).toMatchObject(sent)
      expect(bodyOf({ vendor: sent })).toMatchObject(sent)
      expect(codes({ vendor })).toEqual([])
    })

    it.each([
      ['9 minutes ahead', from(9, 60), 'starts in less than 10 minutes'],
      ['over a day ahead', from(24 * 60 + 1, 60), 'starts in more than 24 hours'],
      ['for 120 minutes', from(60, 120), 'takes 120 minutes or more'],
      ['over midnight in China', from(5 * 60 + 30, 60), 'is not within one day in China'],
      ['backwards', from(60, -30), 'ends before it starts'],
    ])('unless vivo would refuse the push for it: %s', (_, vendor, why) => {
      expect(bodyOf({ vendor })).not.toHaveProperty('timedDisplay')
      expect(rendered({ vendor }).notes).toEqual([{ code: 'field-dropped', detail: `vendors.vivo.timedDisplay ${why}: left out, vivo would refuse the push` }])
    })

    it('and does not judge how far ahead where the moment of the decision cannot be told', () => {
      expect(bodyOf({ ttl: null, vendor: from(1, 60) })).toHaveProperty('timedDisplay')
      // Over a month ago, or ahead, it is not within a day of any moment that it can have been.
      for (const start of [-45 * 24 * 60, 45 * 24 * 60]) expect(bodyOf({ ttl: null, vendor: from(start, 60) })).not.toHaveProperty('timedDisplay')
    })
  })

  it('keeps own keys of any name', () => {
    const clientCustomMap = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>
    expect(JSON.stringify(bodyOf({ vendor: { clientCustomMap } }).clientCustomMap)).toBe('{"__proto__":"x","constructor":"y"}')
  })

  it.each([
    [2, 1000],
    [3, 1024],
    [4, 1024],
  ])('opens the app for a stated target of type %i over %i characters, and says so', (skipType, most) => {
    expect(bodyOf({ vendor: { skipType, skipContent: 'x'.repeat(most) } })).toMatchObject({ skipType, skipContent: 'x'.repeat(most) })
    expect(bodyOf({ vendor: { skipType, skipContent: 'x'.repeat(most + 1) } })).toMatchObject({ skipType: 1 })
    expect(codes({ vendor: { skipType, skipContent: 'x'.repeat(most + 1) } })).toEqual(['notify-mode-unsupported'])
  })

  it.each([
    ['url', ''],
    ['intent', ' \n'],
  ] as const)('opens the app for a blank target of kind %s, %j, which would have the push refused', (kind, value) => {
    expect(bodyOf({ click: { kind, value } })).toMatchObject({ skipType: 1 })
    expect(codes({ click: { kind, value } })).toEqual(['notify-mode-unsupported'])
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
