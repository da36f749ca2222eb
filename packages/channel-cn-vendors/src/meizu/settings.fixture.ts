import type { Json } from '@rouse/core'

/** Samples of `push.vendors.meizu`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { noticeMsgType: 0, noticeBarType: 2, suspend: 0, clearNoticeBar: 0 },
  { noticeExpandType: 1, noticeExpandContent: 'long \ud800 text' },
  { noticeExpandType: 2, noticeExpandImgUrl: 'https://img.meizu.com/1.png' },
  { noticeExpandType: 0, fixStartDisplayTime: '2026-11-23 10:00:00', fixEndDisplayTime: '2026-11-23 12:00:00' },
  { vibrate: 1, lights: 0, sound: 1, noticeMsgType: 1 },
]
