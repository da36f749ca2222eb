import { isObject, type Json, type JsonObject } from '../common/json.ts'
import {
  characters,
  filled,
  objectAt,
  optionalBoolean,
  optionalCharacters,
  optionalHttps,
  optionalInteger,
  optionalOneOf,
  optionalText,
} from '../common/json-reader.ts'
import { categories, type Fault, firstBad, longestTtl, mostBytes } from './checks.ts'

/** Values of the header `push-type`. Source: docs/vendors/huawei.md, "Endpoint". */
export const pushTypes = ['0', '1', '2', '6', '7', '10', '11']

const harmonyCategories = [...categories, 'MISS_CALL']

const lines = (value: Json | undefined): boolean =>
  Array.isArray(value) && value.length <= 3 && value.every(item => typeof item === 'string' && characters(item) <= 1024)

function clickFault(click: Json | undefined): Fault | null {
  if (!isObject(click)) return ['80100003', 'clickAction is required']
  return firstBad([
    ['clickAction.actionType', click.actionType === 0 || click.actionType === 1],
    ['clickAction.action or uri', click.actionType !== 1 || filled(click.action) || filled(click.uri)],
    ['clickAction.data must be an object', click.data === undefined || isObject(click.data)],
  ])
}

function alertFault(payload: JsonObject): Fault | null {
  const held = payload.notification
  if (!isObject(held)) return ['80100003', 'payload.notification is required']
  const badge = objectAt(held, 'badge')
  // A badge alone. Source: docs/vendors/huawei.md, "v3: recall and badge update".
  if (isObject(held.badge) && Object.keys(held).length === 1) {
    return firstBad([['badge.setNum', badge.setNum !== undefined && optionalInteger(badge.setNum, 0, 99)]])
  }
  return (
    firstBad([
      ['category', typeof held.category === 'string' && harmonyCategories.includes(held.category) && held.category !== 'PLAY_VOICE'],
      ['title', filled(held.title)],
      ['body', filled(held.body)],
      ['image', optionalHttps(held.image)],
      ['style', optionalOneOf(held.style, [0, 1, 3])],
      ['inboxContent', held.style !== 3 || lines(held.inboxContent)],
      ['notifyId', optionalInteger(held.notifyId, -1, 2 ** 31 - 1)],
      ['appMessageId', held.appMessageId === undefined || (typeof held.appMessageId === 'string' && /^[A-Za-z0-9+/=_ -]{1,64}$/.test(held.appMessageId))],
      ['badge', held.badge === undefined || isObject(held.badge)],
      ['badge.addNum', optionalInteger(badge.addNum, 1, 99)],
      ['badge.setNum', optionalInteger(badge.setNum, 0, 99)],
      ['sound', optionalText(held.sound)],
      ['soundDuration', optionalInteger(held.soundDuration, 1, 60)],
      ['foregroundShow', optionalBoolean(held.foregroundShow)],
      ['profileId', optionalCharacters(held.profileId, 64)],
    ]) ?? clickFault(held.clickAction)
  )
}

/** What is wrong with a v3 body, its tokens aside; null: nothing. */
export function harmonyFault(body: JsonObject, pushType: string): Fault | null {
  const payload = body.payload
  const options = objectAt(body, 'pushOptions')
  if (!isObject(payload)) return ['80100003', 'payload is required']
  if (Buffer.byteLength(JSON.stringify({ ...body, target: { ...objectAt(body, 'target'), token: undefined } })) > mostBytes) return ['80300008']
  const voip = pushType === '10' || ((pushType === '0' || pushType === '2') && objectAt(payload, 'notification').category === 'VOIP')
  return (
    firstBad([
      ['pushOptions.testMessage', optionalBoolean(options.testMessage)],
      ['pushOptions.ttl', optionalInteger(options.ttl, voip ? 30 : 0, voip ? 60 : longestTtl)],
      ['pushOptions.biTag', optionalText(options.biTag) && Buffer.byteLength(String(options.biTag ?? '')) <= 64],
      ['pushOptions.receiptId', optionalText(options.receiptId)],
      ['pushOptions.backgroundMode', optionalInteger(options.backgroundMode, 0, Number.MAX_SAFE_INTEGER)],
    ]) ??
    (optionalInteger(options.collapseKey, -1, 100) ? null : (['80100013'] as const)) ??
    (pushType === '0' ? alertFault(payload) : null) ??
    (pushType === '6' && typeof payload.extraData !== 'string' ? (['80100003', 'payload.extraData'] as const) : null)
  )
}
