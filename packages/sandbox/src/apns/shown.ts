import { isObject, type JsonObject } from '../common/json.ts'

/**
 * Whether a phone would act on a payload of this push type: APNs accepts one that does not match its type and drops it silently.
 * Source: docs/vendors/apns.md, "Request headers", apns-push-type, and "Payload: aps".
 */
export function wouldShow(payload: JsonObject, headers: Readonly<Record<string, string | undefined>>): boolean {
  const aps = payload.aps
  const pushType = headers['apns-push-type']
  if (pushType === 'widgets' || pushType === 'controls') return isObject(aps) && aps['content-changed'] === true
  if (pushType === 'liveactivity') return isObject(aps) && actsOn(aps, headers['apns-priority'])
  if (pushType !== undefined && pushType !== 'alert' && pushType !== 'background') return true
  if (!isObject(aps)) return false
  const visible = aps.alert !== undefined || aps.badge !== undefined || aps.sound !== undefined
  if (pushType === 'background') return aps['content-available'] === 1 && !visible
  return visible || aps['content-available'] === 1
}

/** Whether a payload starts, updates or ends a Live Activity. */
function actsOn(aps: JsonObject, priority: string | undefined): boolean {
  const { event, timestamp, alert } = aps
  if (priority === '1' || typeof timestamp !== 'number' || !isObject(aps['content-state'])) return false
  if (event === 'update' || event === 'end') return true
  return event === 'start' && typeof aps['attributes-type'] === 'string' && isObject(aps.attributes) && isObject(alert)
}
