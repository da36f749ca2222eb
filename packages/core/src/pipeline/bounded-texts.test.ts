import { describe, expect, it } from 'vitest'
import { aMessage } from '../engine/engine.fixture.ts'
import { withBoundedTexts } from './bounded-texts.ts'

const long = 'a'.repeat(100_000)

describe('withBoundedTexts', () => {
  it('returns a message within the bounds as it is', () => {
    const message = aMessage({
      push: { title: 't', body: 'b', android: { title: 'a' }, ios: { subtitle: 's' } },
      elements: [{ type: 'image' }, { type: 'custom', description: 'd' }, { type: 'text', text: 'x'.repeat(32_000) }],
    })
    expect(withBoundedTexts(message)).toBe(message)
  })

  it('cuts names to 256 characters, and never within a pair', () => {
    const { conversation, sender } = withBoundedTexts(
      aMessage({ conversation: { type: 'group', id: 'g', name: long }, sender: { id: 'b', name: '😀'.repeat(1000) } }),
    )
    expect(conversation.name).toBe(`${'a'.repeat(255)}…`)
    expect(sender.name?.isWellFormed()).toBe(true)
    expect(sender.name).toMatch(/^(?:😀)+…$/u)
    expect(sender.name?.length).toBeLessThanOrEqual(256)
  })

  it('cuts stated texts, each for itself', () => {
    const { push } = withBoundedTexts(
      aMessage({ push: { title: long, body: long, ttl: 5, android: { body: long, sound: null }, ios: { title: long, subtitle: long } } }),
    )
    const texts = [push?.title, push?.body, push?.android?.body, push?.ios?.title, push?.ios?.subtitle]
    expect(texts.map(text => text?.length)).toEqual(Array.from({ length: 5 }, () => 32_768))
    expect(push).toMatchObject({ ttl: 5, android: { sound: null } })
    expect(Object.keys(push?.ios ?? {})).toEqual(['title', 'subtitle'])
  })

  it('cuts the texts of elements to one length together', () => {
    const { elements } = withBoundedTexts(
      aMessage({
        elements: [
          { type: 'text', text: 'a'.repeat(20_000) },
          { type: 'image' },
          { type: 'custom', description: long, data: 'd' },
          ...Array.from({ length: 100 }, () => ({ type: 'text', text: long }) as const),
        ],
      }),
    )
    const lengths = elements.map(element => (element.type === 'text' ? element.text : element.type === 'custom' ? (element.description ?? '') : '').length)
    expect(lengths.slice(0, 3)).toEqual([20_000, 0, 12_768])
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(33_000)
    expect(elements[2]).toMatchObject({ data: 'd' })
  })
})
