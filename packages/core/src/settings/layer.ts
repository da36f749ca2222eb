import type { PushSettings } from '../model/push-settings.ts'

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
