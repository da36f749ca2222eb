import type { Message } from '@rouse/core/channel'

/** What every vendor's golden requests show at least. */
export type GoldenName =
  | 'a c2c text'
  | 'a group message with a mention'
  | 'an image'
  | 'silent'
  | 'a custom sound'
  | 'badge off'
  | 'no title'
  | 'a long text'
  | 'an emoji at the cut'
  | 'an ext of bytes'
  | 'notify mode custom'
  | 'ttl 0'
  | 'marketing'

/** A c2c text from Bob: what all scenes change in one thing. */
export const goldenChat: Message = {
  id: 'msg-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  sentAt: '2026-11-23T10:00:00Z',
  elements: [{ type: 'text', text: 'hi' }],
}

const family = '👨‍👩‍👧‍👦'

/**
 * The messages of golden requests, as a chat server has them: to alice, who has seven unread. `emojiAfter`: letters before an emoji of
 * one grapheme and several code points, so many that it does not fit any more.
 */
export function goldenScenes(emojiAfter: number): Readonly<Record<GoldenName, Message>> {
  const chat = goldenChat
  const text = (words: string): Message['elements'] => [{ type: 'text', text: words }]
  return {
    'a c2c text': chat,
    'a group message with a mention': { ...chat, conversation: { type: 'group', id: 'team', name: 'Team' }, mentions: { users: ['alice'] } },
    'an image': { ...chat, elements: [{ type: 'image', url: 'https://example.com/a.png' }], push: { image: 'https://example.com/a.png' } },
    silent: { ...chat, push: { ios: { sound: { silent: true } }, android: { sound: { silent: true } } } },
    'a custom sound': { ...chat, push: { ios: { sound: '/path/to/dudulu.caf' }, android: { sound: 'android.resource://com.example.chat/raw/dudulu' } } },
    'badge off': { ...chat, push: { badge: false } },
    'no title': { ...chat, conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' } },
    'a long text': { ...chat, elements: text('x'.repeat(100_000)) },
    'an emoji at the cut': { ...chat, elements: text(`${'x'.repeat(emojiAfter)}${family}${'y'.repeat(5000)}`) },
    'an ext of bytes': { ...chat, push: { ext: { base64: '//8A' } } },
    'notify mode custom': { ...chat, push: { ext: '{"level":15}', android: { notifyMode: 'custom' } } },
    'ttl 0': { ...chat, push: { ttl: 0 } },
    marketing: { ...chat, push: { category: 'marketing', priority: 'normal' } },
  }
}
