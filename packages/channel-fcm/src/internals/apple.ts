import { bytes, headerId, type Json, type Note, type Notification, stableKey } from '@rouse/core/channel'
import type { FcmMessage } from './message.ts'

type Apns = NonNullable<FcmMessage['apns']>

/** Bytes of a thread or category; our own, as for APNs. */
const longestId = 256
const isBrief = (id: string): boolean => bytes(JSON.stringify(id)).length <= longestId

/**
 * `apns` of a message to an Apple device: Google passes it on to APNs, and a sound, a badge and the like come from it alone. Title and body go in
 * `notification`, or in `aps.alert` beside a subtitle, which FCM has nowhere else. What the host states in `vendors.fcm.apns` outranks ours, key
 * by key. `aps` is the last member, so that the badge can follow it. Source: docs/vendors/fcm.md, "Message", and docs/vendors/apns.md.
 *
 * @param ttl seconds, as it goes to the vendor; null: Apple's own default.
 */
export function apnsOf(notification: Notification, ttl: number | null, isData: boolean, stated: Apns | undefined, notes: Note[]): Apns {
  const { headers, payload, ...others } = stated ?? {}
  const { aps: statedAps, ...beside } = payload ?? {}
  const aps = { ...(isData ? { 'content-available': 1 } : presentationOf(notification, notes)), ...objectOf(statedAps) }
  return {
    ...others,
    headers: { ...headersOf(notification, ttl, isData), ...headers },
    payload: { ...beside, aps },
  }
}

function headersOf(notification: Notification, ttl: number | null, isData: boolean): Record<string, string> {
  const headers: Record<string, string> = {
    'apns-push-type': isData ? 'background' : 'alert',
    'apns-priority': isData || notification.replaces === true || notification.priority === 'normal' ? '5' : '10',
    'apns-collapse-id': headerId(notification.replaceId),
  }
  // `expiresAt` counts the whole ttl, where there is one; a call has less.
  if (ttl !== null) headers['apns-expiration'] = ttl === 0 || notification.ttl === null ? '0' : `${notification.expiresAt - notification.ttl + ttl}`
  return headers
}

function presentationOf(notification: Notification, notes: Note[]): Record<string, Json> {
  const { sound, replaces, subtitle, title, body, image } = notification
  const { category, interruptionLevel, mutableContent } = notification.ios ?? {}
  const aps: Record<string, Json> = {}
  if (hasSubtitle(notification)) aps.alert = { ...(title === '' ? {} : { title }), subtitle: subtitle as string, ...(body === '' ? {} : { body }) }
  if (replaces !== true && sound.kind !== 'silent') aps.sound = sound.kind === 'file' ? sound.name : 'default'
  const thread = notification.threadId === undefined ? notification.conversation.id : notification.threadId
  if (thread !== null && thread !== '') aps['thread-id'] = isBrief(thread) ? thread : stableKey(thread, 32)
  if (category !== undefined && category !== '') {
    if (isBrief(category)) aps.category = category
    else notes.push({ code: 'field-dropped', detail: `ios.category takes more than ${longestId} bytes, and no action set is called so: left out` })
  }
  if (mutableContent ?? image !== undefined) aps['mutable-content'] = 1
  const level = replaces === true ? 'passive' : interruptionLevel
  if (level !== undefined) aps['interruption-level'] = level
  return aps
}

/** Whether title and body stand in `aps.alert` instead of `notification`. */
export const hasSubtitle = ({ subtitle }: Notification): boolean => subtitle !== undefined && subtitle !== ''

const objectOf = (value: Json | undefined): { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {}
