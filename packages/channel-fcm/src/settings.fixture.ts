import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.fcm`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { data: { hint: '1', 'odd\ud800': 'v\udfff' }, icon: 'i', color: '#00ff00', clickAction: 'OPEN', ticker: 't', sticky: true },
  { titleLocKey: 'T', titleLocArgs: ['a'], bodyLocKey: 'B', bodyLocArgs: [], eventTime: '2026-11-23T10:00:00Z', localOnly: false },
  { notificationPriority: 'PRIORITY_MAX', defaultSound: true, defaultVibrateTimings: true, defaultLightSettings: false, vibrateTimings: ['0.5s', '1s'] },
  { visibility: 'SECRET', lightSettings: { color: { red: 1 }, lightOnDuration: '1s', lightOffDuration: '2s' }, bypassProxyNotification: true, proxy: 'DENY' },
  { restrictedPackageName: 'p', directBootOk: true, bandwidthConstrainedOk: true, analyticsLabel: 'chat', fcmOptions: { analyticsLabel: 'chat' } },
  {
    apns: {
      headers: { 'apns-priority': '5' },
      payload: { aps: { alert: { 'loc-key': 'K', 'loc-args': ['a'] }, sound: { critical: 1, name: 'a.caf', volume: 0.5 }, 'thread-id': 't' }, own: 1 },
    },
    webpush: { headers: { Urgency: 'high' }, data: { a: 'b' }, fcmOptions: { link: 'https://a' } },
  },
  { passThrough: true, data: { hint: '1' }, icon: 'i', ticker: 't' },
  { passThrough: true, apns: { payload: { aps: { badge: 1 }, own: 1 } } },
  { apns: { liveActivityToken: 'abc', payload: { aps: { event: 'end' } } } },
]
