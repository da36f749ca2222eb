import { createLanguagePicker, type LanguagePicker } from './language.ts'
import type { TextOptions } from './text-options.ts'

/** Text options with their defaults filled in. */
export interface ResolvedText extends TextOptions {
  readonly appName: string
  readonly languages: NonNullable<TextOptions['languages']>
  readonly mentionMark: boolean
  readonly previewKeeps: NonNullable<TextOptions['previewKeeps']>
}

/** Text options as an engine keeps them. */
export interface EngineText extends ResolvedText {
  /** The language for a locale, of `languages` and ours. */
  readonly pickLanguage: LanguagePicker
}

/** Fills in the defaults: app name `New message`, no languages but ours, mention mark on, previews keep nothing else. */
export function resolveText(options: TextOptions = {}): ResolvedText {
  return {
    ...options,
    appName: options.appName ?? 'New message',
    languages: options.languages ?? {},
    mentionMark: options.mentionMark ?? true,
    previewKeeps: options.previewKeeps ?? [],
  }
}

/** Fills in the defaults, and makes the picker that remembers each locale's language. */
export function engineText(options: TextOptions = {}): EngineText {
  return { ...resolveText(options), pickLanguage: createLanguagePicker(options.languages) }
}
