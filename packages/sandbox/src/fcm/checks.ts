import { isObject, type Json, type JsonObject } from '../common/json.ts'
import type { Violation } from './errors.ts'

/** A Firebase installation id. Source: docs/vendors/fcm.md, "Registrations: tokens and installation ids (FID)". */
const isInstallationId = (text: string): boolean => /^[c-f][\w-]{21}$/.test(text)

/** A well-formed registration token. What Google answers to a FID there was not observed: it is refused here, so that the mistake shows. */
const isRegistrationToken = (token: string): boolean => /^[A-Za-z0-9_:-]{1,4096}$/.test(token) && !isInstallationId(token)

/** Seconds: four weeks. */
const longestTtl = 2_419_200
/** Bytes. */
const limits = { token: 4096, topic: 2048 }

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})

const bytesOf = (value: Json | undefined): number => {
  if (typeof value === 'string') return Buffer.byteLength(value)
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + bytesOf(item as Json), 0)
  if (isObject(value)) return Object.entries(value).reduce((sum, [name, held]) => sum + Buffer.byteLength(name) + bytesOf(held), 0)
  return value === undefined || value === null ? 0 : String(value).length
}

/** Bytes of the keys and values of data and notification, with what `android` states over them. Source: docs/vendors/fcm.md, "Message", size. */
function payloadBytes(message: JsonObject): number {
  const android = object(message.android)
  return bytesOf(android.data ?? message.data) + bytesOf({ ...object(message.notification), ...object(android.notification) })
}

const reserved = (key: string): boolean => key === 'from' || key === 'message_type' || key.startsWith('google') || key.startsWith('gcm')

function dataFaults(data: Json | undefined, field: string): Violation[] {
  return Object.keys(object(data))
    .filter(reserved)
    .map(key => ({ field, description: `Invalid data payload key: ${key}` }))
}

function androidFaults(android: JsonObject): Violation[] {
  const faults: Violation[] = []
  const notification = object(android.notification)
  if (typeof android.ttl === 'string') {
    const ttl = Number.parseFloat(android.ttl)
    if (ttl < 0 || ttl > longestTtl)
      faults.push({ field: 'message.android.ttl', description: 'Invalid value for ttl: it must be between 0 and 2419200 seconds' })
  }
  for (const part of ['body', 'title'])
    if (notification[`${part}LocArgs`] !== undefined && notification[`${part}LocKey`] === undefined)
      faults.push({ field: `message.android.notification.${part}_loc_key`, description: `${part}_loc_args need a ${part}_loc_key` })
  return faults
}

/** What is wrong with a message to an app whose shape is right; empty: nothing. */
export function messageFaults(message: JsonObject, packageName: string): Violation[] {
  const targets = ['fid', 'token', 'topic', 'condition'].filter(name => message[name] !== undefined)
  if (targets.length === 0)
    return [{ field: 'message', description: "Recipient of the message is not set. Exactly one of 'fid', 'token', 'topic' or 'condition' must be specified." }]
  if (targets.length > 1)
    return [
      { field: 'message', description: `Multiple targets: ${targets.join(', ')}. Exactly one of 'fid', 'token', 'topic' or 'condition' must be specified.` },
    ]
  const faults: Violation[] = []
  if (typeof message.token === 'string' && !isRegistrationToken(message.token))
    faults.push({ field: 'message.token', description: 'The registration token is not a valid FCM registration token' })
  if (typeof message.fid === 'string' && !isInstallationId(message.fid))
    faults.push({ field: 'message.fid', description: 'The installation ID is not a valid Firebase installation ID' })
  if (typeof message.topic === 'string' && !/^[a-zA-Z0-9-_.~%]+$/.test(message.topic))
    faults.push({ field: 'message.topic', description: 'Malformed topic name' })
  const android = object(message.android)
  faults.push(...dataFaults(message.data, 'message.data'), ...dataFaults(android.data, 'message.android.data'), ...androidFaults(android))
  const { restrictedPackageName } = android
  if (restrictedPackageName !== undefined && restrictedPackageName !== packageName)
    faults.push({ field: 'message.android.restricted_package_name', description: 'The registration token is of another package' })
  const limit = message.token === undefined && message.fid === undefined ? limits.topic : limits.token
  if (payloadBytes(message) > limit) faults.push({ field: 'message', description: `Message is too big: the limit is ${limit} bytes` })
  return faults
}
