import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.harmony`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { category: 'MISS_CALL', sound: 'ring.mp3', soundDuration: 60, foregroundShow: false, profileId: 'p', appMessageId: 'm-1 +/=_' },
  { category: 'PLAY_VOICE', style: 3, inboxContent: ['a', '消'.repeat(1024), '\udfff'.repeat(100)] },
  { style: 3, inboxContent: ['one', 'two', 'three'], action: 'com.example.OPEN' },
  { testMessage: true, biTag: 'b', receiptId: 'r', collapseKey: 0 },
  { pushType: 1, payload: { formData: { moduleName: 'entry', formName: 'w\udfff' } } },
  { pushType: 2 },
  { pushType: 7, payload: { activityId: 1, big: 'x'.repeat(5000) } },
  { pushType: 6, extraData: 'plain text', backgroundMode: 1 },
  { pushType: 6, extraData: '消'.repeat(4000) },
  { pushType: 10, payload: { extraData: 'call' } },
  { pushType: 11, payload: { mdm: 'lock' } },
]
