import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Element, Message } from '../model/message.ts'
import { composeText, type TextInput } from './compose.ts'
import { pickLanguage } from './language.ts'
import { hostileText } from './text.fixture.ts'
import type { TextOptions } from './text-options.ts'

const c2c: Message = {
  id: 'm',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob' },
  sender: { id: 'bob', name: 'Bob' },
  elements: [{ type: 'text', text: 'hi' }],
}
const group: Message = { ...c2c, conversation: { type: 'group', id: 'g1', name: 'Family' } }
const say = (message: Message, more: Partial<TextInput> & { readonly locale?: string } = {}) =>
  composeText({ message, language: pickLanguage(more.locale, more.options?.languages), mentioned: false, preview: 'full', ...more })
const of = (...elements: readonly Element[]): Message => ({ ...c2c, elements })

describe('the derived body', () => {
  it.each<[Element, en: string, zh: string]>([
    [{ type: 'text', text: 'a new msg from bob' }, 'a new msg from bob', 'a new msg from bob'],
    [{ type: 'image', url: 'https://a.example/1.png' }, '[Image]', '[图片]'],
    [{ type: 'voice', seconds: 3 }, '[Voice]', '[语音]'],
    [{ type: 'video' }, '[Video]', '[视频]'],
    [{ type: 'file', name: 'plan.pdf' }, '[File]', '[文件]'],
    [{ type: 'location', description: 'Home' }, '[Location]', '[位置]'],
    [{ type: 'face', index: 1 }, '[Face]', '[表情]'],
    [{ type: 'custom', description: 'a gift' }, 'a gift', 'a gift'],
  ])('says of %j %s, in Chinese %s', (element, en, zh) => {
    expect(say(of(element)).body).toBe(en)
    expect(say(of(element), { locale: 'zh-CN' }).body).toBe(zh)
  })

  it('joins elements by one space, and those that say nothing leave no gap', () => {
    const custom = { type: 'custom', data: 'x' } as const
    expect(say(of({ type: 'text', text: 'look' }, { type: 'image' }, custom, { type: 'text', text: '' }, { type: 'text', text: 'nice?' })).body).toBe(
      'look [Image] nice?',
    )
  })

  it("keeps a text's own spaces and lines", () => {
    expect(say(of({ type: 'text', text: '  two\nlines ' })).body).toBe('  two\nlines ')
  })

  it('takes words and languages of the host, and its own text function with the chosen language', () => {
    const words = { image: 'Bild', voice: '', video: '', file: '', location: '', face: '', mentioned: 'Erwähnt:', newMessage: 'Neue Nachricht', withdrawn: '' }
    const options: TextOptions = { languages: { de: words }, body: (message, language) => (message.elements[0]?.type === 'face' ? `${language}!` : undefined) }
    expect(say(of({ type: 'image' }), { locale: 'de-AT', options }).body).toBe('Bild')
    expect(say(of({ type: 'face' }), { locale: 'de-AT', options }).body).toBe('de!')
    expect(say(of({ type: 'face' }), { locale: 'fr', options }).body).toBe('en!')
    expect(say({ ...group, elements: [{ type: 'image' }] }, { locale: 'de', options, mentioned: true }).body).toBe('Erwähnt: Bob: Bild')
  })
})

