import type { PushSettings } from '../model/push-settings.ts'
import type { GlobalSettings } from '../model/recipient.ts'

/** A partial set of push settings with a name and a priority of its own. */
export interface Layer {
  readonly name: string
  /** Any integer; unique among the layers of a merge. Built in: default 0, global 100, message 200. */
  readonly priority: number
  readonly settings: PushSettings
}

/** `ios`: Apple's platforms; `android`: all others, Harmony too. */
export type PlatformFamily = 'ios' | 'android'

/** The built-in layers' names and priorities: a policy's layer takes any other name and number. */
export const builtInLayers = Object.freeze({ default: 0, global: 100, message: 200 })

/**
 * Priority 0: the values of what no other layer states. `ttl` is a day, as the vendors' own defaults run from an hour to 30 days; a call
 * (category `voip`) lives `callTtl` instead.
 */
export const defaultLayer = Object.freeze({
  name: 'default',
  priority: builtInLayers.default,
  settings: Object.freeze({ enabled: true, badge: true, ttl: 86_400, priority: 'high', category: 'im' }),
}) satisfies Layer

/**
 * Seconds that a call (category `voip`) lives when no layer but `default` states a ttl: a phone that is switched on later must not ring for
 * a call that is over. Source: docs/semantics.md, "Time".
 */
export const callTtl = 30

/**
 * Priority 100: a recipient's global settings as a layer. The sound for this kind of conversation becomes
 * `ios.sound` and `android.sound`; `null` is kept, it states the default sound.
 */
export function globalLayer(settings: GlobalSettings | undefined, conversation: 'c2c' | 'group'): Layer {
  return { name: 'global', priority: builtInLayers.global, settings: settings === undefined ? {} : projected(settings, conversation) }
}

function projected(settings: GlobalSettings, conversation: 'c2c' | 'group'): PushSettings {
  const sound = conversation === 'c2c' ? settings.c2cSound : settings.groupSound
  return {
    ...(settings.enabled === undefined ? {} : { enabled: settings.enabled }),
    ...(sound === undefined ? {} : { ios: { sound }, android: { sound } }),
  }
}

/** Priority 200: what the message itself states. No push settings: a layer that states nothing. */
export const messageLayer = (push: PushSettings | undefined): Layer => ({ name: 'message', priority: builtInLayers.message, settings: push ?? {} })
