import type { Notification } from '@rouse/core/channel'

/** A c2c text from Bob, as a channel's `render` gets it; `changes` replace whole fields. */
export function sampleNotification(changes: Partial<Notification> = {}): Notification {
  return {
    messageId: 'msg-1',
    replaceId: 'msg-1',
    conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
    sender: { id: 'bob', name: 'Bob' },
    title: 'Bob',
    body: 'a new msg from bob',
    sound: { kind: 'default' },
    badge: true,
    kind: 'alert',
    category: 'im',
    priority: 'high',
    ttl: 86_400,
    expiresAt: 1_795_600_000,
    notifyMode: 'normal',
    click: { kind: 'app' },
    templateText: true,
    vendor: {},
    ...changes,
  }
}
