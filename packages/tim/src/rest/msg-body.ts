import type { Element, Json } from '@rouse/core'
import { isObject, objectOf, overlay, type TimJson } from './tim-json.ts'

/** One field of an element. */
interface Field {
  readonly tim: string
  readonly model: string
  /** Whether the model can hold it; else it is carried. */
  readonly fits: (value: Json) => boolean
}

const isText = (value: Json): boolean => typeof value === 'string'
const isInteger = (value: Json): boolean => Number.isSafeInteger(value)
const isCount = (value: Json): boolean => Number.isSafeInteger(value) && (value as number) >= 0
const within =
  (most: number) =>
  (value: Json): boolean =>
    typeof value === 'number' && Math.abs(value) <= most

/** Tencent's element types and ours. Source: docs/semantics.md, "Tencent's wire shapes" (document 33527). */
const types: readonly { readonly tim: string; readonly model: Element['type']; readonly fields: readonly Field[] }[] = [
  { tim: 'TIMTextElem', model: 'text', fields: [{ tim: 'Text', model: 'text', fits: isText }] },
  {
    tim: 'TIMLocationElem',
    model: 'location',
    fields: [
      { tim: 'Desc', model: 'description', fits: isText },
      { tim: 'Latitude', model: 'latitude', fits: within(90) },
      { tim: 'Longitude', model: 'longitude', fits: within(180) },
    ],
  },
  {
    tim: 'TIMFaceElem',
    model: 'face',
    fields: [
      { tim: 'Index', model: 'index', fits: isInteger },
      { tim: 'Data', model: 'data', fits: isText },
    ],
  },
  {
    tim: 'TIMCustomElem',
    model: 'custom',
    fields: [
      { tim: 'Data', model: 'data', fits: isText },
      { tim: 'Desc', model: 'description', fits: isText },
      { tim: 'Ext', model: 'ext', fits: isText },
      { tim: 'Sound', model: 'sound', fits: isText },
    ],
  },
  { tim: 'TIMSoundElem', model: 'voice', fields: [{ tim: 'Second', model: 'seconds', fits: isCount }] },
  // Its URL lies deeper: see `imageUrl`.
  { tim: 'TIMImageElem', model: 'image', fields: [] },
  {
    tim: 'TIMFileElem',
    model: 'file',
    fields: [
      { tim: 'FileName', model: 'name', fits: isText },
      { tim: 'FileSize', model: 'bytes', fits: isCount },
    ],
  },
  { tim: 'TIMVideoFileElem', model: 'video', fields: [{ tim: 'VideoSecond', model: 'seconds', fits: isCount }] },
]
const byTim = new Map(types.map(type => [type.tim, type]))
const byModel = new Map<string, (typeof types)[number]>(types.map(type => [type.model, type]))

/** `Type` of the original in ImageInfoArray; 2 is large, 3 a thumbnail. */
const original = 1

/** The original's URL, else the first one's. */
function imageUrl(content: TimJson | undefined): string | undefined {
  const array = content?.ImageInfoArray
  if (!Array.isArray(array)) return undefined
  const infos = (array as readonly Json[]).filter(isObject).filter(({ URL }) => typeof URL === 'string')
  const chosen = infos.find(({ Type }) => Type === original) ?? infos[0]
  return chosen?.URL as string | undefined
}

/** A checked MsgBody as elements; `carried` has one entry an element, null where nothing is left, or is undefined where all are. */
export function readMsgBody(body: readonly Json[]): { readonly elements: readonly Element[]; readonly carried: readonly Json[] | undefined } {
  const read = body.filter(isObject).map(readElement)
  return { elements: read.map(one => one.element), carried: read.every(one => one.carried === null) ? undefined : read.map(one => one.carried) }
}

function readElement(part: TimJson): { readonly element: Element; readonly carried: Json } {
  const type = byTim.get(part.MsgType as string)
  if (type === undefined) throw new Error(`MsgType ${JSON.stringify(part.MsgType)} passed the schema but is not in the table`)
  const content = part.MsgContent as TimJson
  const taken = type.fields.filter(({ tim, fits }) => Object.hasOwn(content, tim) && fits(content[tim] as Json))
  const names = new Set(taken.map(({ tim }) => tim))
  const rest = Object.entries(content).filter(([name]) => !names.has(name))
  const beside = Object.entries(part).filter(([name]) => name !== 'MsgType' && name !== 'MsgContent')
  const url = type.model === 'image' ? imageUrl(content) : undefined
  const element = { type: type.model, ...Object.fromEntries(taken.map(({ tim, model }) => [model, content[tim]])), ...(url === undefined ? {} : { url }) }
  const left = rest.length > 0 || beside.length > 0
  return { element: element as Element, carried: left ? objectOf([['MsgType', type.tim], ['MsgContent', objectOf(rest)], ...beside]) : null }
}

/** Elements as MsgBody; what was carried goes back to the element at its place, if that is still of its type. */
export function writeMsgBody(elements: readonly Element[], carried: readonly Json[] | undefined): readonly Json[] {
  return elements.map((element, i) => {
    const type = byModel.get(element.type)
    if (type === undefined) throw new Error(`element type "${element.type}" is not in the table`)
    const entry = carried?.[i]
    const under = isObject(entry) && entry.MsgType === type.tim ? entry : undefined
    const content = isObject(under?.MsgContent) ? under.MsgContent : undefined
    const values = element as { readonly [name: string]: Json | undefined }
    const written = objectOf(type.fields.map(({ tim, model }) => [tim, values[model]] as const))
    const image = element.type === 'image' && element.url !== imageUrl(content) ? imageOf(element.url) : {}
    return overlay(
      under,
      objectOf([
        ['MsgType', type.tim],
        ['MsgContent', overlay(content, overlay(written, image))],
      ]),
    )
  })
}

/** Another URL than the carried one: all sizes are replaced. */
const imageOf = (url: string | undefined): TimJson => (url === undefined ? { ImageInfoArray: [] } : { ImageInfoArray: [{ Type: original, URL: url }] })
