import { composeText } from '../text/compose.ts'
import { type Language, pickLanguage } from '../text/language.ts'
import type { ResolvedText } from '../text/resolved-text.ts'
import { once, type TextClass } from './classes.ts'
import type { Admitted, Case, SettingsClass } from './page.ts'

const languageOf = (locale: string | undefined, admitted: Admitted, options: ResolvedText): Language =>
  once(admitted.classes.languages, locale ?? '', () => pickLanguage(locale, options.languages))

/** What tells the texts of one settings class apart. */
export function textKey(one: Case, settings: SettingsClass, admitted: Admitted, options: ResolvedText): string {
  const { locale, preview, mentioned } = one.subject.fact
  const marked = mentioned && admitted.fact.conversation.type === 'group'
  return `${settings.id}|${preview}|${marked ? '@' : ''}|${languageOf(locale, admitted, options).name}`
}

/** The text of a case, composed once a class: settings, language, mention and preview. */
export function textOf(one: Case, settings: SettingsClass, admitted: Admitted, options: ResolvedText): TextClass {
  const key = textKey(one, settings, admitted, options)
  return once(admitted.classes.texts, key, () => {
    const { locale, preview, mentioned } = one.subject.fact
    const composed = composeText({
      message: admitted.message,
      title: settings.effective.title,
      subtitle: settings.effective.subtitle,
      body: settings.effective.body,
      language: languageOf(locale, admitted, options),
      mentioned,
      preview,
      options,
    })
    return { ...composed, payloads: new Map() }
  })
}