describe("a group's frame around a derived body", () => {
  it("puts the sender before it when the title is the group's name", () => expect(say(group)).toMatchObject({ title: 'Family', body: 'Bob: hi' }))
  it('also when that very title is stated', () => expect(say(group, { title: 'Family' }).body).toBe('Bob: hi'))
  it('not when another title is stated', () => expect(say(group, { title: 'Hello' })).toMatchObject({ title: 'Hello', body: 'hi' }))
  it('not when the group has no name', () => expect(say({ ...group, conversation: { type: 'group', id: 'g1' } })).toMatchObject({ title: 'Bob', body: 'hi' }))
  it('names the sender by id where the name is missing or blank', () => {
    expect(say({ ...group, sender: { id: 'u1' } }).body).toBe('u1: hi')
    expect(say({ ...group, sender: { id: 'u1', name: ' \n' } }).body).toBe('u1: hi')
  })
  it('marks a mention first, then the sender', () => {
    expect(say(group, { mentioned: true }).body).toBe('[You were mentioned] Bob: hi')
    expect(say(group, { mentioned: true, locale: 'zh-Hant-TW' }).body).toBe('[有人@我] Bob: hi')
  })
  it('marks a mention also without the sender', () => expect(say(group, { title: 'Hello', mentioned: true }).body).toBe('[You were mentioned] hi'))
  it('leaves the mark out where config says so', () => expect(say(group, { mentioned: true, options: { mentionMark: false } }).body).toBe('Bob: hi'))
  it('never marks in c2c', () => expect(say(c2c, { mentioned: true }).body).toBe('hi'))
  it('leaves a stated body as stated', () => expect(say(group, { body: 'secret', mentioned: true })).toMatchObject({ body: 'secret', bodyFrom: 'stated' }))
  it('isolates a name that could turn the text behind it, and leaves it out of the title', () => {
    const spoofed = say({ ...group, sender: { id: 'u1', name: 'Bob\u202e' }, elements: [{ type: 'text', text: 'photo_gpj.exe' }] })
    expect(spoofed.body).toBe('\u2068Bob\u2069: photo_gpj.exe')
    expect(say({ ...c2c, sender: { id: 'u1', name: '\u2067Bob\u202e' } }).title).toBe('Bob')
    expect(say({ ...group, conversation: { type: 'group', id: 'g1', name: 'Team\u202d' } })).toMatchObject({ title: 'Team', body: 'Bob: hi' })
  })
  it('takes a name that shows nothing for a missing one', () => {
    expect(say({ ...group, sender: { id: 'u1', name: '\u3164' } }).body).toBe('u1: hi')
    expect(say({ ...group, conversation: { type: 'group', id: 'g1', name: '\u2800' } })).toMatchObject({ title: 'Bob', body: 'hi' })
  })
  it("lets no line of a sender's name into the body", () => expect(say({ ...group, sender: { id: 'u1', name: 'Bob\nEve' } }).body).toBe('Bob Eve: hi'))
})

describe('the derived title', () => {
  it.each<[string, Message, string]>([
    ["c2c: the sender's name", c2c, 'Bob'],
    ["c2c: the sender's name, whatever the conversation is called", { ...c2c, conversation: { type: 'c2c', id: 'bob', name: 'Bobby' } }, 'Bob'],
    ["c2c without a name: the sender's id", { ...c2c, sender: { id: 'u1' } }, 'u1'],
    ["c2c with a blank name: the sender's id", { ...c2c, sender: { id: 'u1', name: '\u0000 ' } }, 'u1'],
    ["group: the group's name", group, 'Family'],
    ["group with a blank name: the sender's name", { ...group, conversation: { type: 'group', id: 'g', name: ' ' } }, 'Bob'],
    ["group and sender without a name: the sender's id", { ...group, conversation: { type: 'group', id: 'g' }, sender: { id: 'u1' } }, 'u1'],
    ["nothing but blanks: the app's name", { ...c2c, sender: { id: ' ', name: '' } }, 'Chatty'],
  ])('%s', (_, message, title) => expect(say(message, { options: { appName: 'Chatty' } })).toMatchObject({ title, titleFrom: 'elements' }))

  it('is never empty, even where config has no app name or a blank one', () => {
    const nameless: Message = { ...c2c, sender: { id: ' ' } }
    expect(say(nameless).title).toBe('New message')
    expect(say(nameless, { options: { appName: ' ' } }).title).toBe('New message')
  })

  it('stands in for a stated blank one, which counts as not stated', () => {
    expect(say(c2c, { title: ' \n' })).toMatchObject({ title: 'Bob', titleFrom: 'elements' })
  })
})

describe('stated text', () => {
  it('takes each field for itself: a stated title with a derived body', () => {
    expect(say(c2c, { title: 'Stated' })).toMatchObject({ title: 'Stated', titleFrom: 'stated', body: 'hi', bodyFrom: 'elements' })
    expect(say(c2c, { body: 'Stated' })).toMatchObject({ title: 'Bob', titleFrom: 'elements', body: 'Stated', bodyFrom: 'stated' })
  })
  it('is cleaned', () => {
    expect(say(c2c, { title: 'a\nb\u0007', subtitle: 'c\nd\ud83d', body: 'e\nf\u001b' })).toMatchObject({ title: 'a b', subtitle: 'c d\ufffd', body: 'e\nf' })
  })
  it('has no subtitle where a blank one is stated', () => expect(say(c2c, { subtitle: ' ' }).subtitle).toBeUndefined())
})

