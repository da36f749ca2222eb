import type { Device } from '@rouse/core'

/** The app that every sample is of. */
export const sampleApp = 'com.example.chat'

const registeredAt = '2026-11-01T00:00:00Z'
const chinese = { region: 'CN', playServices: false, session: 'logged-in', appState: 'closed' } as const

/**
 * A device for each bundled channel, which that channel fits, with tokens in its vendor's form. Every device is logged in
 * and its app closed: each gets a push.
 */
export const sampleDevices = {
  apns: {
    id: 'iphone',
    platform: 'ios',
    maker: 'apple',
    osVersion: '18.1',
    session: 'logged-in',
    appState: 'closed',
    registrations: [{ channel: 'apns', token: '00ff'.repeat(16), app: sampleApp, environment: 'production', kind: 'alert', registeredAt }],
  },
  fcm: {
    id: 'pixel',
    platform: 'android',
    maker: 'google',
    osVersion: '15',
    session: 'logged-in',
    appState: 'closed',
    region: 'SG',
    playServices: true,
    registrations: [{ channel: 'fcm', token: `fcmInstance01:APA91b${'Token_of-Pixel'.repeat(9)}`, app: sampleApp, registeredAt }],
  },
  huawei: {
    id: 'mate',
    platform: 'android',
    maker: 'huawei',
    osVersion: '12',
    hmsVersion: 60_900_300,
    ...chinese,
    registrations: [{ channel: 'huawei', token: `IQAAAACy0${'HuaweiToken'.repeat(11)}`, app: sampleApp, registeredAt }],
  },
  harmony: {
    id: 'mate-next',
    platform: 'harmony',
    maker: 'huawei',
    osVersion: '5.0',
    ...chinese,
    registrations: [{ channel: 'harmony', token: `MAMzLg${'HarmonyToken'.repeat(8)}`, app: sampleApp, registeredAt }],
  },
  honor: {
    id: 'magic',
    platform: 'android',
    maker: 'honor',
    osVersion: '14',
    ...chinese,
    registrations: [{ channel: 'honor', token: `BAEAAAAAB${'HonorToken'.repeat(11)}`, app: sampleApp, registeredAt }],
  },
  xiaomi: {
    id: 'mi',
    platform: 'android',
    maker: 'xiaomi',
    osVersion: '14',
    ...chinese,
    registrations: [{ channel: 'xiaomi', token: 'XiaomiRegId0123456789+/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN=', app: sampleApp, registeredAt }],
  },
  oppo: {
    id: 'find',
    platform: 'android',
    maker: 'oppo',
    osVersion: '14',
    ...chinese,
    registrations: [{ channel: 'oppo', token: 'OPPO_CN_0123456789abcdef0123456789abcdef', app: sampleApp, registeredAt }],
  },
  vivo: {
    id: 'x100',
    platform: 'android',
    maker: 'vivo',
    osVersion: '14',
    ...chinese,
    registrations: [{ channel: 'vivo', token: '15900000000123456789012', app: sampleApp, registeredAt }],
  },
  meizu: {
    id: 'meizu21',
    platform: 'android',
    maker: 'meizu',
    osVersion: '14',
    ...chinese,
    registrations: [{ channel: 'meizu', token: 'RA50c63726e0763705c5b0a067e7c7d4072597d4e61', app: sampleApp, registeredAt }],
  },
} as const satisfies Readonly<Record<string, Device>>
