import type { ConversationFact, DeviceFact, Facts, MessageFact, NowFact, RecipientFact } from '../facts.ts'

interface Changes {
  readonly message?: Partial<MessageFact>
  readonly conversation?: Partial<ConversationFact>
  readonly recipient?: Partial<RecipientFact>
  readonly device?: Partial<DeviceFact> | null
  readonly now?: Partial<NowFact>
  readonly enabled?: { readonly value: boolean; readonly from: string }
  readonly recent?: { readonly recipient: number; readonly conversation: number }
  readonly host?: Facts['host']
}

/** Facts of Bob's message to Alice's phone, which gets a push, with changes. */
export function sampleFacts(changes: Changes = {}): Facts {
  const { enabled = { value: true, from: 'default' }, recent = { recipient: 0, conversation: 0 } } = changes
  return {
    message: {
      id: 'msg-1',
      revision: 0,
      kind: 'chat',
      conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
      sender: { id: 'bob', name: 'Bob' },
      sentAt: '2026-11-23T10:00:00Z',
      app: undefined,
      elements: [{ type: 'text', text: 'a new msg from bob' }],
      mentions: { all: false, users: [] },
      age: 1,
      stated: { enabled: undefined, ttl: undefined },
      ...changes.message,
    },
    conversation: { receive: 'all', mutedUntil: undefined, muted: false, ...changes.conversation },
    recipient: {
      id: 'alice',
      preview: 'full',
      timeZone: undefined,
      locale: undefined,
      unread: 7,
      quietHours: undefined,
      mentioned: false,
      inQuietHours: false,
      deviceCount: 1,
      bucket: 42,
      ...changes.recipient,
    },
    device:
      changes.device === null
        ? undefined
        : {
            id: 'd1',
            platform: 'android',
            maker: undefined,
            osVersion: undefined,
            session: 'logged-in',
            appState: 'closed',
            region: undefined,
            playServices: undefined,
            hmsVersion: undefined,
            lastSeenAt: undefined,
            lastSeenAge: undefined,
            ...changes.device,
          },
    now: { iso: '2026-11-23T10:00:01.000Z', hour: 10, minute: 0, weekday: 1, ...changes.now },
    effective: { enabled: enabled.value, from: { enabled: enabled.from } },
    recent: { recipient: () => recent.recipient, conversation: () => recent.conversation },
    host: changes.host ?? {},
  }
}
