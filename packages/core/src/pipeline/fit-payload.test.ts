import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Notification, Payload } from '../channel/contract.ts'
import { count } from '../text/count.ts'
import { shorten } from '../text/fit.ts'
import { createGraphemes } from '../text/graphemes.ts'
import { graphemesOf, writtenText } from '../text/text.fixture.ts'
import { fitPayload } from './fit-payload.ts'

const graphemes = createGraphemes()
const notification = (parts: Partial<Notification>): Notification =>
  Object.freeze<Notification>({
    messageId: 'm',
    replaceId: 'r',
    conversation: { type: 'c2c', id: 'bob' },
    sender: { id: 'bob' },
    title: 'Bob',
    body: 'hi',
    sound: { kind: 'default' },
    badge: true,
    kind: 'alert',
    category: 'im',
    priority: 'high',
    ttl: 60,
    expiresAt: 0,
    notifyMode: 'normal',
    click: { kind: 'app' },
    templateText: true,
    vendor: {},
    ...parts,
  })

/** The shortest payload that has it all: 40 bytes and the parts as JSON has them. */
const frame = 40
const render = ({ title, subtitle, body, image, ext }: Notification): Payload => {
  const parts = [title, subtitle ?? '', body, image ?? '', ext?.text ?? '']
  const size = frame + parts.reduce((sum, part) => sum + count(JSON.stringify(part), 'utf8-byte') - 2, 0)
  return { key: JSON.stringify(parts), size, quotaClass: 'im', notes: [] }
}
const fitted = (parts: Partial<Notification>, limit: number) => fitPayload(notification(parts), limit, render, graphemes)
const codes = (result: ReturnType<typeof fitted>) => result.notes.map(note => note.code)
const ext = (length: number) => ({ text: 'e'.repeat(length) })

