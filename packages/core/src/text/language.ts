import { match } from '@formatjs/intl-localematcher'
import { canonicalLocale, createNames } from '../validation/names.ts'
import type { TextOptions, Words } from './text-options.ts'
import { defaultWords } from './words.ts'

/** The chosen language: its key (of the host's languages or ours) and its words. */
export interface Language {
  readonly name: string
  readonly words: Words
}

/** Picks the language for a locale; see `createLanguagePicker`. */
export type LanguagePicker = (locale: string | undefined) => Language

/** Locales whose language is remembered. */
const remembered = 2000
/** The matcher keeps every tag it is asked for: beyond this many different ones, as no honest host has, tags are looked up part by part. */
const mostMatched = 20_000

const english: Language = { name: 'en', words: defaultWords.en }

/**
 * A picker of the language that fits a locale best by CLDR's rules (zh-TW and zh-HK find `zh-Hant`, zh-SG finds `zh-Hans`, iw finds `he`):
 * of the host's languages and ours, where ours count only for a language and script that the host has not. Where none fits the script,
 * one of the same language (zh-TW finds `zh`). English for a locale that is absent, cannot be read or fits nothing.
 */
export function createLanguagePicker(hosts: TextOptions['languages'] = {}): LanguagePicker {
  let candidates: ReadonlyMap<string, Language> | undefined
  let matched = 0
  const find = (tag: string): Language | undefined => {
    candidates ??= candidatesOf(hosts)
    const algorithm = matched++ < mostMatched ? 'best fit' : 'lookup'
    return candidates.get(match([tag], [...candidates.keys()], '', { algorithm }))
  }
  const pick = createNames((locale: string): Language => {
    const tag = plainTag(locale)
    // CLDR lets no reader of one script read another: in the same language that is better than English.
    return (tag === null ? undefined : (find(tag) ?? find(tag.split('-', 1)[0] ?? tag))) ?? find('en') ?? english
  }, remembered)
  return locale => pick(locale ?? '') ?? pick('') ?? english
}

/** `createLanguagePicker` for one locale: it remembers nothing. */
export function pickLanguage(locale: string | undefined, hosts: TextOptions['languages'] = {}): Language {
  return createLanguagePicker(hosts)(locale)
}

/** Language, script and region of a locale, without variants and extensions: no words differ by those. null for what is no locale. */
function plainTag(locale: string): string | null {
  const tag = canonicalLocale(locale)
  if (tag === null) return null
  const { language, script, region } = new Intl.Locale(tag)
  // `und`: no language is stated.
  if (!language || language === 'und') return null
  return [language, script, region].filter(part => part !== undefined).join('-')
}

/** What a tag means for its reader: language and script, the likely one where none is written. */
function writing(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize()
  return `${language}-${script ?? ''}`
}

/** The host's languages by their plain tags, then those of ours that the host has no words for. */
function candidatesOf(hosts: NonNullable<TextOptions['languages']>): ReadonlyMap<string, Language> {
  const found = new Map<string, Language>()
  for (const [name, words] of Object.entries(hosts)) {
    const tag = plainTag(name)
    if (tag !== null && !found.has(tag)) found.set(tag, { name, words })
  }
  const written = new Set([...found.keys()].map(writing))
  for (const [name, words] of Object.entries(defaultWords)) if (!written.has(writing(name))) found.set(name, { name, words })
  return found
}
