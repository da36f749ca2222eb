import type { GlobalSettings } from '@rouse/core'
import type { MaybePromise } from '../maybe-promise.ts'

/**
 * A port: where users' global push settings are kept. What it answers is waited for no longer than `portTimeoutMs`; where it throws
 * or rejects, the call that needed it fails, and nobody is pushed.
 */
export interface SettingsStore {
  /** One answer a user, in order; undefined or null: none kept. */
  get(users: readonly string[]): MaybePromise<readonly (GlobalSettings | null | undefined)[]>
  /** Replaces a user's settings whole. Called for one user at a time in the order of the calls. */
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
