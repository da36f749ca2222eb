import type { ComposedText } from '../text/compose.ts'
import type { Language } from '../text/language.ts'
import type { Rendered, SettingsClass } from './page.ts'

/** A text that many cases share, and what was rendered of it. */
export interface TextClass extends ComposedText {
  /** By route and kind of registration: see render.ts. */
  readonly payloads: (Rendered | undefined)[]
}

/** The texts of one class of settings in one language, by preview and mark: see text-of.ts. */
export type Texts = (TextClass | undefined)[]

/**
 * What is equal within one message and policy, and so is done once: merged settings, text and payloads by
 * class. A memo of pure functions, nothing more: it lives and ends with its message.
 */
export interface Classes {
  readonly settings: Map<string, SettingsClass>
  /** By locale. */
  readonly languages: Map<string, Language>
  /** What equal payloads have in common, by `Rendered.place`: see batch.ts. */
  readonly alike: (string | undefined)[]
  /** How many payloads were rendered. */
  rendered: number
}

export function createClasses(): Classes {
  return { settings: new Map(), languages: new Map(), alike: [], rendered: 0 }
}

/** The value under `key`, made by `make` the first time. */
export function once<K, T>(memo: Map<K, T>, key: K, make: () => T): T {
  const known = memo.get(key)
  if (known !== undefined) return known
  const made = make()
  memo.set(key, made)
  return made
}
