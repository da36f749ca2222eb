import type { GlobalSettings } from '@rouse/core'
import { soundOf, soundText } from '../no-sound.ts'

/**
 * A user's global offline push settings: whether to push at all, and which sound for which kind of conversation.
 * Getters answer defaults where nothing was set; `stated` tells what was.
 */
export class TIMOfflinePushSettings {
  #enabled: boolean | null = null
  #c2cSound: string | null = null
  #groupSound: string | null = null

  /** Default true. */
  isEnabled(): boolean {
    return this.#enabled ?? true
  }

  /** `null` takes the statement back. */
  setEnabled(enabled: boolean | null): void {
    this.#enabled = enabled
  }

  /** URI or file name; null: not set, the default sound. */
  getC2cMsgRemindSound(): string | null {
    return this.#c2cSound
  }

  /** Sound of one-to-one messages. Custom sounds are heard on Apple's devices only, and are files built into the app. `null`: the default sound. */
  setC2cMsgRemindSound(c2cMsgRemindSound: string | null): void {
    this.#c2cSound = c2cMsgRemindSound
  }

  /** URI or file name; null: not set, the default sound. */
  getGroupMsgRemindSound(): string | null {
    return this.#groupSound
  }

  /** Sound of group messages; else as `setC2cMsgRemindSound`. */
  setGroupMsgRemindSound(groupMsgRemindSound: string | null): void {
    this.#groupSound = groupMsgRemindSound
  }

  /** Only what was set, as Rouse's global settings: a default, a null and an empty sound are no statement. */
  stated(): GlobalSettings {
    const [c2cSound, groupSound] = [soundOf(this.#c2cSound), soundOf(this.#groupSound)]
    return {
      ...(this.#enabled === null || this.#enabled === undefined ? {} : { enabled: this.#enabled }),
      ...(c2cSound === undefined ? {} : { c2cSound }),
      ...(groupSound === undefined ? {} : { groupSound }),
    }
  }

  /** The settings object that states what `settings` states. A sound of null, which a host may have stated, is the default one: null here too. */
  static of(settings: GlobalSettings): TIMOfflinePushSettings {
    const made = new TIMOfflinePushSettings()
    made.setEnabled(settings.enabled ?? null)
    made.setC2cMsgRemindSound(soundText(settings.c2cSound))
    made.setGroupMsgRemindSound(soundText(settings.groupSound))
    return made
  }
}
