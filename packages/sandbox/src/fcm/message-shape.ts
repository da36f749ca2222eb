import type { Shape } from './shape.ts'

const string: Shape = { type: 'string' }
const boolean: Shape = { type: 'boolean' }
const integer: Shape = { type: 'integer' }
const duration: Shape = { type: 'duration' }
const strings: Shape = { type: 'list', of: string }
const stringMap: Shape = { type: 'strings' }
const free: Shape = { type: 'free' }
const oneOf = (...values: string[]): Shape => ({ type: 'enum', values })
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ type: 'object', fields })

const color = object({ red: { type: 'number' }, green: { type: 'number' }, blue: { type: 'number' }, alpha: { type: 'number' } })
const analytics = object({ analyticsLabel: { type: 'pattern', pattern: /^[a-zA-Z0-9-_.~%]{1,50}$/ } })

const androidNotification = object({
  title: string,
  body: string,
  icon: string,
  color: { type: 'pattern', pattern: /^#[0-9a-f]{6}$/i },
  sound: string,
  tag: string,
  clickAction: string,
  bodyLocKey: string,
  bodyLocArgs: strings,
  titleLocKey: string,
  titleLocArgs: strings,
  channelId: string,
  ticker: string,
  sticky: boolean,
  eventTime: { type: 'timestamp' },
  localOnly: boolean,
  notificationPriority: oneOf('PRIORITY_UNSPECIFIED', 'PRIORITY_MIN', 'PRIORITY_LOW', 'PRIORITY_DEFAULT', 'PRIORITY_HIGH', 'PRIORITY_MAX'),
  defaultSound: boolean,
  defaultVibrateTimings: boolean,
  defaultLightSettings: boolean,
  vibrateTimings: { type: 'list', of: duration },
  visibility: oneOf('VISIBILITY_UNSPECIFIED', 'PRIVATE', 'PUBLIC', 'SECRET'),
  notificationCount: integer,
  lightSettings: object({ color, lightOnDuration: duration, lightOffDuration: duration }),
  image: string,
  bypassProxyNotification: boolean,
  proxy: oneOf('PROXY_UNSPECIFIED', 'ALLOW', 'DENY', 'IF_PRIORITY_LOWERED'),
})

/** `Message` of FCM v1, in camelCase. Source: docs/vendors/fcm.md, "Message". */
const messageShape: Shape = object({
  name: string,
  token: string,
  fid: string,
  topic: string,
  condition: string,
  data: stringMap,
  notification: object({ title: string, body: string, image: string }),
  android: object({
    collapseKey: string,
    priority: oneOf('NORMAL', 'HIGH'),
    ttl: duration,
    restrictedPackageName: string,
    data: stringMap,
    notification: androidNotification,
    fcmOptions: analytics,
    directBootOk: boolean,
    bandwidthConstrainedOk: boolean,
    restrictedSatelliteOk: boolean,
  }),
  apns: object({ headers: stringMap, payload: free, fcmOptions: object({ analyticsLabel: string, image: string }), liveActivityToken: string }),
  webpush: object({ headers: stringMap, data: stringMap, notification: free, fcmOptions: object({ link: string, analyticsLabel: string }) }),
  fcmOptions: analytics,
})

/** The whole request body. */
export const requestShape: Shape = object({ message: messageShape, validateOnly: boolean })
