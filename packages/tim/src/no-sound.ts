import type { Sound } from '@rouse/core'

/** Tencent's word for neither sound nor vibration. Source: the public SDK reference, `IOS_OFFLINE_PUSH_NO_SOUND`. */
export const noSound = 'push.no_sound'

/** Rouse's sound for Tencent's text; an empty text states nothing. */
export function soundOf(text: string | null | undefined): Sound | undefined {
  if (text === null || text === undefined || text === '') return undefined
  return text === noSound ? { silent: true } : text
}

/** Tencent's text for Rouse's sound; null: the default one. */
export function soundText(sound: Sound | undefined): string | null {
  if (sound === null || sound === undefined) return null
  return typeof sound === 'string' ? sound : noSound
}
