import type { Json, PushSettings } from '@rouse/core'
import { noSound } from '../no-sound.ts'
import { isObject, objectOf, overlay, type TimJson } from './tim-json.ts'

/** One field of OfflinePushInfo and its place in Rouse's push settings. */
interface Field {
  /** Its path on the wire: one name, or group and name. */
  readonly tim: readonly [string] | readonly [string, string]
  /** Its path in push settings. */
  readonly push: readonly string[]
  /** undefined: states nothing, so it is carried. */
  readonly read: (value: Json) => Json | undefined
  /** undefined: the wire has no word for it. */
  readonly write: (value: Json) => Json | undefined
}

const filled = (value: Json): Json | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const number = (value: Json): Json | undefined => (typeof value === 'number' ? value : undefined)
const oneOf =
  (...words: readonly Json[]) =>
  (value: Json): Json | undefined =>
    words.includes(value) ? value : undefined
const https = (value: Json): Json | undefined => (typeof value === 'string' && /^https:\/\/\S+$/.test(value) && URL.canParse(value) ? value : undefined)
const same = (check: (value: Json) => Json | undefined) => ({ read: check, write: check })
/** 1 says `word`; 0 says nothing. */
const flag = (word: boolean) => ({
  read: (value: Json): Json | undefined => (value === 1 ? word : undefined),
  write: (value: Json): Json | undefined => (value === word ? 1 : undefined),
})
/** Silence is a word of Apple's side; on the other it means the same. */
const sound = {
  read: (value: Json): Json | undefined => (value === noSound ? { silent: true } : filled(value)),
  write: (value: Json): Json | undefined => (isObject(value) ? noSound : value === noSound ? undefined : filled(value)),
}

/** In the order of the fact sheet. Source: docs/semantics.md, "Tencent's wire shapes"; documents 33527 and 77715. */
export const offlinePushFields: readonly Field[] = [
  { tim: ['PushFlag'], push: ['enabled'], ...flag(false) },
  { tim: ['Title'], push: ['title'], ...same(filled) },
  { tim: ['Desc'], push: ['body'], ...same(filled) },
  { tim: ['Ext'], push: ['ext'], ...same(filled) },
  { tim: ['AndroidInfo', 'Sound'], push: ['android', 'sound'], ...sound },
  { tim: ['AndroidInfo', 'XiaoMiChannelID'], push: ['vendors', 'xiaomi', 'channelId'], ...same(filled) },
  { tim: ['AndroidInfo', 'OPPOChannelID'], push: ['vendors', 'oppo', 'channelId'], ...same(filled) },
  { tim: ['AndroidInfo', 'OPPOCategory'], push: ['vendors', 'oppo', 'category'], ...same(filled) },
  { tim: ['AndroidInfo', 'OPPONotifyLevel'], push: ['vendors', 'oppo', 'notifyLevel'], ...same(number) },
  { tim: ['AndroidInfo', 'VIVOClassification'], push: ['vendors', 'vivo', 'classification'], ...same(oneOf(0, 1)) },
  { tim: ['AndroidInfo', 'VIVOCategory'], push: ['vendors', 'vivo', 'category'], ...same(filled) },
  { tim: ['AndroidInfo', 'HuaWeiCategory'], push: ['vendors', 'huawei', 'category'], ...same(filled) },
  { tim: ['AndroidInfo', 'HuaWeiChannelID'], push: ['vendors', 'huawei', 'channelId'], ...same(filled) },
  { tim: ['AndroidInfo', 'HuaWeiImportance'], push: ['vendors', 'huawei', 'importance'], ...same(oneOf('LOW', 'NORMAL')) },
  { tim: ['AndroidInfo', 'HonorImportance'], push: ['vendors', 'honor', 'importance'], ...same(oneOf('LOW', 'NORMAL')) },
  { tim: ['AndroidInfo', 'GoogleChannelID'], push: ['android', 'channelId'], ...same(filled) },
  { tim: ['AndroidInfo', 'MeiZuNoticeMsgType'], push: ['vendors', 'meizu', 'noticeMsgType'], ...same(oneOf(0, 1)) },
  { tim: ['ApnsInfo', 'Sound'], push: ['ios', 'sound'], ...sound },
  { tim: ['ApnsInfo', 'BadgeMode'], push: ['ios', 'badge'], ...flag(false) },
  { tim: ['ApnsInfo', 'Title'], push: ['ios', 'title'], ...same(filled) },
  { tim: ['ApnsInfo', 'SubTitle'], push: ['ios', 'subtitle'], ...same(filled) },
  { tim: ['ApnsInfo', 'Image'], push: ['image'], ...same(https) },
  { tim: ['ApnsInfo', 'MutableContent'], push: ['ios', 'mutableContent'], ...flag(true) },
  { tim: ['ApnsInfo', 'InterruptionLevel'], push: ['ios', 'interruptionLevel'], ...same(oneOf('passive', 'active', 'time-sensitive', 'critical')) },
  { tim: ['HarmonyInfo', 'Category'], push: ['vendors', 'harmony', 'category'], ...same(filled) },
]

