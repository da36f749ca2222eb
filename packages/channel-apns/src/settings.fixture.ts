import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.apns`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { pushType: 'background' },
  { pushType: 'voip', priority: 5 },
  { titleLocKey: 'T', titleLocArgs: ['a'], subtitleLocKey: 'S', locKey: 'L', locArgs: [], launchImage: 'l.png' },
  {
    criticalSound: { name: 'siren.caf', volume: 0.5 },
    targetContentId: 'w',
    relevanceScore: 0.7,
    filterCriteria: 'work',
    custom: { a: { b: [1, '\ud800'] } },
  },
  { liveActivity: { timestamp: 1, event: 'update', contentState: { score: 1 }, staleDate: 2, relevanceScore: 75 } },
  { liveActivity: { timestamp: 1, event: 'start', contentState: {}, attributesType: 'Call', attributes: {}, inputPushToken: 1 } },
  {
    liveActivity: {
      timestamp: 1,
      event: 'start',
      contentState: {},
      attributesType: 'Call',
      attributes: {},
      inputPushChannel: 'dHN0LXNyY2gtY2hubA==',
      alert: true,
    },
    titleLocKey: 'T',
    titleLocArgs: ['a'],
    locKey: 'L',
    subtitleLocKey: 'S',
    launchImage: 'l.png',
    criticalSound: {},
  },
  { liveActivity: { timestamp: 1, event: 'update', contentState: {}, alert: false }, priority: 5 },
  { pushType: 'widgets' },
  { pushType: 'controls' },
  { contentAvailable: true },
  { contentAvailable: true, pushType: 'pushtotalk' },
]
