import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.xiaomi`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { passThrough: 1, notifyType: 5, timeToSend: 1_795_500_000_000, onlySendOnce: 1 },
  { channelId: '9', channelName: 'n', channelDescription: 'd', templateId: 'T9', templateParam: { a: '{sender} 😀', b: 'x'.repeat(500) } },
  { notifyForeground: 0, flowControl: 3000, ticker: 't', locale: 'zh_CN', localeNotIn: 'en', model: 'm', modelNotIn: 'n', connpt: 'wifi' },
  { appVersion: '1', appVersionNotIn: '2', extra: { a: '1', 'b\ud800': 'x'.repeat(1000), c: '\udfff' } },
]