describe('a whole payload that is too large', () => {
  it('is left as it is where it fits, to the byte, after one render', () => {
    let renders = 0
    const counting = (each: Notification) => {
      renders++
      return render(each)
    }
    const whole = notification({ body: 'x'.repeat(57) })
    expect(fitPayload(whole, 100, counting, graphemes)).toMatchObject({ notification: whole, notes: [], fits: true })
    expect(fitPayload(whole, undefined, counting, graphemes)).toMatchObject({ notification: whole, notes: [], fits: true })
    expect(renders).toBe(2)
  })

  it('loses first an ext that would not fit beside a one-grapheme body, and then keeps the body whole', () => {
    const body = 'x'.repeat(200)
    const result = fitted({ body, ext: ext(1000), image: 'https://a.example/1.png' }, 500)
    expect(result.notification).toEqual(notification({ body, image: 'https://a.example/1.png' }))
    expect(codes(result)).toEqual(['ext-dropped'])
  })

  it('keeps an ext that fits once the image is gone, as the image goes first', () => {
    const result = fitted({ body: 'x'.repeat(200), ext: ext(200), image: 'i'.repeat(200) }, 400)
    expect(result.notification.ext).toEqual(ext(200))
    expect(codes(result)).toEqual(['text-truncated', 'image-dropped'])
  })

  it('else has its body shortened, as little as need be, and keeps image and ext', () => {
    const result = fitted({ body: 'x'.repeat(1000), ext: ext(200), image: 'https://a.example/1.png' }, 500)
    expect(result.payload.size).toBe(500)
    expect(result.notification).toMatchObject({ ext: ext(200), image: 'https://a.example/1.png' })
    expect(result.notification.body).toMatch(/^x{231}…$/)
    expect(result.notes).toEqual([{ code: 'text-truncated', detail: 'body cut from 1000 to 234 (utf8-byte)' }])
  })

  it('loses the image when a body of 64 graphemes does not suffice', () => {
    const result = fitted({ body: 'x'.repeat(1000), ext: ext(200), image: `https://a.example/${'i'.repeat(100)}` }, 320)
    expect(graphemesOf(result.notification.body)).toHaveLength(64)
    expect(result.notification.image).toBeUndefined()
    expect(result.notification.ext).toEqual(ext(200))
    expect(codes(result)).toEqual(['text-truncated', 'image-dropped'])
  })

  it('then loses the ext', () => {
    const result = fitted({ body: 'x'.repeat(1000), ext: ext(200), image: 'https://a.example/1.png' }, 280)
    expect(graphemesOf(result.notification.body)).toHaveLength(64)
    expect(result.notification).not.toHaveProperty('ext')
    expect(result.notification).not.toHaveProperty('image')
    expect(codes(result)).toEqual(['text-truncated', 'image-dropped', 'ext-dropped'])
  })

  it('then more of the body, down to one grapheme', () => {
    const some = fitted({ body: 'x'.repeat(1000) }, 80)
    expect(some.payload.size).toBe(80)
    expect(some.notification).toMatchObject({ title: 'Bob', body: `${'x'.repeat(34)}…` })
    expect(fitted({ body: 'x'.repeat(1000) }, frame + 6).notification).toMatchObject({ title: 'Bob', body: '…' })
  })

  it('then the subtitle, then the title', () => {
    const parts = { title: 't'.repeat(50), subtitle: 's'.repeat(50), body: 'b'.repeat(50) }
    const subtitle = fitted(parts, frame + 50 + 20 + 3)
    expect(subtitle.notification).toMatchObject({ title: parts.title, subtitle: `${'s'.repeat(17)}…`, body: '…' })
    expect(subtitle.notes.map(note => note.detail)).toEqual(['subtitle cut from 50 to 20 (utf8-byte)', 'body cut from 50 to 3 (utf8-byte)'])
    const title = fitted(parts, frame + 20 + 3 + 3)
    expect(title.notification).toMatchObject({ title: `${'t'.repeat(17)}…`, subtitle: '…', body: '…' })
    expect(title.fits).toBe(true)
  })

  it('says so when nothing helps, and gives the smallest there is', () => {
    const result = fitted({ title: 'title', subtitle: 'subtitle', body: 'a long body', image: 'https://a.example/1.png', ext: ext(10) }, frame)
    expect(result).toMatchObject({ fits: false, payload: { size: frame + 9 }, notification: { title: '…', subtitle: '…', body: '…' } })
  })

  it('never puts an ellipsis for less than itself', () => {
    expect(fitted({ title: 'Bo', body: 'hi' }, frame).notification).toMatchObject({ title: 'Bo', body: 'hi' })
  })

  it('cuts at graphemes', () => {
    expect(fitted({ body: '👨‍👩‍👧‍👦'.repeat(10) }, frame + 3 + 25 * 3 + 10).notification.body).toBe(`${'👨‍👩‍👧‍👦'.repeat(3)}…`)
  })

  it('cuts a grapheme that would never end at code points', () => {
    const result = fitted({ body: `e${'\u0301'.repeat(100_000)}` }, 1000)
    expect(result.fits).toBe(true)
    expect(result.payload.size).toBeGreaterThan(1000 - 2 * 64)
    expect(result.notification.body).toMatch(/^e\u0301+…$/)
  })

  it.each([
    ['plain', 'x'.repeat(1_000_000), 8],
    ['escaped', '\n"\\'.repeat(300_000), 18],
    ['Han', '你'.repeat(300_000), 8],
    ['mixed', 'a"👋🏽\n'.repeat(100_000), 18],
  ])('needs few renders, however long the body: %s', (_, body, most) => {
    let renders = 0
    const result = fitPayload(
      notification({ body, ext: ext(100) }),
      4096,
      each => {
        renders++
        return render(each)
      },
      graphemes,
    )
    expect(result.fits).toBe(true)
    expect(result.payload.size).toBeGreaterThan(4096 - 20)
    expect(renders).toBeLessThanOrEqual(most)
  })

  it('does not touch a body that the payload does not hold', () => {
    const noBody = (each: Notification): Payload => ({ ...render({ ...each, body: '' }), size: render({ ...each, body: '' }).size })
    const result = fitPayload(notification({ title: 't'.repeat(100), body: 'x'.repeat(1000) }), 100, noBody, graphemes)
    expect(result.notification.body).toHaveLength(1000)
    expect(result).toMatchObject({ fits: true, payload: { size: 100 } })
  })
})

