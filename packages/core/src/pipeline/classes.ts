import type { AnyChannel, App } from '../channel/contract.ts'
import type { ComposedText } from '../text/compose.ts'
import type { Language } from '../text/language.ts'
import type { Rendered, SettingsClass } from './page.ts'

/** A text that many cases share, and what was rendered of it: by channel, app entry and kind of registration. */
export interface TextClass extends ComposedText {
  readonly payloads: Map<AnyChannel, Map<App, Map<'alert' | 'voip', Rendered>>>
}

/**
 * What is equal within one message and policy, and so is done once: merged settings, text and payloads by
 * class. A memo of pure functions, nothing more: it lives and ends with its message.
 */
export interface Classes {
  readonly settings: Map<string, SettingsClass>
  /** By locale. */
  readonly languages: Map<string, Language>
  /** By settings, language, and preview with the mention's mark. */
  readonly texts: Map<SettingsClass, Map<Language, Map<string, TextClass>>>
}

export function createClasses(): Classes {
  return { settings: new Map(), languages: new Map(), texts: new Map() }
}

/** The value under `key`, made by `make` the first time. */
export function once<K, T>(memo: Map<K, T>, key: K, make: () => T): T {
  const known = memo.get(key)
  if (known !== undefined) return known
  const made = make()
  memo.set(key, made)
  return made
}
