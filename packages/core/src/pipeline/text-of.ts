import { composeText } from '../text/compose.ts'
import { type Language, pickLanguage } from '../text/language.ts'
import type { ResolvedText } from '../text/resolved-text.ts'
import { once, type TextClass } from './classes.ts'
import type { Admitted, Case, SettingsClass } from './page.ts'

const languageOf = (locale: string | undefined, admitted: Admitted, options: ResolvedText): Language =>
  once(admitted.classes.languages, locale ?? '', () => pickLanguage(locale, options.languages))

/** The text of a case, composed once a class: settings, language, mention and preview. */
export function textOf(one: Case, settings: SettingsClass, admitted: Admitted, options: ResolvedText): TextClass {
  const { locale, preview, mentioned } = one.subject.fact
  const marked = mentioned && admitted.fact.conversation.type === 'group'
  const language = languageOf(locale, admitted, options)
  const texts = once(
    once(admitted.classes.texts, settings, () => new Map<Language, Map<string, TextClass>>()),
    language,
    () => new Map<string, TextClass>(),
  )
  return once(texts, marked ? (`@${preview}` as const) : preview, () => ({
    ...composeText({
      message: admitted.message,
      title: settings.effective.title,
      subtitle: settings.effective.subtitle,
      body: settings.effective.body,
      language,
      mentioned,
      preview,
      options,
    }),
    payloads: new Map(),
  }))
}
