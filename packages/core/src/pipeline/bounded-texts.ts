import type { Element, Message } from '../model/message.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { codePointFloor } from '../text/graphemes.ts'

/** Characters of a name that are read: no screen shows more, and a user chooses it freely. */
const longestName = 256
/** Characters of a text that are read: many times what any vendor carries. */
const longestText = 32_768

function cut(text: string, longest: number): string
function cut(text: string | undefined, longest: number): string | undefined
function cut(text: string | undefined, longest: number): string | undefined {
  return text === undefined || text.length <= longest ? text : `${text.slice(0, codePointFloor(text, longest - 1))}…`
}

/** An object with other values in some of its fields; the same object where none differs. */
function changed<T extends object>(object: T, values: Partial<T>): T {
  for (const name in values) if (values[name] !== object[name]) return { ...object, ...values }
  return object
}

/** Elements whose texts have `longestText` characters together. */
function boundedElements(elements: readonly Element[]): readonly Element[] {
  let left = longestText
  let isCut = false
  const bounded = elements.map((element): Element => {
    const text = element.type === 'text' ? element.text : element.type === 'custom' ? element.description : undefined
    if (text === undefined) return element
    const short = cut(text, Math.max(1, left))
    left -= short.length
    if (short === text) return element
    isCut = true
    if (element.type === 'text') return { ...element, text: short }
    return element.type === 'custom' ? { ...element, description: short } : element
  })
  return isCut ? bounded : elements
}

function boundedSettings(push: PushSettings): PushSettings {
  const { title, body, android, ios } = push
  const texts = {
    ...(title === undefined ? {} : { title: cut(title, longestText) }),
    ...(body === undefined ? {} : { body: cut(body, longestText) }),
    ...(android === undefined ? {} : { android: boundedTexts(android) }),
    ...(ios === undefined ? {} : { ios: boundedTexts(ios) }),
  }
  return changed(push, texts)
}

function boundedTexts<T extends { readonly title?: string; readonly subtitle?: string; readonly body?: string }>(settings: T): T {
  const { title, subtitle, body } = settings
  const texts: { title?: string; subtitle?: string; body?: string } = {}
  if (title !== undefined) texts.title = cut(title, longestText)
  if (subtitle !== undefined) texts.subtitle = cut(subtitle, longestText)
  if (body !== undefined) texts.body = cut(body, longestText)
  return changed(settings, texts as Partial<T>)
}

/** A named side of a message, its name cut to `longestName` characters. */
const named = <T extends { readonly name?: string }>(side: T): T => {
  const name = cut(side.name, longestName)
  return name === side.name ? side : { ...side, name }
}

/**
 * A message whose texts are cut to what can be read, before any rule, template or vendor's text sees them: names to 256 characters,
 * stated texts to 32,768 each, its elements' to as many together. What is cut ends with `…`. A message within these bounds is
 * returned as it is.
 */
export function withBoundedTexts(message: Message): Message {
  const { conversation, sender, elements, push } = message
  return changed<Message>(message, {
    conversation: named(conversation),
    sender: named(sender),
    elements: boundedElements(elements),
    ...(push === undefined ? {} : { push: boundedSettings(push) }),
  })
}
