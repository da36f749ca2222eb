import type { Notification } from '@rouse/core/channel'

const placeholder = /\{(sender|conversation|title|body)\}/g

/**
 * A template's text with `{sender}`, `{conversation}`, `{title}` and `{body}` put in; all else stays. A name that is missing or
 * blank, or that the recipient's preview hides, is what the title says. `spoken`: how the vendor lets a word be said. Default: as it is.
 */
export function templateText(text: string, { sender, conversation, title, body }: Notification, spoken: (word: string) => string = word => word): string {
  const named = (name: string | undefined) => (name === undefined || name.trim() === '' ? title : name)
  const words: Readonly<Record<string, string>> = { sender: named(sender.name), conversation: named(conversation.name), title, body }
  return text.replace(placeholder, (_, word: string) => spoken(words[word] ?? '')).toWellFormed()
}
