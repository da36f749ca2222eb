/** `apns-push-type`. Source: docs/vendors/apns.md, "Request headers". */
export const apnsPushTypes = [
  'alert',
  'background',
  'location',
  'voip',
  'complication',
  'fileprovider',
  'mdm',
  'liveactivity',
  'pushtotalk',
  'widgets',
  'controls',
] as const
export type ApnsPushType = (typeof apnsPushTypes)[number]

/** What a push type's payload shows: the message, a Live Activity, a reload of widgets or controls, or nothing but data. */
type Shows = 'message' | 'activity' | 'reload' | 'data' | 'background'

/** What follows from a push type. `suffix`: put after the bundle id. */
export const pushTypeTraits: Readonly<Record<ApnsPushType, { readonly suffix: string; readonly shows: Shows }>> = {
  alert: { suffix: '', shows: 'message' },
  background: { suffix: '', shows: 'background' },
  location: { suffix: '.location-query', shows: 'data' },
  voip: { suffix: '.voip', shows: 'message' },
  complication: { suffix: '.complication', shows: 'data' },
  fileprovider: { suffix: '.pushkit.fileprovider', shows: 'data' },
  mdm: { suffix: '', shows: 'data' },
  liveactivity: { suffix: '.push-type.liveactivity', shows: 'activity' },
  pushtotalk: { suffix: '.voip-ptt', shows: 'data' },
  widgets: { suffix: '.push-type.widgets', shows: 'reload' },
  controls: { suffix: '.push-type.controls', shows: 'reload' },
}
