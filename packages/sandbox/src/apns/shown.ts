import { isObject, type JsonObject } from '../common/json.ts'

/**
 * Whether a phone would act on a payload of this push type: APNs takes one that does not match its type and drops it
 * without a word. Source: docs/vendors/apns.md, "Request headers", apns-push-type.
 */
export function wouldShow(payload: JsonObject, pushType: string | undefined): boolean {
  const aps = payload.aps
  if (pushType !== undefined && pushType !== 'alert' && pushType !== 'background') return true
  if (!isObject(aps)) return false
  const visible = aps.alert !== undefined || aps.badge !== undefined || aps.sound !== undefined
  if (pushType === 'background') return aps['content-available'] === 1 && !visible
  return visible || aps['content-available'] === 1
}
