import { bytes, type Json, type Note, type Notification, stableInt } from '@rouse/core/channel'
import { fitFields, httpsUrl } from '../../common/index.ts'
import type { HuaweiApp, HuaweiButton, HuaweiSettings } from '../config.ts'
import { rooms } from '../limits.ts'
import { clickOf } from './click.ts'

type Members = { readonly [key: string]: Json }

/**
 * `android.notification` but for its badge. `roomBeside` says what is left, beside parts that no fitting can shorten, for what the
 * message states for Huawei alone. Source: docs/vendors/huawei.md, "v1/v2 body".
 */
export function notificationOf(notification: Notification, app: HuaweiApp, roomBeside: (fixed: Members) => number, notes: Note[]): Members {
  const settings = notification.vendor as HuaweiSettings
  const { title, body, image, sound } = notification
  const fixed: Record<string, Json> = { click_action: clickOf(notification, app, notes), notify_id: stableInt(notification.replaceId) }
  if (sound.kind === 'file' && settings.sound === undefined) addSound(fixed, sound.name, notes)
  const fields = statedFields(notification, settings).filter(([, , value]) => value !== undefined)
  const level = importanceOf(notification, settings.importance)
  if (level !== undefined) fixed.importance = level
  const rest = fields.length === 0 ? nothing : fitFields('huawei', roomBeside(fixed), fields, notes)
  const held: Record<string, Json> = { title: title.toWellFormed(), body: body.toWellFormed() }
  const shown = image === undefined ? null : httpsUrl(image)
  if (shown !== null) held.image = shown
  else if (image !== undefined) notes.push({ code: 'image-unsupported', detail: 'Huawei shows images of https URLs only: the image is left out' })
  Object.assign(held, fixed, rest)
  if (settings.style === 1) {
    held.style = 1
    held.big_title ??= held.title as string
    held.big_body ??= held.body as string
  } else if (settings.style === 3 && held.inbox_content !== undefined) {
    held.style = 3
  }
  return held
}

const nothing: Members = {}

function addSound(held: Record<string, Json>, name: string, notes: Note[]): void {
  const sound = `/raw/${name.toWellFormed()}`
  if (bytes(JSON.stringify(sound)).length > rooms.sound) {
    notes.push({ code: 'sound-not-for-platform', detail: `the sound's name takes more than ${rooms.sound} bytes: the default sound is used` })
    return
  }
  held.sound = sound
  held.default_sound = false
}

/** Silent outranks all; then Huawei's own word, then the neutral one; else Huawei's default. */
function importanceOf({ sound, importance }: Notification, stated: HuaweiSettings['importance']): HuaweiSettings['importance'] {
  if (sound.kind === 'silent' || (stated === undefined && importance === 'low')) return 'LOW'
  return stated ?? (importance === 'normal' ? 'NORMAL' : undefined)
}

type Field = readonly [setting: string, wire: string, value: Json | undefined]

/** What goes out as it is stated, but for sounds and vibrations of a silent push. Words that the locked screen shows stay back where the recipient's preview hides the text. */
function statedFields(notification: Notification, settings: HuaweiSettings): readonly Field[] {
  const { templateText, channelId, sound } = notification
  const words = (value: Json | undefined): Json | undefined => (templateText ? value : undefined)
  const loud = (value: Json | undefined): Json | undefined => (sound.kind === 'silent' ? undefined : value)
  return [
    ['channelId', 'channel_id', settings.channelId ?? (channelId || undefined)],
    ['icon', 'icon', settings.icon],
    ['color', 'color', settings.color],
    ['sound', 'sound', loud(settings.sound)],
    ['defaultSound', 'default_sound', loud(settings.defaultSound ?? (settings.sound === undefined ? undefined : false))],
    ['tag', 'tag', settings.tag],
    ['group', 'group', settings.group],
    ['foregroundShow', 'foreground_show', settings.foregroundShow],
    ['visibility', 'visibility', settings.visibility],
    ['when', 'when', settings.when],
    ['useDefaultVibrate', 'use_default_vibrate', loud(settings.useDefaultVibrate)],
    ['useDefaultLight', 'use_default_light', settings.useDefaultLight],
    ['vibrateConfig', 'vibrate_config', loud(settings.vibrateConfig)],
    ['lightSettings', 'light_settings', lightOf(settings.lightSettings)],
    ['profileId', 'profile_id', settings.profileId],
    ['notifySummary', 'notify_summary', words(settings.notifySummary)],
    ['ticker', 'ticker', words(settings.ticker)],
    ['titleLocKey', 'title_loc_key', words(settings.titleLocKey)],
    ['titleLocArgs', 'title_loc_args', words(settings.titleLocArgs)],
    ['bodyLocKey', 'body_loc_key', words(settings.bodyLocKey)],
    ['bodyLocArgs', 'body_loc_args', words(settings.bodyLocArgs)],
    ['multiLangKey', 'multi_lang_key', words(settings.multiLangKey)],
    ['buttons', 'buttons', words(settings.buttons?.map(buttonOf))],
    ['bigTitle', 'big_title', settings.style === 1 ? words(settings.bigTitle) : undefined],
    ['bigBody', 'big_body', settings.style === 1 ? words(settings.bigBody) : undefined],
    ['inboxContent', 'inbox_content', settings.style === 3 ? words(settings.inboxContent) : undefined],
  ]
}

function lightOf(light: HuaweiSettings['lightSettings']): Json | undefined {
  if (light === undefined) return undefined
  return { color: { ...light.color }, light_on_duration: light.lightOnDuration, light_off_duration: light.lightOffDuration }
}

function buttonOf({ name, actionType, intentType, intent, data }: HuaweiButton): Json {
  const button: Record<string, Json> = { name }
  if (actionType !== undefined) button.action_type = actionType
  if (intentType !== undefined) button.intent_type = intentType
  if (intent !== undefined) button.intent = intent
  if (data !== undefined) button.data = data
  return button
}
