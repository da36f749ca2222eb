import type { Provenance } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import type { AndroidSettings, Category, Ext, IosSettings, Sound } from '../model/push-settings.ts'
import { type FieldKey, type FieldValues, slotsFor } from './fields.ts'
import { callTtl, defaultLayer, type PlatformFamily } from './layers.ts'
import type { Stated, Statement } from './stated.ts'

/** A Decision's `settings`: under the path where each value was stated, in the order of the field table, vendors last. */
export function provenanceOf(stated: Stated, family: PlatformFamily | null): Readonly<Record<string, Provenance>> {
  const settings: Record<string, Provenance> = {}
  for (const key of [...slotsFor(family).map(slot => slot.key), ...vendorKeys(stated)]) {
    const statement = stated[key]
    if (statement !== undefined) settings[statement.path] = { value: statement.value, from: statement.from }
  }
  return settings
}

const prefix = 'vendors.'

/** Keys of the statements about vendor fields, sorted, so that the order of the layers leaves no trace. */
export const vendorKeys = (stated: Stated): readonly string[] =>
  Object.keys(stated)
    .filter(key => key.startsWith(prefix))
    .sort()

/** What is stated of vendor fields, nested again: by channel name, then by the channel's own key. */
export function vendorsOf<T>(stated: Stated, pick: (statement: Statement) => T): { readonly [channel: string]: { readonly [key: string]: T } } {
  const byChannel = new Map<string, [string, T][]>()
  for (const path of vendorKeys(stated)) {
    const dot = path.indexOf('.', prefix.length)
    const channel = path.slice(prefix.length, dot)
    const entry: [string, T] = [path.slice(dot + 1), pick(stated[path] as Statement)]
    const known = byChannel.get(channel)
    if (known === undefined) byChannel.set(channel, [entry])
    else known.push(entry)
  }
  // fromEntries makes own properties of any name, `__proto__` too.
  return Object.fromEntries([...byChannel].map(([channel, entries]) => [channel, Object.fromEntries(entries)]))
}

/** The merged settings for this device, in PushSettings' shape with title, body and badge resolved; `from` names each field's layer. */
export interface EffectiveFact {
  readonly [field: string]: unknown
  readonly from: { readonly [field: string]: unknown }
}

/** The `effective` fact: PushSettings' shape with title, body and badge resolved at the top, and `from` in the same shape. */
export function effectiveFact(stated: Stated): EffectiveFact {
  return { ...shape(stated, statement => statement.value), from: shape(stated, statement => statement.from) }
}

// Always the same keys in the same order, stated or not: compiled rules then see one hidden class.
function shape<T>(stated: Stated, pick: (statement: Statement) => T) {
  const at = (statement: Statement | undefined): T | undefined => (statement === undefined ? undefined : pick(statement))
  return {
    enabled: at(stated.enabled),
    title: at(stated.title),
    body: at(stated.body),
    ext: at(stated.ext),
    badge: at(stated.badge),
    image: at(stated.image),
    ttl: at(stated.ttl),
    priority: at(stated.priority),
    collapseKey: at(stated.collapseKey),
    category: at(stated.category),
    android: {
      sound: at(stated['android.sound']),
      notifyMode: at(stated['android.notifyMode']),
      channelId: at(stated['android.channelId']),
      importance: at(stated['android.importance']),
      clickIntent: at(stated['android.clickIntent']),
      clickUrl: at(stated['android.clickUrl']),
    },
    ios: {
      subtitle: at(stated['ios.subtitle']),
      sound: at(stated['ios.sound']),
      threadId: at(stated['ios.threadId']),
      category: at(stated['ios.category']),
      interruptionLevel: at(stated['ios.interruptionLevel']),
      mutableContent: at(stated['ios.mutableContent']),
    },
    vendors: vendorsOf(stated, pick),
  }
}

/** Settings of the vendors by channel name, then by the channel's own key. */
type VendorSettings = { readonly [channel: string]: { readonly [key: string]: Json } }

