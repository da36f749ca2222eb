import { fit, type Graphemes, type Notification } from '@rouse/core/channel'
import { templateText } from '../../common/index.ts'
import { templateLimits } from '../limits.ts'

/** Emoji, class So, and code points that mean nothing: what a template's values must not hold. Source: docs/vendors/xiaomi.md, "Message classes". */
const symbols =
  /(?:\p{So}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Cn}|\p{Cs}|\p{Variation_Selector}|\u20e3|[\u{e0020}-\u{e007f}])\u200d*/gu

/** UTF-16 units of a text that are read at all: a value has 128 at most, and a name may be as long as a message. */
const longestRead = 4096

/** White space that holds a line break becomes one space. */
const onOneLine = (blanks: string): string => (/[\n\u2028\u2029]/.test(blanks) ? ' ' : blanks)

/** A text without what Xiaomi refuses in a template; spaces around a symbol become one. Reads the first 4096 UTF-16 units. */
export const withoutSymbols = (text: string): string => text.slice(0, longestRead).replace(/\s+/g, onOneLine).replace(symbols, '').replace(/ {2,}/g, ' ').trim()

/** A template's variables filled from a notification, each of 1…128 characters without symbols; `emojiText` where nothing else was. */
export function templateParams(
  params: Readonly<Record<string, string>>,
  notification: Notification,
  emojiText: string,
  graphemes: Graphemes,
): Readonly<Record<string, string>> {
  const spoken = (text: string): string => withoutSymbols(text) || emojiText
  return Object.fromEntries(
    Object.entries(params).map(([variable, text]) => [variable, fit(spoken(templateText(text, notification, spoken)), templateLimits.value, graphemes).text]),
  )
}
