import type { AndroidSettings, IosSettings, PushSettings } from '../model/push-settings.ts'
import type { PlatformFamily } from './layers.ts'

type General = Required<Omit<PushSettings, 'android' | 'ios' | 'vendors'>>
type OfPlatform<Family extends string, Settings> = { [Name in keyof Settings & string as `${Family}.${Name}`]-?: Settings[Name] }

/** What every fixed leaf of PushSettings may hold, by the path where a layer states it (`title`, `android.title`). */
type PathValues = General & OfPlatform<'android', AndroidSettings> & OfPlatform<'ios', IosSettings>
type FieldPath = keyof PathValues

/** Paths that are the platform's form of a general field: they compete for the general field's key. */
type PairedPath = 'android.title' | 'android.body' | 'ios.title' | 'ios.body' | 'ios.badge'

/** What every merged field may hold, by its key. */
export type FieldValues = Omit<PathValues, PairedPath>
export type FieldKey = keyof FieldValues

/** One leaf of push settings. */
export interface Field {
  /** Where a layer states it. */
  readonly path: FieldPath
  /** What it competes for: `ios.title`, `android.title` and `title` are all `title`; `ios.category` is no form of `category`. */
  readonly key: FieldKey
  /** null: a general field, for every device. */
  readonly family: PlatformFamily | null
  /** Its name within its family. */
  readonly name: string
  /** `null` may be stated: the vendor's default, on purpose. */
  readonly nullable: boolean
}

/** Whether null may be stated follows from the type, so that the table and the types cannot drift apart. */
type Table = { readonly [Path in FieldPath]: null extends PathValues[Path] ? 'nullable' : 'plain' }

// In the order of the model's table: the order in which merged settings are listed.
const table: Table = {
  enabled: 'plain',
  title: 'plain',
  body: 'plain',
  ext: 'plain',
  badge: 'plain',
  image: 'nullable',
  ttl: 'nullable',
  priority: 'plain',
  collapseKey: 'nullable',
  category: 'plain',
  'android.title': 'plain',
  'android.body': 'plain',
  'android.sound': 'nullable',
  'android.notifyMode': 'plain',
  'android.channelId': 'nullable',
  'android.importance': 'plain',
  'android.clickIntent': 'nullable',
  'android.clickUrl': 'nullable',
  'ios.title': 'plain',
  'ios.subtitle': 'plain',
  'ios.body': 'plain',
  'ios.sound': 'nullable',
  'ios.badge': 'plain',
  'ios.threadId': 'nullable',
  'ios.category': 'nullable',
  'ios.interruptionLevel': 'plain',
  'ios.mutableContent': 'plain',
}

const pairs: { readonly [Path in PairedPath]: FieldKey } = {
  'android.title': 'title',
  'android.body': 'body',
  'ios.title': 'title',
  'ios.body': 'body',
  'ios.badge': 'badge',
}

const isPaired = (path: FieldPath): path is PairedPath => Object.hasOwn(pairs, path)

function fieldOf(path: FieldPath): Field {
  const dot = path.indexOf('.')
  return Object.freeze({
    path,
    key: isPaired(path) ? pairs[path] : path,
    family: dot < 0 ? null : (path.slice(0, dot) as PlatformFamily),
    name: path.slice(dot + 1),
    nullable: table[path] === 'nullable',
  })
}

/** The one field table: every leaf of push settings but `vendors.<vendor>.<key>`, which each are a field of their own. */
export const fields: readonly Field[] = Object.freeze((Object.keys(table) as FieldPath[]).map(fieldOf))

/** One merged field and where a layer may state it, the platform's own form first. */
export interface Slot {
  readonly key: FieldKey
  readonly fields: readonly Field[]
}

function slotsOf(family: PlatformFamily | null): readonly Slot[] {
  const open = fields.filter(field => field.family === null || field.family === family)
  const keys = [...new Set(open.map(field => field.key))]
  const rank = (field: Field) => (field.family === null ? 1 : 0)
  return Object.freeze(
    keys.map(key => Object.freeze({ key, fields: Object.freeze(open.filter(field => field.key === key).sort((a, b) => rank(a) - rank(b))) })),
  )
}

const slots = { ios: slotsOf('ios'), android: slotsOf('android'), none: slotsOf(null) }

/** The fields that a device of this family has; null: no device, only the general ones. */
export const slotsFor = (family: PlatformFamily | null): readonly Slot[] => slots[family ?? 'none']

const namesOf = (family: PlatformFamily | null): ReadonlyMap<string, Field> =>
  new Map(fields.filter(field => field.family === family).map(field => [field.name, field]))

const names = { ios: namesOf('ios'), android: namesOf('android'), none: namesOf(null) }

/** The fields of one family's own group of settings, by name; null: the general ones. */
export const fieldsByName = (family: PlatformFamily | null): ReadonlyMap<string, Field> => names[family ?? 'none']
