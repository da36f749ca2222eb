import type { Message } from '../model/message.ts'
import { codePointFloor } from '../text/graphemes.ts'

/** Characters of a name that are read: no screen shows more, and a user chooses it freely. */
const longestName = 256

const short = (name: string | undefined): string | undefined =>
  name === undefined || name.length <= longestName ? name : `${name.slice(0, codePointFloor(name, longestName - 1))}…`

/** A message whose names are cut to 256 characters, before any rule, template or vendor's text sees them. */
export function withShortNames(message: Message): Message {
  const { conversation, sender } = message
  const [group, person] = [short(conversation.name), short(sender.name)]
  if (group === conversation.name && person === sender.name) return message
  return {
    ...message,
    conversation: group === undefined ? conversation : { ...conversation, name: group },
    sender: person === undefined ? sender : { ...sender, name: person },
  }
}
