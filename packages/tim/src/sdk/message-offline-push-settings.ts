import type { AndroidSettings as AndroidPush, IosSettings as IosPush, PushSettings } from '@rouse/core'
import { copyOf, extOf } from '../bytes.ts'
import { noSound, soundOf } from '../no-sound.ts'

/**
 * What a click on the notification does. `Normal`: it opens the app and calls nothing; `Custom`: the app is given
 * the extension.
 */
const NotifyMode = Object.freeze({ Normal: 'Normal', Custom: 'Custom' } as const)

/** One message's settings for devices that are not Apple's. */
class AndroidSettings {
  #title: string | null = null
  #sound: string | null = null
  #notifyMode: TIMMessageOfflinePushSettings.NotifyMode | null = null

  getTitle(): string | null {
    return this.#title
  }

  setTitle(title: string | null): void {
    this.#title = title
  }

  /** URI; null: not set. */
  getSound(): string | null {
    return this.#sound
  }

  /** URI of a file built into the app. */
  setSound(sound: string | null): void {
    this.#sound = sound
  }

  /** Default `NotifyMode.Normal`. */
  getNotifyMode(): TIMMessageOfflinePushSettings.NotifyMode {
    return this.#notifyMode ?? NotifyMode.Normal
  }

  /** For vendors' channels only, such as Xiaomi's and Huawei's. */
  setNotifyMode(mode: TIMMessageOfflinePushSettings.NotifyMode | null): void {
    this.#notifyMode = mode
  }

  /** Only what was set. */
  stated(): AndroidPush {
    const sound = soundOf(this.#sound)
    return {
      ...(this.#title ? { title: this.#title } : {}),
      ...(sound === undefined ? {} : { sound }),
      ...(this.#notifyMode ? { notifyMode: this.#notifyMode === NotifyMode.Custom ? 'custom' : 'normal' } : {}),
    }
  }
}

/** One message's settings for Apple's devices. */
class IOSSettings {
  /** As a sound: neither sound nor vibration. */
  static readonly NO_SOUND_NO_VIBRATION = noSound

  #sound: string | null = null
  #badgeEnabled: boolean | null = null

  /** Path of the audio file; null: not set. */
  getSound(): string | null {
    return this.#sound
  }

  /** Path of a file built into the app, or `IOSSettings.NO_SOUND_NO_VIBRATION`. */
  setSound(sound: string | null): void {
    this.#sound = sound
  }

  /** Default true. */
  isBadgeEnabled(): boolean {
    return this.#badgeEnabled ?? true
  }

  /** Whether this message counts on the badge. */
  setBadgeEnabled(badgeEnabled: boolean | null): void {
    this.#badgeEnabled = badgeEnabled
  }

  /** Only what was set. */
  stated(): IosPush {
    const sound = soundOf(this.#sound)
    return {
      ...(sound === undefined ? {} : { sound }),
      ...(this.#badgeEnabled === null || this.#badgeEnabled === undefined ? {} : { badge: this.#badgeEnabled }),
    }
  }
}

/**
 * One message's offline push settings; where they state something it prevails over the recipient's global settings.
 * Getters answer defaults where nothing was set; `stated` tells what was.
 */
export class TIMMessageOfflinePushSettings {
  static readonly AndroidSettings = AndroidSettings
  static readonly IOSSettings = IOSSettings
  static readonly NotifyMode = NotifyMode

  #descr: string | null = null
  #ext: Uint8Array | null = null
  #enabled: boolean | null = null
  #android: TIMMessageOfflinePushSettings.AndroidSettings | null = null
  #ios: TIMMessageOfflinePushSettings.IOSSettings | null = null

  /** The text that the notification shows; null: not set. */
  getDescr(): string | null {
    return this.#descr
  }

  setDescr(descr: string | null): void {
    this.#descr = descr
  }

  /** A copy of the extension's bytes; null: not set. */
  getExt(): Uint8Array | null {
    return copyOf(this.#ext)
  }

  /** Bytes for the app; they are copied. */
  setExt(ext: Uint8Array | null): void {
    this.#ext = copyOf(ext)
  }

  /** Default true. */
  isEnabled(): boolean {
    return this.#enabled ?? true
  }

  /** Whether this message may be pushed. */
  setEnabled(enabled: boolean | null): void {
    this.#enabled = enabled
  }

  /** null: not set. */
  getAndroidSettings(): TIMMessageOfflinePushSettings.AndroidSettings | null {
    return this.#android
  }

  setAndroidSettings(androidSettings: TIMMessageOfflinePushSettings.AndroidSettings | null): void {
    this.#android = androidSettings
  }

  /** null: not set. */
  getIosSettings(): TIMMessageOfflinePushSettings.IOSSettings | null {
    return this.#ios
  }

  setIosSettings(iosSettings: TIMMessageOfflinePushSettings.IOSSettings | null): void {
    this.#ios = iosSettings
  }

  /** Only what was set, as Rouse's push settings: defaults, nulls and empty texts are no statement. */
  stated(): PushSettings {
    const ext = extOf(this.#ext)
    const android = this.#android?.stated() ?? {}
    const ios = this.#ios?.stated() ?? {}
    return {
      ...(this.#enabled === null || this.#enabled === undefined ? {} : { enabled: this.#enabled }),
      ...(this.#descr ? { body: this.#descr } : {}),
      ...(ext === undefined ? {} : { ext }),
      ...(Object.keys(android).length === 0 ? {} : { android }),
      ...(Object.keys(ios).length === 0 ? {} : { ios }),
    }
  }
}

/** The nested classes as types, so that `TIMMessageOfflinePushSettings.AndroidSettings` is both. */
export declare namespace TIMMessageOfflinePushSettings {
  type AndroidSettings = InstanceType<typeof TIMMessageOfflinePushSettings.AndroidSettings>
  type IOSSettings = InstanceType<typeof TIMMessageOfflinePushSettings.IOSSettings>
  type NotifyMode = 'Normal' | 'Custom'
}
