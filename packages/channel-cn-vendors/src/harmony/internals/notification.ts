import { bytes, type Json, type Note, type Notification, stableInt } from '@rouse/core/channel'
import { appData, fitFields, httpsUrl } from '../../common/index.ts'
import type { HarmonyApp, HarmonyOptions, HarmonySettings } from '../config.ts'
import { rooms } from '../limits.ts'
import type { ResolvedClass } from './class-of.ts'
import { clickOf } from './click.ts'
import { longestMessageId } from './message-id.ts'

/** A path that ends in another picture than Huawei shows. */
const otherPicture = /\.(?:gif|webp|svg|heic|heif|avif|tiff?|ico)(?:[?#]|$)/i

type Members = { readonly [key: string]: Json }

/**
 * `payload.notification` but for its badge. `roomBeside` says what is left, beside parts that no fitting can shorten, for what the
 * message states for HarmonyOS alone. Source: docs/vendors/huawei.md, "v3 body".
 */
export function notificationOf(
  notification: Notification,
  app: HarmonyApp,
  options: HarmonyOptions,
  { category }: ResolvedClass,
  roomBeside: (fixed: Members) => number,
  notes: Note[],
): Members {
  const settings = notification.vendor as HarmonySettings
  const { title, body, image, sound } = notification
  const clickAction = clickOf(notification, app, appData(notification, options.addIds === true, notes), notes)
  const fixed: Record<string, Json> = { category, notifyId: stableInt(notification.replaceId) }
  if (settings.sound === undefined && sound.kind === 'file') addSound(fixed, `${sound.name}${options.soundSuffix ?? ''}`, notes)
  const held: Record<string, Json> = { ...fixed, title: title.toWellFormed(), body: body.toWellFormed(), clickAction }
  const picture = image === undefined ? undefined : pictureOf(image, notes)
  if (picture !== undefined) held.image = picture
  const fields = statedFields(notification).filter(([, , value]) => value !== undefined)
  if (fields.length > 0) {
    const { ext: _, extEncoding: __, ...ids } = (clickAction.data ?? {}) as Members
    Object.assign(
      held,
      fitFields('harmony', roomBeside({ ...fixed, clickAction: { ...clickAction, data: ids }, appMessageId: longestMessageId }), fields, notes),
    )
  }
  if (held.inboxContent !== undefined) held.style = 3
  return held
}

function addSound(held: Record<string, Json>, name: string, notes: Note[]): void {
  const sound = name.toWellFormed()
  if (bytes(JSON.stringify(sound)).length <= rooms.sound) held.sound = sound
  else notes.push({ code: 'sound-not-for-platform', detail: `the sound's name takes more than ${rooms.sound} bytes: the default sound is used` })
}

function pictureOf(image: string, notes: Note[]): string | undefined {
  const url = httpsUrl(image)
  if (url !== null && !otherPicture.test(url)) return url
  const why = url === null ? 'HarmonyOS shows images of https URLs only' : 'HarmonyOS shows png, jpg, jpeg and bmp only'
  notes.push({ code: 'image-unsupported', detail: `${why}: the image is left out` })
  return undefined
}

/** What goes out as it is stated; a push that replaces another one names no sound. Words that the locked screen shows stay back where the recipient's preview hides the text. */
function statedFields({ vendor, templateText, replaces }: Notification): readonly (readonly [setting: string, wire: string, value: Json | undefined])[] {
  const settings = vendor as HarmonySettings
  return [
    ['appMessageId', 'appMessageId', settings.appMessageId],
    ['sound', 'sound', replaces === true ? undefined : settings.sound],
    ['soundDuration', 'soundDuration', replaces === true ? undefined : settings.soundDuration],
    ['foregroundShow', 'foregroundShow', settings.foregroundShow],
    ['profileId', 'profileId', settings.profileId],
    ['inboxContent', 'inboxContent', settings.style === 3 && templateText ? settings.inboxContent : undefined],
  ]
}