describe('no-text', () => {
  it.each<[string, Message, Partial<TextInput>, boolean]>([
    ['no elements', of(), {}, true],
    ['only a custom element without description', of({ type: 'custom', data: 'x' }), {}, true],
    ['a blank text', of({ type: 'text', text: ' \n' }), {}, true],
    ['only control characters', of({ type: 'text', text: '\u0000\u001b' }), {}, true],
    ['a stated empty body', c2c, { body: '' }, true],
    ['a stated blank body', c2c, { body: ' \t' }, true],
    ['a group whose frame alone has text', { ...group, elements: [] }, { mentioned: true }, true],
    ['no elements and preview sender', of(), { preview: 'sender' }, true],
    ['no elements and preview none', of(), { preview: 'none' }, true],
    ['no elements but a stated body', of(), { body: 'hi' }, false],
    ['an image', of({ type: 'image' }), {}, false],
  ])('%s', (_, message, more, empty) => expect(say(message, more).empty).toBe(empty))
})

describe('preview', () => {
  const stated = { title: 'T', subtitle: 'S', body: 'B' }
  const nothing = { subtitle: false, image: false, clickUrl: false, templateText: false, ext: false }

  it('full shows everything', () =>
    expect(say(c2c, stated)).toMatchObject({ ...stated, shows: { subtitle: true, image: true, clickUrl: true, templateText: true, ext: true } }))
  it('sender keeps the title and nothing else', () =>
    expect(say(c2c, { ...stated, preview: 'sender' })).toMatchObject({ title: 'T', subtitle: undefined, body: 'New message', shows: nothing }))
  it('sender keeps a derived title too', () =>
    expect(say(group, { preview: 'sender', mentioned: true })).toMatchObject({ title: 'Family', body: 'New message' }))
  it("none puts the app's name for the title", () =>
    expect(say(c2c, { ...stated, preview: 'none', options: { appName: 'Chatty' } })).toMatchObject({
      title: 'Chatty',
      subtitle: undefined,
      body: 'New message',
      shows: nothing,
    }))
  it("speaks the recipient's language", () => expect(say(c2c, { preview: 'sender', locale: 'zh' }).body).toBe('[新消息]'))
  it('keeps what config says it may', () => {
    const options: TextOptions = { previewKeeps: ['subtitle', 'ext'] }
    expect(say(c2c, { ...stated, preview: 'none', options })).toMatchObject({ subtitle: 'S', shows: { ...nothing, subtitle: true, ext: true } })
  })
  it('leaves what the Decision shows as it was', () => expect(say(group, { preview: 'none' }).resolved).toEqual({ title: 'Family', body: 'Bob: hi' }))
})

describe('composed text, for any message', () => {
  const anyElement: fc.Arbitrary<Element> = fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: hostileText }),
    fc.record({ type: fc.constantFrom('image' as const, 'voice' as const, 'face' as const) }),
    fc.record({ type: fc.constant('custom' as const), description: hostileText }),
  )
  const anyMessage: fc.Arbitrary<Message> = fc.record({
    id: fc.constant('m'),
    kind: fc.constant('chat' as const),
    conversation: fc.record({ type: fc.constantFrom('c2c' as const, 'group' as const), id: fc.constant('g'), name: hostileText }),
    sender: fc.record({ id: hostileText, name: hostileText }),
    elements: fc.array(anyElement, { maxLength: 4 }),
  })
  const maybe = fc.option(hostileText, { nil: undefined })
  const anyInput = fc.record({
    message: anyMessage,
    title: maybe,
    subtitle: maybe,
    body: maybe,
    mentioned: fc.boolean(),
    preview: fc.constantFrom('full' as const, 'sender' as const, 'none' as const),
    language: fc.constantFrom('en', 'zh').map(locale => pickLanguage(locale)),
  })

  it('is well-formed, clean, and has a title that is never blank', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const { title, subtitle, body } = composeText(input)
        expect(title.trim()).not.toBe('')
        expect(title + (subtitle ?? '')).not.toContain('\n')
        for (const text of [title, subtitle ?? '', body]) {
          expect(text.isWellFormed()).toBe(true)
          expect(/[^\P{Cc}\n\t]/u.test(text)).toBe(false)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('tells nothing of the message with preview none', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const { title, subtitle, body } = composeText({ ...input, preview: 'none', options: { appName: 'Chatty' } })
        expect([title, subtitle, body]).toEqual(['Chatty', undefined, input.language.words.newMessage])
      }),
      { numRuns: 1000 },
    )
  })

  it('judges emptiness the same whatever the preview', () => {
    fc.assert(
      fc.property(anyInput, input => {
        expect(composeText({ ...input, preview: 'none' }).empty).toBe(composeText({ ...input, preview: 'full' }).empty)
      }),
      { numRuns: 1000 },
    )
  })
})
