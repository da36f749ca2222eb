import type { Message } from '../model/message.ts'
import { cleanBody, cleanTitle, isBlank } from './clean.ts'
import { appTitle, derivedTitle, elementsBody, framedBody } from './derive.ts'
import type { Language } from './language.ts'
import { resolveText } from './resolved-text.ts'
import type { TextOptions } from './text-options.ts'

/** What a text is made of. Title, subtitle and body are the merged settings'; undefined: not stated. */
export interface TextInput {
  readonly message: Message
  readonly title?: string | undefined
  readonly subtitle?: string | undefined
  readonly body?: string | undefined
  readonly language: Language
  /** The recipient is mentioned, by id or by @all. */
  readonly mentioned: boolean
  readonly preview: 'full' | 'sender' | 'none'
  readonly options?: TextOptions
}

/** What may go out beside title and body. */
type Shown = { readonly [Part in NonNullable<TextOptions['previewKeeps']>[number]]: boolean }

export interface ComposedText {
  readonly title: string
  /** Absent: not stated, or hidden by the preview. */
  readonly subtitle: string | undefined
  readonly body: string
  readonly titleFrom: 'stated' | 'elements'
  readonly bodyFrom: 'stated' | 'elements'
  /** Title and body as they were before the preview hid them: what a Decision shows. */
  readonly resolved: { readonly title: string; readonly body: string }
  /** `no-text`: there is nothing to show. Judged before the preview, and on what the elements say, not on sender and mark. */
  readonly empty: boolean
  /** What the preview lets out beside title and body. */
  readonly shows: Shown
}

/**
 * The text of a notification: stated fields, else derived ones, each for itself; cleaned; then what the
 * recipient's preview hides. Not yet fitted to a vendor.
 * Source: docs/semantics.md, "Text".
 */
export function composeText({ message, title, subtitle, body, language, mentioned, preview, options }: TextInput): ComposedText {
  const { appName, mentionMark, previewKeeps, body: hostBody } = resolveText(options)
  const statedTitle = title === undefined || isBlank(title) ? undefined : cleanTitle(title)
  const fullTitle = statedTitle ?? derivedTitle(message, appName)
  const content = cleanBody(body ?? hostBody?.(message, language.name) ?? elementsBody(message.elements, language.words))
  const fullBody = body === undefined ? framedBody(content, message, { title: fullTitle, words: language.words, mentioned, mentionMark }) : content
  const shows = (part: keyof Shown) => preview === 'full' || previewKeeps.includes(part)
  return {
    title: preview === 'none' ? appTitle(appName) : fullTitle,
    subtitle: subtitle === undefined || isBlank(subtitle) || !shows('subtitle') ? undefined : cleanTitle(subtitle),
    body: preview === 'full' ? fullBody : language.words.newMessage,
    titleFrom: statedTitle === undefined ? 'elements' : 'stated',
    bodyFrom: body === undefined ? 'elements' : 'stated',
    resolved: { title: fullTitle, body: fullBody },
    empty: isBlank(content),
    shows: { subtitle: shows('subtitle'), image: shows('image'), clickUrl: shows('clickUrl'), templateText: shows('templateText'), ext: shows('ext') },
  }
}
