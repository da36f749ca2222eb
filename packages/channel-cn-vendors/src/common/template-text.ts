import type { Notification } from '@rouse/core'

const placeholder = /\{(sender|conversation|title|body)\}/g

/**
 * A template's text with `{sender}`, `{conversation}`, `{title}` and `{body}` put in; all else stays. A name that is missing, or
 * that the recipient's preview hides, is what the title says.
 */
export function templateText(text: string, { sender, conversation, title, body }: Notification): string {
  const words: Readonly<Record<string, string>> = { sender: sender.name ?? title, conversation: conversation.name ?? title, title, body }
  return text.replace(placeholder, (_, word: string) => words[word] ?? '').toWellFormed()
}
