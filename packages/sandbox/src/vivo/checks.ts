import { isObject, type Json, type JsonObject } from '../common/json.ts'
import { characters, filled, optionalBoolean, optionalInteger, optionalOneOf, optionalText } from '../common/probe.ts'

const systemCategories = ['IM', 'ACCOUNT', 'TODO', 'DEVICE_REMINDER', 'ORDER', 'SUBSCRIPTION']
const operationCategories = ['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL']
const extraKeys = ['callback', 'callback.param', 'callback.id']
/** Seconds: a week; what is over a day is cut to it. */
const longestTtl = 604_800

const skipLimits: Readonly<Record<number, number>> = { 2: 2048, 3: 1024, 4: 2048 }
const skipMissing: Readonly<Record<number, string>> = { 2: '10061', 3: '10063', 4: '10068' }
const skipLong: Readonly<Record<number, string>> = { 2: '10062', 3: '10064', 4: '10069' }

function skipFault(message: JsonObject): string | null {
  const { skipType } = message
  if (typeof skipType !== 'number' || ![1, 2, 3, 4].includes(skipType)) return '10060'
  if (skipType === 1) return null
  if (!filled(message.skipContent)) return skipMissing[skipType] ?? '10061'
  return message.skipContent.length > (skipLimits[skipType] ?? 1024) ? (skipLong[skipType] ?? '10062') : null
}

function mapFault(map: Json | undefined): string | null {
  if (map === undefined) return null
  if (!isObject(map) || Object.values(map).some(value => typeof value !== 'string')) return '10066'
  const pairs = Object.entries(map)
  return pairs.length > 10 || pairs.reduce((sum, [name, value]) => sum + name.length + String(value).length, 0) > 1024 ? '10067' : null
}

function extraFault(extra: Json | undefined): string | null {
  if (extra === undefined) return null
  if (!isObject(extra) || Object.keys(extra).some(name => !extraKeys.includes(name))) return '10304'
  if (!optionalText(extra.callback, 128)) return '10305'
  return optionalText(extra['callback.param'], 192) ? null : '10306'
}

function categoryFault(message: JsonObject): string | null {
  const { category, classification } = message
  if (!optionalOneOf(classification, [0, 1])) return '11000'
  if (category === undefined) return null
  const system = systemCategories.includes(String(category))
  if (typeof category !== 'string' || (!system && !operationCategories.includes(category))) return '10096'
  return system === (classification === 1) ? null : '10097'
}

/** The code of what is wrong with a message, its target aside; null: nothing. Source: vendors/vivo.md, "/message/send" and "Response". */
export function messageFault(message: JsonObject, shortestTtl: number): string | null {
  if (typeof message.notifyType !== 'number' || ![1, 2, 3, 4].includes(message.notifyType)) return '10054'
  if (!filled(message.title)) return '10055'
  if (characters(message.title) > 40) return '10056'
  if (!filled(message.content)) return '10057'
  if (characters(message.content) > 100) return '10058'
  if (!optionalInteger(message.timeToLive, shortestTtl, longestTtl)) return '10059'
  if (!optionalOneOf(message.networkType, [-1, 1])) return '10065'
  const fault = skipFault(message) ?? mapFault(message.clientCustomMap) ?? extraFault(message.extra) ?? categoryFault(message)
  if (fault) return fault
  if (!optionalInteger(message.notifyId, 1, 2 ** 31 - 1)) return '10095'
  if (
    !optionalOneOf(message.pushMode, [0, 1]) ||
    !optionalBoolean(message.foregroundShow) ||
    !optionalBoolean(message.sendOnline) ||
    !optionalText(message.profileId, 64)
  )
    return '10051'
  return requestIdFault(message.requestId)
}

/** Text or number, at most 64 characters. */
export function requestIdFault(id: Json | undefined): string | null {
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).trim() === '') return '10352'
  return String(id).length > 64 ? '10353' : null
}
