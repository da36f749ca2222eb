/** Push types and what they append to the bundle id. Source: docs/vendors/apns.md, "Request headers". */
export const topicSuffixes: Readonly<Record<string, string>> = {
  alert: '',
  background: '',
  location: '.location-query',
  voip: '.voip',
  complication: '.complication',
  fileprovider: '.pushkit.fileprovider',
  mdm: '',
  liveactivity: '.push-type.liveactivity',
  controls: '.push-type.controls',
  pushtotalk: '.voip-ptt',
  widgets: '.push-type.widgets',
}

/** Whether a topic is the bundle id with a suffix that the push type (absent: any) goes with. */
export function topicFits(topic: string, bundle: string, pushType: string | undefined): boolean {
  if (pushType !== undefined) return topic === bundle + (topicSuffixes[pushType] ?? '')
  return Object.values(topicSuffixes).some(suffix => topic === bundle + suffix)
}
