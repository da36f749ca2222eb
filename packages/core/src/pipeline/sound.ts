import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { NotificationSound } from '../channel/contract.ts'
import type { Note } from '../model/decision.ts'
import type { Sound } from '../model/push-settings.ts'

/** Where a sound goes: a file in the app's bundle (iOS), a vendor with custom sounds switched on, or one with the default sounds only. */
export type SoundTarget = 'bundle' | 'custom' | 'default-only'

/** A sound as this target wants it, and a note where it is not what was asked for. */
export interface ResolvedSound {
  readonly sound: NotificationSound
  readonly note?: Note
}

const defaultSound: NotificationSound = Object.freeze({ kind: 'default' })
const silence: NotificationSound = Object.freeze({ kind: 'silent' })

/**
 * A stated sound as the target wants it. Nothing stated and `null` mean the default sound.
 *
 * @param canSilence whether the vendor can leave out sound and vibration; default true. If not: the default, note `silent-unsupported`.
 * Source: docs/semantics.md, "Sound".
 */
export function resolveSound(value: Sound | undefined, target: SoundTarget, canSilence = true): ResolvedSound {
  if (value === undefined || value === null) return { sound: defaultSound }
  if (typeof value === 'object') {
    if (canSilence) return { sound: silence }
    return { sound: defaultSound, note: { code: 'silent-unsupported', detail: 'this vendor cannot leave sound and vibration out: the default sound is used' } }
  }
  if (target === 'default-only') {
    return { sound: defaultSound, note: { code: 'sound-unsupported', detail: `this vendor plays default sounds only, not ${JSON.stringify(value)}` } }
  }
  const name = target === 'bundle' ? bundledFile(value) : rawResource(value)
  if (name !== null) return { sound: { kind: 'file', name } }
  const wanted = target === 'bundle' ? 'a file in the app bundle, like "ring.caf"' : 'a raw resource, like "ring" or "android.resource://com.example/raw/ring"'
  return {
    sound: defaultSound,
    note: { code: 'sound-not-for-platform', detail: `${JSON.stringify(value)} does not name ${wanted}: the default sound is used` },
  }
}

const resourceUri = /^android\.resource:\/\//i
/** Bytes of a file's name, as file systems have it. */
const longestName = 255

/** What can be the name of a file or resource at all. */
const isName = (name: string): boolean => name.trim() !== '' && !/\p{Cc}/u.test(name) && name.isWellFormed() && utf8ToBytes(name).length <= longestName

/** iOS plays files of the app bundle, named without a path. */
function bundledFile(value: string): string | null {
  if (resourceUri.test(value)) return null
  const name = value.slice(value.lastIndexOf('/') + 1)
  return isName(name) ? name : null
}

/** Android's vendors play raw resources by name: a path, an extension or a numeric id names none. */
function rawResource(value: string): string | null {
  let name = value
  if (resourceUri.test(value)) {
    const [, ...path] = value.replace(resourceUri, '').split('/')
    if (path.length > 2 || (path.length === 2 && path[0] !== 'raw')) return null
    name = path.at(-1) ?? ''
  }
  return /[/.]/.test(name) || /^\d*$/.test(name.trim()) || !isName(name) ? null : name
}
