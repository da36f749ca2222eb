import { describe, expect, it } from 'vitest'
import { pickLanguage } from './language.ts'
import { defaultWords } from './words.ts'

const host = { ...defaultWords.en, image: 'host' }

describe('the language for a locale', () => {
  it.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['zh-Hans', 'zh'],
    ['zh-Hant', 'zh'],
    ['zh-Hant-HK', 'zh'],
    ['ZH-cn', 'zh'],
    ['fr-FR', 'en'],
    ['zhx', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('%s is spoken to in %s', (locale, name) => {
    expect(pickLanguage(locale)).toEqual({ name, words: defaultWords[name as 'en' | 'zh'] })
  })

  it("is the host's before ours", () => {
    expect(pickLanguage('zh-CN', { zh: host })).toEqual({ name: 'zh', words: host })
    expect(pickLanguage('fr', { en: host })).toEqual({ name: 'en', words: host })
  })

  it('is the most specific one that the host has', () => {
    const languages = { zh: defaultWords.zh, 'zh-Hant': host }
    expect(pickLanguage('zh-Hant-TW', languages).name).toBe('zh-Hant')
    expect(pickLanguage('zh-TW', languages).name).toBe('zh-Hant')
    expect(pickLanguage('zh-SG', languages).name).toBe('zh')
  })

  it('does not take a word of every object for a language', () => {
    expect(pickLanguage('constructor').name).toBe('en')
    expect(pickLanguage('constructor', {}).name).toBe('en')
  })
})

describe('the built-in words', () => {
  it('say the same things in both languages, none of them blank', () => {
    expect(Object.keys(defaultWords.zh)).toEqual(Object.keys(defaultWords.en))
    for (const words of Object.values(defaultWords)) for (const word of Object.values(words)) expect(word.trim()).toBe(word)
    expect([defaultWords.en.withdrawn, defaultWords.zh.withdrawn]).toEqual(['Message withdrawn', '[消息已撤回]'])
  })
})