const key = (path: readonly string[]): string => path.join('/')
const byPath: ReadonlyMap<string, Field> = new Map(offlinePushFields.map(field => [key(field.tim), field]))
const groups: ReadonlySet<string> = new Set(offlinePushFields.flatMap(({ tim }) => (tim.length === 2 ? [tim[0]] : [])))

/** Push settings as a tree whose branches are filled one by one. */
type Tree = { [name: string]: Json | Tree }

/** What OfflinePushInfo states, and what of it has no place in push settings. */
export function readOfflinePushInfo(info: TimJson): { readonly push: PushSettings; readonly carried: TimJson | undefined } {
  const push: Tree = {}
  const take = (path: readonly string[], value: Json): boolean => {
    const field = byPath.get(key(path))
    const read = field?.read(value)
    if (field === undefined || read === undefined) return false
    put(push, field.push, read)
    return true
  }
  const rest = Object.entries(info).map(([name, value]): readonly [string, Json | undefined] => {
    if (!groups.has(name) || !isObject(value)) return [name, take([name], value) ? undefined : value]
    const left = Object.entries(value).filter(([inner, one]) => !take([name, inner], one))
    return [name, left.length > 0 || Object.keys(value).length === 0 ? objectOf(left) : undefined]
  })
  const carried = objectOf(rest)
  // An empty OfflinePushInfo is carried as one, so that it comes back.
  return { push: push as PushSettings, carried: Object.keys(carried).length > 0 || Object.keys(info).length === 0 ? carried : undefined }
}

/** Push settings, and what was carried, as OfflinePushInfo; undefined: there is nothing to say. */
export function writeOfflinePushInfo(push: PushSettings, carried: TimJson | undefined): TimJson | undefined {
  const plain: [string, Json][] = []
  const grouped = new Map<string, [string, Json][]>()
  for (const field of offlinePushFields) {
    const value = get(push, field.push)
    const written = value === undefined ? undefined : field.write(value)
    if (written === undefined) continue
    const [first, second] = field.tim
    if (second === undefined) plain.push([first, written])
    else grouped.set(first, [...(grouped.get(first) ?? []), [second, written]])
  }
  const made = [...grouped].map(([name, entries]): [string, Json] => {
    const under = carried?.[name]
    return [name, overlay(isObject(under) ? under : undefined, objectOf(entries))]
  })
  if (carried === undefined && plain.length === 0 && made.length === 0) return undefined
  return overlay(carried, objectOf([...plain, ...made]))
}

function put(tree: Tree, [name, ...rest]: readonly string[], value: Json): void {
  if (name === undefined) return
  if (rest.length === 0) {
    tree[name] = value
    return
  }
  const branch = (tree[name] ?? {}) as Tree
  tree[name] = branch
  put(branch, rest, value)
}

function get(settings: PushSettings, path: readonly string[]): Json | undefined {
  let at: unknown = settings
  for (const name of path) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
  return at as Json | undefined
}
