import type { Call } from '../common/call.ts'
import { parseObject } from '../common/json.ts'
import { topicFits, topicSuffixes } from './push-types.ts'

/** Bytes of a body. Source: docs/vendors/apns.md, "Endpoint". */
const limits = { usual: 4096, voip: 5120 }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const single = ['authorization', 'apns-id', 'apns-topic', 'apns-push-type', 'apns-expiration', 'apns-priority', 'apns-collapse-id']

/** Hex of whole bytes; how long is not fixed. */
export const isDeviceToken = (token: string): boolean => /^(?:[0-9a-f]{2}){2,256}$/i.test(token)

const repeats = (call: Call): boolean => {
  const seen = new Set<string>()
  for (let index = 0; index < call.rawHeaders.length; index += 2) {
    const name = (call.rawHeaders[index] as string).toLowerCase()
    if (!single.includes(name)) continue
    if (seen.has(name)) return true
    seen.add(name)
  }
  return false
}

/** The reason why the headers or the body are refused; null: they are in order. Authorization and the device token are judged elsewhere. */
export function requestFault(call: Call, bundle: string): string | null {
  const header = (name: string): string | undefined => (call.headers[name] === '' ? undefined : call.headers[name])
  // A certificate names its app; a token needs the topic.
  const topic = header('apns-topic') ?? (call.connection.client === undefined ? undefined : bundle)
  const pushType = header('apns-push-type')
  const priority = header('apns-priority')
  const expiration = header('apns-expiration')
  const id = header('apns-id')
  if (repeats(call)) return 'DuplicateHeaders'
  if (id !== undefined && !uuid.test(id)) return 'BadMessageId'
  if (expiration !== undefined && !/^\d{1,15}$/.test(expiration)) return 'BadExpirationDate'
  if (priority !== undefined && !['10', '5', '1'].includes(priority)) return 'BadPriority'
  if (pushType !== undefined && !Object.hasOwn(topicSuffixes, pushType)) return 'InvalidPushType'
  if (pushType === 'background' && priority !== '5') return 'BadPriority'
  if (Buffer.byteLength(header('apns-collapse-id') ?? '') > 64) return 'BadCollapseId'
  if (topic === undefined) return 'MissingTopic'
  if (!/^[\w.-]+$/.test(topic)) return 'BadTopic'
  if (!topicFits(topic, bundle, undefined)) return 'TopicDisallowed'
  if (!topicFits(topic, bundle, pushType)) return 'BadTopic'
  if (call.bytes === 0) return 'PayloadEmpty'
  if (call.bytes > (pushType === 'voip' || (pushType === undefined && topic.endsWith('.voip')) ? limits.voip : limits.usual)) return 'PayloadTooLarge'
  if (!call.validUtf8 || parseObject(call.body) === undefined) return 'PayloadEmpty'
  return null
}
