import type { Json } from '@rouse/core/channel'

/** Samples of `push.vendors.vivo`, every setting at least once. */
export const settings: readonly Readonly<Record<string, Json>>[] = [
  { notifyType: 2, networkType: 1, classification: 0, pushMode: 1, foregroundShow: false },
  { skipType: 2, skipContent: 'https://example.com/\ud800', category: 'TODO', classification: 0 },
  { skipType: 3, skipContent: 'custom', category: 'NEW_WORD' },
  { skipType: 1, profileId: 'user\udfff', sendOnline: true, auditReview: [{ reviewer: 'r\ud800', result: 1 }] },
  { clientCustomMap: { a: '1', 'b\ud800': 'x'.repeat(1000), c: '\udfff' } },
  { clientCustomMap: Object.fromEntries([...'abcdefghij'].map(key => [key, 'v'])) },
  { timedDisplay: { showStartTime: '1795517200000', showEndTime: '1795520800000', overtimeDisplay: true }, classification: 1 },
  { timedDisplay: { showStartTime: '1795500000000', showEndTime: '1795599999999' }, skipType: 2, skipContent: 'x'.repeat(1024) },
  { skipType: 4, skipContent: 'intent:#Intent;component=a/.C;end', clientCustomMap: { constructor: 'y' } },
]
