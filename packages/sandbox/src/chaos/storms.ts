import type { Vendor } from '../common/vendor.ts'

/** The codes by which each vendor says "too much" and "not now". */
export const stormCodes: Readonly<Record<Vendor, { readonly throttled: string; readonly unavailable: string }>> = {
  apns: { throttled: 'TooManyRequests', unavailable: 'ServiceUnavailable' },
  fcm: { throttled: 'QUOTA_EXCEEDED', unavailable: 'UNAVAILABLE' },
  huawei: { throttled: '503', unavailable: '81000001' },
  harmony: { throttled: '503', unavailable: '81000001' },
  honor: { throttled: '429', unavailable: '503' },
  xiaomi: { throttled: '200002', unavailable: '10002' },
  oppo: { throttled: '13', unavailable: '-1' },
  vivo: { throttled: '10072', unavailable: '10040' },
  meizu: { throttled: '110010', unavailable: '1003' },
}