describe('fitPayload, for any notification and limit', () => {
  const anyParts = fc.record(
    {
      title: writtenText,
      subtitle: writtenText,
      body: fc.array(writtenText, { maxLength: 20 }).map(all => all.join('')),
      ext: fc.nat(300).map(ext),
      image: fc.nat(100).map(length => 'i'.repeat(length)),
    },
    { requiredKeys: ['title', 'body'] },
  )
  const anyCase = fc.tuple(anyParts, fc.integer({ min: 40, max: 500 }))

  it('fits, or is the smallest there is', () => {
    fc.assert(
      fc.property(anyCase, ([parts, limit]) => {
        const whole = notification(parts)
        const result = fitPayload(whole, limit, render, graphemes)
        expect(result.fits).toBe(result.payload.size <= limit)
        expect(result.payload).toEqual(render(result.notification))
        const { image: _image, ext: _ext, ...bare } = whole
        const shortest = (text: string) =>
          render(notification({ title: '', body: shorten(text, 1, graphemes) })).size < render(notification({ title: '', body: text })).size
            ? shorten(text, 1, graphemes)
            : text
        const smallest = {
          ...bare,
          title: shortest(bare.title),
          body: shortest(bare.body),
          ...(bare.subtitle === undefined ? {} : { subtitle: shortest(bare.subtitle) }),
        }
        expect(result.fits).toBe(render(smallest).size <= limit || render(whole).size <= limit)
      }),
      { numRuns: 1000 },
    )
  })

  it('only takes away, in well-formed pieces, tells of every loss, and of none else', () => {
    fc.assert(
      fc.property(anyCase, ([parts, limit]) => {
        const whole = notification(parts)
        const { notification: after, notes } = fitPayload(whole, limit, render, graphemes)
        for (const field of ['title', 'subtitle', 'body'] as const) {
          const [before, now] = [whole[field] ?? '', after[field] ?? '']
          expect(now.isWellFormed()).toBe(true)
          if (now !== before) expect(before.startsWith(now.slice(0, -1)) && now.endsWith('…')).toBe(true)
          expect(notes.some(note => note.detail.startsWith(`${field} cut`))).toBe(now !== before)
        }
        expect(notes.some(note => note.code === 'ext-dropped')).toBe(after.ext !== whole.ext)
        expect(notes.some(note => note.code === 'image-dropped')).toBe(after.image !== whole.image)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps the order: nothing is lost while something that goes before it is left to lose', () => {
    const size = (text: string) => count(JSON.stringify(text), 'utf8-byte')
    const downTo = (length: number, text: string) => (size(shorten(text, length, graphemes)) < size(text) ? shorten(text, length, graphemes) : text)
    fc.assert(
      fc.property(anyCase, ([parts, limit]) => {
        const whole = notification(parts)
        const { notification: after } = fitPayload(whole, limit, render, graphemes)
        const lost = (field: keyof Notification) => after[field] !== whole[field]
        if (lost('image')) expect(size(after.body)).toBeLessThanOrEqual(size(downTo(64, whole.body)))
        if (lost('ext') && whole.image !== undefined && !lost('image')) {
          const { image: _, ...rest } = whole
          expect(render({ ...rest, body: shorten(whole.body, 1, graphemes) }).size).toBeGreaterThan(limit)
        }
        if (lost('subtitle') || lost('title')) {
          expect([after.image, after.ext]).toEqual([undefined, undefined])
          expect(size(after.body)).toBeLessThanOrEqual(size(downTo(1, whole.body)))
        }
        if (lost('title')) expect(size(after.subtitle ?? '')).toBeLessThanOrEqual(size(downTo(1, whole.subtitle ?? '')))
      }),
      { numRuns: 2000 },
    )
  })

  it('a payload that fitted once fits as it is', () => {
    fc.assert(
      fc.property(anyCase, ([parts, limit]) => {
        const once = fitPayload(notification(parts), limit, render, graphemes)
        fc.pre(once.fits)
        expect(fitPayload(once.notification, limit, render, graphemes)).toEqual({ ...once, notes: [] })
      }),
      { numRuns: 1000 },
    )
  })
})
