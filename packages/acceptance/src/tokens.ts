import type { Vendor } from '@rouse/sandbox'

/** Tokens in the form of each vendor, another one for each number. */
export const tokens: Readonly<Record<Vendor, (i: number) => string>> = {
  apns: i => i.toString(16).padStart(64, '0'),
  fcm: i => `f${i}:APA91b${String(i).padStart(120, 'x')}`,
  huawei: i => `IQAAAACy0${String(i).padStart(96, 'A')}`,
  harmony: i => `MAMzLg${String(i).padStart(96, 'A')}`,
  honor: i => `BAEAAAAAB.${String(i).padStart(96, 'a')}`,
  xiaomi: i => `${String(i).padStart(43, 'd')}=`,
  oppo: i => `OPPO_CN_${String(i).padStart(32, '0')}`,
  vivo: i => `1${String(i).padStart(22, '0')}`,
  meizu: i => `RA50${String(i).padStart(40, '0')}`,
}
