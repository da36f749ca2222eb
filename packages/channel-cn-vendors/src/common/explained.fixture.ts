import { type AnyChannel, createExplainer, type Json, type Message, type Recipient } from '@rouse/core'

/** What a chat server hands over, and whom it is for: fields over a c2c text from Bob to Alice. */
export interface Scene {
  readonly message?: Partial<Message>
  readonly recipient?: Partial<Recipient>
}

/** The codes of the notes that belong to a push, and its first request. */
export interface Explained {
  readonly url: string
  readonly body: { readonly [field: string]: Json }
  readonly notes: readonly string[]
}

/** A message on its whole way: merged, worded, degraded, fitted and rendered for one token of this channel. */
export async function explained(channel: AnyChannel, token: string, { message, recipient }: Scene): Promise<Explained> {
  const explainer = createExplainer({ channels: [channel], clock: () => Date.parse('2026-11-23T10:00:00Z') })
  const sent: Message = {
    id: 'msg-1',
    kind: 'chat',
    conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
    sender: { id: 'bob', name: 'Bob' },
    elements: [{ type: 'text', text: 'a new msg from bob' }],
    ...message,
  }
  const registrations = [{ channel: channel.name, token, app: channel.apps[0]?.app ?? '' }]
  const alice: Recipient = { id: 'alice', unread: 7, ...recipient, devices: [{ id: 'd1', platform: 'android', registrations }] }
  const [decision] = await explainer.explain(sent, alice, { showTokens: true })
  if (decision?.request === undefined) throw new Error(`nothing is pushed: ${decision?.reason}`)
  const { url, body } = decision.request
  return { url, body: body as Explained['body'], notes: decision.notes.map(({ code }) => code) }
}
