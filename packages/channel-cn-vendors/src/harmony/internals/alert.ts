import { type Json, type Note, type Notification, stableInt, stableKey } from '@rouse/core'
import { carriedObject, categoryWord, keptFields } from '../../common/index.ts'
import { categoryWords, nearestCategories } from '../../huawei/internals/categories.ts'
import type { HarmonyApp, HarmonyOptions, HarmonySettings } from '../config.ts'
import { rooms } from '../limits.ts'
import { clickActionOf } from './click-action.ts'

/** A path that ends in another picture than Huawei shows. */
const otherPicture = /\.(?:gif|webp|svg|heic|heif|avif|tiff?|ico)(?:[?#]|$)/i

/** `payload.notification` but for its badge, in the sheet's order. Source: vendors/huawei.md, "v3 body". */
export function alertOf(notification: Notification, app: HarmonyApp, options: HarmonyOptions, notes: Note[]): { readonly [key: string]: Json } {
  const settings = notification.vendor as HarmonySettings
  const { title, body, image, sound } = notification
  const held: Record<string, Json> = {
    category: categoryOf(notification, options, notes),
    title: title.toWellFormed(),
    body: body.toWellFormed(),
    clickAction: clickActionOf(notification, app, carriedObject(notification, options.addIds === true, notes), notes),
  }
  if (image !== undefined && otherPicture.test(image)) {
    notes.push({ code: 'image-unsupported', detail: 'HarmonyOS shows png, jpg, jpeg and bmp only: the image is left out' })
  } else if (image !== undefined) {
    held.image = image
  }
  held.notifyId = stableInt(notification.replaceId)
  const words = notification.templateText ? settings.inboxContent : undefined
  const fields = [
    ['sound', 'sound', settings.sound ?? (sound.kind === 'file' ? `${sound.name}${options.soundSuffix ?? ''}` : undefined)],
    ['soundDuration', 'soundDuration', settings.soundDuration],
    ['foregroundShow', 'foregroundShow', settings.foregroundShow],
    ['profileId', 'profileId', settings.profileId],
    ['appMessageId', 'appMessageId', settings.appMessageId ?? messageIdOf(notification)],
    ['inboxContent', 'inboxContent', settings.style === 3 ? words : undefined],
  ] as const
  Object.assign(held, keptFields('harmony', rooms.settings, fields, notes))
  if (held.inboxContent !== undefined) held.style = 3
  return held
}

/**
 * The same in every attempt at one text of a message, so that a resend shows once; another for an edit, and for the word that takes a
 * withdrawn message's place: of two with one id the first wins.
 */
const messageIdOf = ({ messageId, revision, title, body }: Notification): string => stableKey(JSON.stringify([messageId, revision ?? 0, title, body]), 32)

/** Always there: Huawei refuses an alert without one. PLAY_VOICE is for speech. */
export function categoryOf({ category, vendor }: Notification, options: HarmonyOptions, notes: Note[]): string {
  const stated = (vendor as HarmonySettings).category
  if (stated !== undefined && stated !== 'PLAY_VOICE') return stated
  const { word, note } = categoryWord('Huawei', category, categoryWords, { ...nearestCategories, ...options.nearest })
  if (note !== undefined) notes.push(note)
  return word ?? 'MARKETING'
}
