import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.huawei`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { category: 'WORK', importance: 'NORMAL', channelId: 'chat', icon: '/raw/i', color: '#A1b2C3', tag: 't', group: 'g' },
  { passThrough: true, data: 'any \ud800 text', urgency: 'HIGH', category: 'PLAY_VOICE', biTag: 'b', receiptId: 'r', fastAppTarget: 1 },
  { passThrough: true, data: 'x'.repeat(5000) },
  { passThrough: true, targetUserType: 1, collapseKey: -1, review: [{ reviewer: 'tuibian', type: 0, result: 'x'.repeat(300) }] },
  { style: 1, bigTitle: 'Big', bigBody: '大'.repeat(3000), sound: '/raw/s', defaultSound: false, when: '2026-11-24T08:00:00.123Z' },
  { style: 1, ticker: 'ti', notifySummary: 'n', foregroundShow: false, visibility: 'SECRET', useDefaultVibrate: false, vibrateConfig: ['1', '0.5s'] },
  { style: 3, inboxContent: ['a', '\udfff'.repeat(1000), '消'.repeat(1024)] },
  { style: 3, inboxContent: ['one', 'two'], profileId: 'p', action: 'com.example.OPEN' },
  {
    useDefaultLight: false,
    lightSettings: { color: { alpha: 1, red: 0.5, green: 0, blue: 0 }, lightOnDuration: '1s', lightOffDuration: '1s' },
    titleLocKey: 'T',
    titleLocArgs: ['a'],
    bodyLocKey: 'B',
    bodyLocArgs: ['b'],
    multiLangKey: { T: { en: 'hi', zh: '你好' } },
    buttons: [{ name: 'Reply', actionType: 1, intentType: 0, intent: 'intent:#Intent;end', data: '{}' }],
  },
]
