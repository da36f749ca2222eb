import { composeText } from '../text/compose.ts'
import type { Language } from '../text/language.ts'
import type { EngineText } from '../text/resolved-text.ts'
import { type Admitted, type DeviceCase, getOrCreate, type SettingsClass, type TextClass, type Texts } from './types.ts'

const previews = { full: 0, sender: 1, none: 2 } as const

/** The text of a case, composed once a class: settings, language, mention and preview. */
export function composeTextFor(one: DeviceCase, settings: SettingsClass, admitted: Admitted, options: EngineText): TextClass {
  const { locale, preview, mentioned } = one.subject.fact
  const marked = mentioned && admitted.fact.conversation.type === 'group'
  const texts = settings.texts.get(locale ?? '') ?? textsIn(locale ?? '', settings, admitted, options)
  const place = previews[preview] + (marked ? 3 : 0)
  const known = texts[place]
  if (known !== undefined) return known
  const { title, subtitle, body } = settings.effective
  const language = languageOf(locale ?? '', admitted, options)
  const made = {
    ...composeText({ message: admitted.message, title, subtitle, body, language, mentioned, preview, options }),
    payloads: [],
  }
  texts[place] = made
  return made
}

const languageOf = (locale: string, admitted: Admitted, options: EngineText): Language =>
  getOrCreate(admitted.cache.languages, locale, () => options.pickLanguage(locale === '' ? undefined : locale))

/** Locales of one language share their texts. */
function textsIn(locale: string, settings: SettingsClass, admitted: Admitted, options: EngineText): Texts {
  const { name } = languageOf(locale, admitted, options)
  const texts = getOrCreate(settings.languages, name, () => [])
  settings.texts.set(locale, texts)
  return texts
}
