import { type Device, platforms, type Recipient, type Registration } from '@rouse/core'
import fc from 'fast-check'
import { sampleApp, sampleDevices } from '../samples/devices.ts'
import { sound } from './push-settings.ts'
import { id, time } from './text.ts'

const plain = { noNullPrototype: true } as const
const channels = Object.keys(sampleDevices)
const alphanumeric = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Tokens in the form of a channel's vendor: hex for APNs, letters and digits that every other takes. */
const token = (channel: string): fc.Arbitrary<string> =>
  channel === 'apns'
    ? fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 }).map(digits => digits.join(''))
    : fc.array(fc.constantFrom(...alphanumeric), { minLength: 23, maxLength: 64 }).map(letters => letters.join(''))

/** A registration of one channel; without a name of any, now and then of one that nobody installed. */
export const registration = (channel?: string): fc.Arbitrary<Registration> =>
  (channel === undefined ? fc.constantFrom(...channels, 'carrier-pigeon') : fc.constant(channel)).chain(name =>
    fc.record(
      {
        channel: fc.constant(name),
        token: token(name),
        app: fc.oneof({ weight: 4, arbitrary: fc.constant(sampleApp) }, { weight: 1, arbitrary: fc.constant('com.example.lite') }),
        environment: fc.constantFrom('production' as const, 'development' as const),
        kind: fc.oneof({ weight: 4, arbitrary: fc.constant('alert' as const) }, { weight: 1, arbitrary: fc.constant('voip' as const) }),
        region: fc.constantFrom(null, 'cn', 'eu'),
        registeredAt: time(),
      },
      { ...plain, requiredKeys: ['channel', 'token', 'app'] },
    ),
  )

/** A device with anything known or unknown of it, and registrations of any channels. */
const wildDevice = (): fc.Arbitrary<Device> =>
  fc.record(
    {
      id: id(),
      platform: fc.constantFrom(...platforms),
      maker: fc.constantFrom('apple', 'Xiaomi ', 'HUAWEI', 'honor', 'OnePlus', 'realme', 'vivo', 'Meizu', 'samsung', ''),
      osVersion: fc.constantFrom('18.1', '14', '4.2', '5.0.1', 'unknown', ''),
      session: fc.constantFrom('logged-in' as const, 'logged-out' as const, 'kicked' as const, 'never' as const),
      appState: fc.constantFrom('closed' as const, 'background' as const, 'foreground' as const),
      region: fc.constantFrom('CN', 'HK', 'SG', 'DE', 'US'),
      playServices: fc.boolean(),
      hmsVersion: fc.constantFrom(null, 0, 20_401_300, 20_401_301, 60_900_300),
      lastSeenAt: time(),
      registrations: fc.array(registration(), { maxLength: 3 }),
    },
    { ...plain, requiredKeys: ['id', 'platform', 'registrations'] },
  )

/** A device that one bundled channel fits, with a token of that channel. */
const fittingDevice = (): fc.Arbitrary<Device> =>
  fc
    .constantFrom(...Object.entries<Device>(sampleDevices))
    .chain(([channel, sample]) => registration(channel).map(own => ({ ...sample, registrations: [own] })))

/** Any well-formed device: half of them such that a bundled channel fits. */
export const device = (): fc.Arbitrary<Device> => fc.oneof(fittingDevice(), wildDevice())

const hourAndMinute = (): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'))

/** Any well-formed recipient: every optional field absent half of the time. */
export const recipient = (): fc.Arbitrary<Recipient> =>
  fc.record(
    {
      id: id(),
      settings: fc.record({ enabled: fc.boolean(), c2cSound: sound(), groupSound: sound() }, { ...plain, requiredKeys: [] }),
      conversation: fc.record(
        { receive: fc.constantFrom('all' as const, 'no-notify' as const, 'mentions' as const, 'none' as const), mutedUntil: fc.option(time(), { nil: null }) },
        { ...plain, requiredKeys: [] },
      ),
      quietHours: fc.record({ from: hourAndMinute(), to: hourAndMinute() }, plain),
      preview: fc.constantFrom('full' as const, 'sender' as const, 'none' as const),
      timeZone: fc.constantFrom('Asia/Shanghai', 'Asia/Urumqi', 'UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia'),
      locale: fc.constantFrom('en', 'zh-CN', 'zh-Hant-TW', 'de-CH-1996', 'ar', 'pt-BR-u-ca-buddhist'),
      unread: fc.nat({ max: 2000 }),
      devices: fc.array(device(), { maxLength: 3 }),
    },
    { ...plain, requiredKeys: ['id', 'devices'] },
  )
