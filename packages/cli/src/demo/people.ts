import type { Device, Message, Recipient } from '@rouse/core'

const app = 'com.example.chat'

/** The vendor guide's own example: text, description, ext, Android title, notify mode, sounds, badge counting on. */
export const guideMessage: Message = {
  id: 'guide-1',
  kind: 'chat',
  conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
  sender: { id: 'bob', name: 'Bob' },
  app,
  elements: [{ type: 'text', text: 'a new msg from bob' }],
  push: {
    enabled: true,
    body: "I'm description",
    ext: '{"level":15,"task":"TASK15"}',
    android: { title: "I'm title", notifyMode: 'normal', sound: `android.resource://${app}/raw/hualala` },
    ios: { sound: '/path/to/sound/file', badge: true },
  },
}

const hex = (seed: number, length = 64): string => Array.from({ length }, (_, i) => ((i * 7 + seed * 11) % 16).toString(16)).join('')

/** A phone of each vendor, with a token as that vendor's look. */
const phones: Readonly<Record<string, Omit<Device, 'id' | 'registrations'> & { readonly token: string; readonly region?: string }>> = {
  apns: { platform: 'ios', maker: 'apple', osVersion: '18.1', region: 'CN', token: hex(1) },
  fcm: { platform: 'android', maker: 'google', region: 'US', playServices: true, token: `fcm-demo:APA91b${hex(2, 120)}` },
  huawei: { platform: 'android', maker: 'huawei', region: 'CN', hmsVersion: 60_000_000, token: `IQAAAACy0${hex(3, 96).toUpperCase()}` },
  harmony: { platform: 'harmony', maker: 'huawei', osVersion: '5.0.1', region: 'CN', token: `MAMzLg${hex(4, 96).toUpperCase()}` },
  honor: { platform: 'android', maker: 'honor', region: 'CN', token: `BAEAAAAAB.${hex(5, 96)}` },
  xiaomi: { platform: 'android', maker: 'xiaomi', region: 'CN', token: `${hex(6, 42)}/+${hex(7, 18)}==` },
  oppo: { platform: 'android', maker: 'oppo', region: 'CN', token: `OPPO_CN_${hex(8, 32)}` },
  vivo: { platform: 'android', maker: 'vivo', region: 'CN', token: `${'1'.repeat(17)}${hex(9, 6)}` },
  meizu: { platform: 'android', maker: 'meizu', region: 'CN', token: `RA50${hex(10, 40)}` },
}

const names = ['alice', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy']

/** A phone of this vendor, as its owner's only one. */
export function phone(channel: string, change: Partial<Device> = {}): Device {
  const { token, ...facts } = phones[channel] as (typeof phones)[string]
  return { id: `${channel}-phone`, ...facts, registrations: [{ channel, token, app, registeredAt: '2026-11-01T00:00:00Z' }], ...change }
}

/** One recipient a channel, each of whom is to be woken. */
export function wokenPeople(channels: readonly string[]): readonly Recipient[] {
  return Object.keys(phones)
    .filter(channel => channels.includes(channel))
    .map((channel, i) => ({ id: names[i] ?? channel, locale: 'en', timeZone: 'UTC', unread: i + 1, devices: [phone(channel)] }))
}
