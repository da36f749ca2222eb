import type { Device, Recipient } from '@rouse/core'
import { sampleDevices } from './devices.ts'

/** A recipient with this one device, whom nothing keeps from a push. */
export const recipientWith = (device: Device): Recipient => ({
  id: 'alice',
  settings: { enabled: true },
  conversation: { receive: 'all', mutedUntil: null },
  preview: 'full',
  timeZone: 'Asia/Shanghai',
  locale: 'en',
  unread: 7,
  devices: [device],
})

/** Names of the bundled channels, as the samples know them. */
export const sampleChannels = Object.keys(sampleDevices) as readonly (keyof typeof sampleDevices)[]

/** A recipient for each bundled channel, by its name. */
export const sampleRecipients: Readonly<Record<keyof typeof sampleDevices, Recipient>> = {
  apns: recipientWith(sampleDevices.apns),
  fcm: recipientWith(sampleDevices.fcm),
  huawei: recipientWith(sampleDevices.huawei),
  harmony: recipientWith(sampleDevices.harmony),
  honor: recipientWith(sampleDevices.honor),
  xiaomi: recipientWith(sampleDevices.xiaomi),
  oppo: recipientWith(sampleDevices.oppo),
  vivo: recipientWith(sampleDevices.vivo),
  meizu: recipientWith(sampleDevices.meizu),
}

/** A recipient with every sample device at once. */
export const recipientOfAll: Recipient = { ...recipientWith(sampleDevices.apns), devices: Object.values(sampleDevices) }
