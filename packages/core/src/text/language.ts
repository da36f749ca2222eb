import type { TextOptions, Words } from './text-options.ts'
import { defaultWords } from './words.ts'

/** The chosen language: its key (of the host's languages or ours) and its words. */
export interface Language {
  readonly name: string
  readonly words: Words
}

/**
 * The language for a locale: the most specific key that fits (`zh-Hant-TW`, `zh-Hant`, `zh`), the host's before
 * ours; English when the locale is unknown or absent.
 */
export function pickLanguage(locale: string | undefined, hosts: TextOptions['languages'] = {}): Language {
  return (
    (locale === undefined ? undefined : (lookUp(locale, hosts) ?? lookUp(locale, defaultWords))) ??
    lookUp('en', hosts) ?? { name: 'en', words: defaultWords.en }
  )
}

function lookUp(locale: string, languages: { readonly [language: string]: Words }): Language | undefined {
  const names = Object.keys(languages)
  for (let tag = locale.toLowerCase(); tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const name = names.find(each => each.toLowerCase() === tag)
    const words = name === undefined ? undefined : languages[name]
    if (name !== undefined && words !== undefined) return { name, words }
  }
  return undefined
}
