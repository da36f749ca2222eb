import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.honor`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { passThrough: true, data: 'any \ud800 text', biTag: 'b\udfff', targetUserType: 1 },
  { passThrough: true, data: '消'.repeat(4000) },
  { passThrough: true },
  { importance: 'LOW', tag: 't', group: 'g\ud800', when: '2014-10-02T15:01:23.045123456Z' },
  { style: 1, importance: 'NORMAL' },
  { style: 0, action: 'com.example.OPEN', targetUserType: 0 },
  { buttons: [{ name: 'Reply', actionType: 1, intentType: 1, intent: 'com.example.REPLY', data: '{"a":"b"}' }] },
  { buttons: [1, 2, 3].map(n => ({ name: `${n}`, actionType: 2, intent: `https://example.com/${'消'.repeat(900)}` })), tag: 'k' },
]
