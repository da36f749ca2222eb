import type { GlobalSettings } from '@rouse/core'

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
    return {
      ...(this.#enabled === null || this.#enabled === undefined ? {} : { enabled: this.#enabled }),
      ...(this.#c2cSound ? { c2cSound: this.#c2cSound } : {}),
      ...(this.#groupSound ? { groupSound: this.#groupSound } : {}),
    }
  }

  /** The settings object that states what `settings` states; a silent sound has no word here and is left out. */
  static of(settings: GlobalSettings | undefined): TIMOfflinePushSettings {
    const made = new TIMOfflinePushSettings()
    if (settings?.enabled !== undefined) made.setEnabled(settings.enabled)
    if (typeof settings?.c2cSound === 'string') made.setC2cMsgRemindSound(settings.c2cSound)
    if (typeof settings?.groupSound === 'string') made.setGroupMsgRemindSound(settings.groupSound)
    return made
  }
}
