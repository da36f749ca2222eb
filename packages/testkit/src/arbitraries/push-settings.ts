import { type AndroidSettings, categories, type Ext, type IosSettings, type PushSettings, type Sound } from '@rouse/core'
import type { Layer } from '@rouse/core/policy'
import fc from 'fast-check'
import { id, text } from './text.ts'

const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null })

/** Every field absent half of the time: absent means not stated. */
const partly = <T extends object>(fields: { [K in keyof T]-?: fc.Arbitrary<Exclude<T[K], undefined>> }): fc.Arbitrary<T> =>
  fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<T>

/** A sound: a file of either platform, the default on purpose, or none. */
export const sound = (): fc.Arbitrary<Sound> =>
  fc.oneof(
    fc.constantFrom(
      'dudulu.caf',
      '/path/to/dudulu.caf',
      '/path/to/file',
      'dudulu',
      '',
      'android.resource://pkg/raw/dudulu',
      'android.resource://pkg/2131623936',
    ),
    fc.constantFrom(null, { silent: true as const }),
  )

/** Extension bytes: JSON text, any text, or base64. */
export const ext = (): fc.Arbitrary<Ext> =>
  fc.oneof(
    fc.constantFrom('', '{"level":15,"task":"TASK15"}'),
    text(),
    fc.base64String({ maxLength: 64 }).map(base64 => ({ base64 })),
  )

const android = (): fc.Arbitrary<AndroidSettings> =>
  partly<AndroidSettings>({
    title: text(),
    body: text(),
    sound: sound(),
    notifyMode: fc.constantFrom('normal', 'custom'),
    channelId: orNull(fc.constantFrom('chat', 'high_priority')),
    importance: fc.constantFrom('low', 'normal'),
    clickIntent: orNull(fc.constant('intent:#Intent;component=com.example.chat/.Main;S.k=v;end')),
    clickUrl: orNull(fc.webUrl({ validSchemes: ['https'] })),
  })

const ios = (): fc.Arbitrary<IosSettings> =>
  partly<IosSettings>({
    title: text(),
    subtitle: text(),
    body: text(),
    sound: sound(),
    badge: fc.boolean(),
    threadId: orNull(id()),
    category: orNull(fc.constantFrom('REPLY', 'MUTE')),
    interruptionLevel: fc.constantFrom('passive', 'active', 'time-sensitive', 'critical'),
    mutableContent: fc.boolean(),
  })

/** Push settings with any of their fields stated, null where a field allows it; `vendors` speaks to no bundled channel. */
export const pushSettings = (): fc.Arbitrary<PushSettings> =>
  partly<PushSettings>({
    enabled: fc.boolean(),
    title: text(),
    body: text(),
    ext: ext(),
    badge: fc.boolean(),
    image: orNull(fc.webUrl({ validSchemes: ['https'] })),
    ttl: orNull(fc.oneof(fc.constantFrom(0, 1, 60, 86_400, 2_592_000), fc.integer({ min: 0, max: 2_592_000 }))),
    priority: fc.constantFrom('high', 'normal'),
    collapseKey: orNull(id()),
    category: fc.constantFrom(...categories),
    android: android(),
    ios: ios(),
    vendors: fc.dictionary(
      fc.constantFrom('carrier-pigeon', 'smoke-signal'),
      fc.dictionary(fc.constantFrom('loft', 'ring'), vendorValue(), { noNullPrototype: true }),
      {
        noNullPrototype: true,
      },
    ),
  })

const vendorValue = () => fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 }))

/** A layer of a policy: any integer for its priority but those of the built-in layers, and any settings. */
export const layer = (): fc.Arbitrary<Layer> =>
  fc.record(
    {
      name: fc.constantFrom('night', 'vip', 'tenant-7', 'roll-out'),
      priority: fc.integer({ min: -1000, max: 1000 }).filter(priority => ![0, 100, 200].includes(priority)),
      settings: pushSettings(),
    },
    { noNullPrototype: true },
  )
