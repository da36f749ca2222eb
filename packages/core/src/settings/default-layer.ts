import { builtInLayers, type Layer } from './layer.ts'

/** Priority 0: what holds when nobody states anything. `ttl` is a day, as the vendors' own defaults run from an hour to 30 days. */
export const defaultLayer = Object.freeze({
  name: 'default',
  priority: builtInLayers.default,
  settings: Object.freeze({ enabled: true, badge: true, ttl: 86_400, priority: 'high', category: 'im' }),
}) satisfies Layer