/**
 * Merged settings for one family of devices, as plain data. `settings` is what a Decision shows, `fact` what
 * rules read, the rest what rendering reads: there `undefined` means that nobody stated it, or that `null`
 * was stated and the vendor's default holds.
 */
export interface Effective {
  readonly family: PlatformFamily | null
  /** The winning statement of each field, by key (`title`, `ios.sound`, `vendors.xiaomi.notifyId`). */
  readonly stated: Stated
  /** Value and layer under the path where it was stated: `android.title` or `title`, never both. */
  readonly settings: Readonly<Record<string, Provenance>>
  readonly fact: EffectiveFact
  /** Nobody states it: true. */
  readonly enabled: boolean
  /** The layer that states `enabled`. */
  readonly enabledFrom: string | undefined
  readonly title: string | undefined
  readonly subtitle: string | undefined
  readonly body: string | undefined
  readonly ext: Ext | undefined
  readonly badge: boolean
  readonly image: string | undefined
  /** Seconds; null: the vendor's own default, stated on purpose. */
  readonly ttl: number | null
  /** The layer that states `ttl`: the message's own counts from `sentAt`. */
  readonly ttlFrom: string | undefined
  readonly priority: 'high' | 'normal'
  readonly collapseKey: string | undefined
  readonly category: Category
  /** Of this family; undefined: nobody states one, null: the default on purpose. */
  readonly sound: Sound | undefined
  readonly notifyMode: 'normal' | 'custom'
  readonly channelId: string | undefined
  readonly importance: AndroidSettings['importance']
  readonly clickIntent: string | undefined
  readonly clickUrl: string | undefined
  readonly threadId: string | undefined
  /** Apple's action set; `category` is the message class. */
  readonly iosCategory: string | undefined
  readonly interruptionLevel: IosSettings['interruptionLevel']
  readonly mutableContent: boolean | undefined
  readonly vendors: VendorSettings
}

/** Merged statements as rendering, rules and Decisions read them. */
export function effectiveOf(merged: Stated, family: PlatformFamily | null): Effective {
  const stated = withCallTtl(merged)
  const value = <Key extends FieldKey>(key: Key) => stated[key]?.value as FieldValues[Key] | undefined
  const vendors = vendorsOf(stated, statement => statement.value)
  const sound = family === 'ios' ? value('ios.sound') : family === 'android' ? value('android.sound') : undefined
  const ttl = value('ttl')
  return {
    family,
    stated,
    settings: provenanceOf(stated, family),
    fact: effectiveFact(stated),
    enabled: value('enabled') ?? defaultLayer.settings.enabled,
    enabledFrom: stated.enabled?.from,
    title: value('title'),
    subtitle: value('ios.subtitle'),
    body: value('body'),
    ext: value('ext'),
    badge: value('badge') ?? defaultLayer.settings.badge,
    image: value('image') ?? undefined,
    ttl: ttl === undefined ? (value('category') === 'voip' ? callTtl : defaultLayer.settings.ttl) : ttl,
    ttlFrom: stated.ttl?.from,
    priority: value('priority') ?? defaultLayer.settings.priority,
    collapseKey: value('collapseKey') ?? undefined,
    category: value('category') ?? defaultLayer.settings.category,
    sound,
    notifyMode: value('android.notifyMode') ?? 'normal',
    channelId: value('android.channelId') ?? undefined,
    importance: value('android.importance'),
    clickIntent: value('android.clickIntent') ?? undefined,
    clickUrl: value('android.clickUrl') ?? undefined,
    threadId: value('ios.threadId') ?? undefined,
    iosCategory: value('ios.category') ?? undefined,
    interruptionLevel: value('ios.interruptionLevel'),
    mutableContent: value('ios.mutableContent'),
    vendors,
  }
}

/** The default ttl depends on the category: a call is over soon. A ttl that another layer states stays. */
function withCallTtl(stated: Stated): Stated {
  const { ttl, category } = stated
  if (ttl === undefined || category?.value !== 'voip' || ttl.from !== defaultLayer.name) return stated
  return { ...stated, ttl: { ...ttl, value: callTtl } }
}
