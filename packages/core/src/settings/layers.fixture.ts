import fc from 'fast-check'
import { categories, type PushSettings, type Sound } from '../model/push-settings.ts'
import type { GlobalSettings } from '../model/recipient.ts'
import type { Layer, PlatformFamily } from './layers.ts'

// Few values, so that layers often state the same field, and often the same value.
const text = fc.constantFrom('a', 'b', 'c', 'd')
const noted = fc.option(text, { nil: null })
const sound: fc.Arbitrary<Sound> = fc.oneof(text, fc.constant(null), fc.constant({ silent: true as const }))

/** Absent, stated as undefined, or there: the first two must be the same. */
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const partial = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] })

const android = partial({
  title: optional(text),
  body: optional(text),
  sound: optional(sound),
  notifyMode: optional(fc.constantFrom('normal' as const, 'custom' as const)),
  channelId: optional(noted),
  importance: optional(fc.constantFrom('low' as const, 'normal' as const)),
  clickIntent: optional(noted),
  clickUrl: optional(noted),
})

const ios = partial({
  title: optional(text),
  subtitle: optional(text),
  body: optional(text),
  sound: optional(sound),
  badge: optional(fc.boolean()),
  threadId: optional(noted),
  category: optional(noted),
  interruptionLevel: optional(fc.constantFrom('passive' as const, 'active' as const, 'time-sensitive' as const, 'critical' as const)),
  mutableContent: optional(fc.boolean()),
})

const vendors = fc.dictionary(
  fc.constantFrom('xiaomi', 'oppo', 'huawei'),
  fc.dictionary(fc.constantFrom('one', 'two', 'a.b', '__proto__'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
  {
    maxKeys: 3,
  },
)

/** Any push settings that the model allows. */
export const pushSettings: fc.Arbitrary<PushSettings> = partial({
  enabled: optional(fc.boolean()),
  title: optional(text),
  body: optional(text),
  ext: optional(fc.oneof(text, fc.constant({ base64: 'AAEC' }))),
  badge: optional(fc.boolean()),
  image: optional(fc.option(fc.constantFrom('https://a.example/1.png', 'https://a.example/2.png'), { nil: null })),
  ttl: optional(fc.option(fc.nat(3), { nil: null })),
  priority: optional(fc.constantFrom('high' as const, 'normal' as const)),
  collapseKey: optional(noted),
  category: optional(fc.constantFrom(...categories)),
  android: optional(android),
  ios: optional(ios),
  vendors: optional(vendors),
}) as fc.Arbitrary<PushSettings>

export const globalSettings: fc.Arbitrary<GlobalSettings> = partial({
  enabled: optional(fc.boolean()),
  c2cSound: optional(sound),
  groupSound: optional(sound),
}) as fc.Arbitrary<GlobalSettings>

/** Layers in any order, each with a name and a priority of its own. */
export const layers: fc.Arbitrary<readonly Layer[]> = fc
  .uniqueArray(fc.record({ priority: fc.integer({ min: -50, max: 300 }), settings: pushSettings }), { selector: layer => layer.priority, maxLength: 6 })
  .map(all => all.map(({ priority, settings }) => ({ name: `layer ${priority}`, priority, settings })))

export const family: fc.Arbitrary<PlatformFamily | null> = fc.constantFrom('ios', 'android', null)

/** Freezes all the way down, so that a test sees any change. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}
