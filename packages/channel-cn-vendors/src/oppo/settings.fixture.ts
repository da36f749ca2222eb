import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.oppo`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { subTitle: 'sub\ud800', networkType: 1, showTtl: 3600, verifyRegistrationId: false },
  { style: 2, channelId: '频道\udfff', category: 'IM', notifyLevel: 16 },
  { style: 3, bigPictureId: 'b1', smallPictureId: 's1', fixSpeedRate: 1000, showStartTime: 1_795_500_000_000, showEndTime: 1_795_503_600_000 },
  { notifyLevel: 2, privateMsgTemplateId: 'T9', showTtl: 172_800, clickActionType: 0 },
  { clickActionType: 1, clickActionActivity: 'com.example.OPEN', category: 'MARKETING', showTtl: 86_400 },
  { clickActionType: 4, clickActionActivity: 'com.example.chat.Open\ud800' },
  { clickActionType: 2, clickActionUrl: `https://example.com/${'😀'.repeat(1980)}` },
  { clickActionType: 5, clickActionUrl: 'intent:#Intent;component=a/.C;end' },
  { privateMsgTemplateId: 'T9', privateTitleParameters: { a: '{sender} 😀' }, privateContentParameters: { b: 'x'.repeat(200), 'c\ud800': '{body}{body}' } },
]
