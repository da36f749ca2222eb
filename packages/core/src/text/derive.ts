import type { Element, Message } from '../model/message.ts'
import { cleanName, isBlank, isolateName } from './clean.ts'
import type { Words } from './text-options.ts'

/** What one element says in words; empty: nothing. */
function wordsOf(element: Element, words: Words): string {
  switch (element.type) {
    case 'text':
      return element.text
    case 'custom':
      return element.description ?? ''
    default:
      return words[element.type]
  }
}

/** The message's elements in words, joined by one space; those that say nothing are left out. */
export function elementsBody(elements: readonly Element[], words: Words): string {
  return elements
    .map(element => wordsOf(element, words))
    .filter(part => !isBlank(part))
    .join(' ')
}

const firstVisible = (...names: readonly (string | undefined)[]): string | undefined => names.find(each => !isBlank(each))

const firstName = (...names: readonly (string | undefined)[]): string | undefined => {
  const name = firstVisible(...names)
  return name === undefined ? undefined : cleanName(name)
}

/** The group's name, if the message is in a group that has one. */
const groupName = ({ conversation }: Message): string | undefined => (conversation.type === 'group' ? firstName(conversation.name) : undefined)

/** The sender's name, or id; undefined when both are blank. */
const senderName = ({ sender }: Message): string | undefined => firstName(sender.name, sender.id)

/** The title that nobody stated: the group's name, else the sender's name, the sender's id, the app's name; never blank. */
export const derivedTitle = (message: Message, appName: string): string => groupName(message) ?? senderName(message) ?? appTitle(appName)

/** The app's name as a title; `New message` where config left it blank. */
export const appTitle = (appName: string): string => firstName(appName) ?? 'New message'

/** What a derived body's frame depends on. */
export interface BodyFrame {
  /** As it stands over the body. */
  readonly title: string
  readonly words: Words
  /** The recipient is mentioned, by id or by @all. */
  readonly mentioned: boolean
  readonly mentionMark: boolean
}

/** A derived body in its frame: in a group first the mention mark, then `sender: ` when the title is the group's name. */
export function framedBody(content: string, message: Message, { title, words, mentioned, mentionMark }: BodyFrame): string {
  if (message.conversation.type !== 'group') return content
  const { name, id } = message.sender
  const sender = title === groupName(message) ? firstVisible(name, id) : undefined
  const mark = mentioned && mentionMark && !isBlank(words.mentioned) ? `${words.mentioned.trimEnd()} ` : ''
  return `${mark}${sender === undefined ? '' : `${isolateName(sender)}: `}${content}`
}
