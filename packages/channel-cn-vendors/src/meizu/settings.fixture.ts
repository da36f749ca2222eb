import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.meizu`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { noticeMsgType: 0, noticeBarType: 2, suspend: 0, clearNoticeBar: 0 },
  { noticeExpandType: 1, noticeExpandContent: 'long \ud800 text' },
  { noticeExpandType: 2, noticeExpandImgUrl: 'https://img.meizu.com/1.png' },
  { noticeExpandType: 0, fixStartDisplayTime: '2026-11-23 10:00:00', fixEndDisplayTime: '2026-11-23 12:00:00' },
  { clickType: 1, activity: 'com.example.chat.Call', noticeExpandType: 0 },
  { clickType: 2, url: `chat://${'x'.repeat(993)}`, noticeExpandType: 1, noticeExpandContent: '消'.repeat(1024) },
  { clickType: 0 },
  { vibrate: 1, lights: 0, sound: 1, noticeMsgType: 1 },
]
