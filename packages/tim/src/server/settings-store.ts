import type { GlobalSettings } from '@rouse/core'
import type { MaybePromise } from '../maybe-promise.ts'

/** A port: where users' global push settings are kept. */
export interface SettingsStore {
  /** One answer a user, in order; undefined: none kept. */
  get(users: readonly string[]): MaybePromise<readonly (GlobalSettings | undefined)[]>
  /** Replaces a user's settings whole. */
  set(user: string, settings: GlobalSettings): MaybePromise<void>
}

/** Keeps settings in this process. */
export function memorySettingsStore(): SettingsStore {
  const kept = new Map<string, GlobalSettings>()
  return {
    get: users => users.map(user => kept.get(user)),
    set(user, settings) {
      kept.set(user, Object.freeze({ ...settings }))
    },
  }
}
