import { fit, type Graphemes, type Notification } from '@rouse/core'
import { templateLimits } from '../limits.ts'

/** Emoji, class So, and code points that mean nothing: what a template's values must not hold. Source: vendors/xiaomi.md, "Message classes". */
const symbols =
  /(?:\p{So}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Cn}|\p{Cs}|\p{Variation_Selector}|\u20e3|[\u{e0020}-\u{e007f}])\u200d*/gu

/** A text without what Xiaomi refuses in a template; spaces that stood around a symbol become one. */
export const withoutSymbols = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replace(symbols, '')
    .replace(/ {2,}/g, ' ')
    .trim()

const placeholder = /\{(sender|conversation|title|body)\}/g

/** A template's variables filled from a notification, each of 1…128 characters without symbols. */
export function templateParams(
  params: Readonly<Record<string, string>>,
  notification: Notification,
  emojiText: string,
  graphemes: Graphemes,
): Readonly<Record<string, string>> {
  // A name that is missing, or that the recipient's preview hides, is what the title says.
  const words: Readonly<Record<string, string>> = {
    sender: notification.sender.name ?? notification.title,
    conversation: notification.conversation.name ?? notification.title,
    title: notification.title,
    body: notification.body,
  }
  const spoken = (text: string): string => withoutSymbols(text) || emojiText
  return Object.fromEntries(
    Object.entries(params).map(([variable, text]) => {
      const value = withoutSymbols(text.replace(placeholder, (_, word: string) => spoken(words[word] ?? ''))) || emojiText
      return [variable, fit(value, { max: templateLimits.value, unit: 'utf16' }, graphemes).text]
    }),
  )
}
