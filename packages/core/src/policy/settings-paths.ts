import { categories } from '../model/push-settings.ts'

/** What a rule may find at a readable path. */
export interface ReadableValue {
  /** `strings`: an array of strings. `any`: a host's. */
  readonly type: 'string' | 'number' | 'boolean' | 'strings' | 'any'
  /** It may be null; else null is never there. */
  readonly nullable?: true
  /** It is there always, where the fact itself is. */
  readonly always?: true
  /** The closed list of its values. */
  readonly oneOf?: readonly string[]
  /** Text: never empty. */
  readonly filled?: true
  /** The least and the greatest number. */
  readonly range?: readonly [number, number]
  /** Numbers without a fraction. */
  readonly whole?: true
}

const text: ReadableValue = { type: 'string' }
const flag: ReadableValue = { type: 'boolean' }
const textOrNull: ReadableValue = { type: 'string', nullable: true }
/** Seconds. */
export const ttl: ReadableValue = { type: 'number', nullable: true, range: [0, 2_592_000], whole: true }

// In the order of the model's table. Title, body and badge are resolved for the device's platform, so they are read without it.
const fields: { readonly [path: string]: ReadableValue } = {
  enabled: flag,
  title: text,
  body: text,
  ext: text,
  'ext.base64': text,
  badge: flag,
  image: textOrNull,
  ttl,
  priority: { type: 'string', oneOf: ['high', 'normal'] },
  collapseKey: textOrNull,
  category: { type: 'string', oneOf: categories },
  'android.sound': textOrNull,
  'android.sound.silent': flag,
  'android.notifyMode': { type: 'string', oneOf: ['normal', 'custom'] },
  'android.channelId': textOrNull,
  'android.importance': { type: 'string', oneOf: ['low', 'normal'] },
  'android.clickIntent': textOrNull,
  'android.clickUrl': textOrNull,
  'ios.subtitle': text,
  'ios.sound': textOrNull,
  'ios.sound.silent': flag,
  'ios.threadId': textOrNull,
  'ios.category': textOrNull,
  'ios.interruptionLevel': { type: 'string', oneOf: ['passive', 'active', 'time-sensitive', 'critical'] },
  'ios.mutableContent': flag,
  'vendors.*.*': { type: 'any', nullable: true },
}

/** Readable paths of `effective`: every merged setting, and under `from` the name of the layer that stated it. */
export const settingsPaths: { readonly [path: string]: ReadableValue } = {
  ...Object.fromEntries(Object.entries(fields).map(([path, value]) => [`$.${path}`, value])),
  ...Object.fromEntries(
    Object.keys(fields)
      .filter(path => !path.endsWith('.base64') && !path.endsWith('.silent'))
      .map(path => [`$.from.${path}`, text]),
  ),
}
