import type { Notification } from '@rouse/core'

/** The extension as the vendors' JSON texts carry it: `ext`, `extEncoding` and, when config asks, the ids. Empty: nothing to carry. */
export function extObject({ ext, messageId, conversation }: Notification, addIds: boolean): Readonly<Record<string, string>> {
  const carried: Record<string, string> = {}
  if (ext !== undefined) {
    carried.ext = ext.text
    if (ext.encoding !== undefined) carried.extEncoding = ext.encoding
  }
  if (addIds) {
    carried.messageId = messageId
    carried.conversationId = conversation.id
    carried.conversationType = conversation.type
  }
  return carried
}
