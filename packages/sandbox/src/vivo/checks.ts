import { isObject, type Json, type JsonObject } from '../common/json.ts'
import { characters, filled, optionalBoolean, optionalInteger, optionalOneOf, optionalText } from '../common/json-reader.ts'

const systemCategories = ['IM', 'ACCOUNT', 'TODO', 'DEVICE_REMINDER', 'ORDER', 'SUBSCRIPTION']
const operationCategories = ['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL']
const extraKeys = ['callback', 'callback.param', 'callback.id']
/** Seconds: a week; what is over a day is cut to it. */
const longestTtl = 604_800
const minute = 60_000
const day = 86_400_000
const chinaOffset = 8 * 3_600_000

/** What the check of a message depends on. */
export interface Rules {
  /** Seconds: 60 for one device, 900 for many. */
  readonly shortestTtl: number
  /** Whether title and content are counted as older texts and the SDK do: CJK, its punctuation, general punctuation and full-width forms are two. */
  readonly olderCount: boolean
  /** Whether texts that look like a test are refused. */
  readonly refusesTests: boolean
  /** UNIX ms. */
  readonly now: number
}

/** What the SDK counts as two. Source: docs/vendors/vivo.md, "Counting". */
const double = /[\u2000-\u206f\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]/g
const lengthOf = (text: string, { olderCount }: Rules): number => (olderCount ? text.length + (text.match(double)?.length ?? 0) : characters(text))

/** Braces, square brackets, the Chinese word for "test", or no letter but Latin ones. Source: docs/vendors/vivo.md, "Response", 10104. */
const looksLikeTest = (text: string): boolean => /[[\]{}]|测试/.test(text) || !/(?!\p{Script=Latin})\p{L}/u.test(text)

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

/** Start 10 minutes or more ahead and within a day, end less than 120 minutes later and on the same day in China. */
function isDisplayTime(value: Json | undefined, now: number): boolean {
  if (value === undefined) return true
  if (!isObject(value) || !optionalBoolean(value.overtimeDisplay)) return false
  const { showStartTime, showEndTime } = value
  // Numbers in the SDK, text in one document: both are taken.
  if (![showStartTime, showEndTime].every(time => (typeof time === 'string' || typeof time === 'number') && /^\d{13}$/.test(String(time)))) return false
  const [start, end] = [Number(showStartTime), Number(showEndTime)]
  const dayOf = (at: number): number => Math.floor((at + chinaOffset) / day)
  return start - now >= 10 * minute && start - now <= day && end > start && end - start < 120 * minute && dayOf(start) === dayOf(end)
}

/** The code of what is wrong with a message, its target aside; null: nothing. Source: docs/vendors/vivo.md, "/message/send" and "Response". */
export function messageFault(message: JsonObject, rules: Rules): string | null {
  if (typeof message.notifyType !== 'number' || ![1, 2, 3, 4].includes(message.notifyType)) return '10054'
  if (!filled(message.title)) return '10055'
  if (lengthOf(message.title, rules) > 40) return '10056'
  if (!filled(message.content)) return '10057'
  if (lengthOf(message.content, rules) > 100) return '10058'
  if (rules.refusesTests && [message.title, message.content].some(looksLikeTest)) return '10104'
  if (!optionalInteger(message.timeToLive, rules.shortestTtl, longestTtl)) return '10059'
  if (!optionalOneOf(message.networkType, [-1, 1])) return '10065'
  const fault = skipFault(message) ?? mapFault(message.clientCustomMap) ?? extraFault(message.extra) ?? categoryFault(message)
  if (fault) return fault
  if (!optionalInteger(message.notifyId, 1, 2 ** 31 - 1)) return '10095'
  return isRestFine(message, rules.now) ? requestIdFault(message.requestId) : '10051'
}

/** Fields for which vivo names no code: ours is that of the message's type. */
const isRestFine = (message: JsonObject, now: number): boolean =>
  optionalOneOf(message.pushMode, [0, 1]) &&
  optionalBoolean(message.foregroundShow) &&
  optionalBoolean(message.addBadge) &&
  optionalBoolean(message.sendOnline) &&
  optionalText(message.profileId, 64) &&
  (message.auditReview === undefined || Array.isArray(message.auditReview)) &&
  isDisplayTime(message.timedDisplay, now)

/** Text or number, at most 64 characters. */
export function requestIdFault(id: Json | undefined): string | null {
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).trim() === '') return '10352'
  return String(id).length > 64 ? '10353' : null
}
