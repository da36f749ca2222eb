import { bytes, type Json, type Note, type Notification, stableKey } from '@rouse/core/channel'
import type { ApnsLiveActivity, ApnsSettings } from '../config.ts'
import { rooms } from '../limits.ts'
import { type ApnsPushType, pushTypeTraits } from './push-types.ts'
import type { LocalizedText, Stated } from './stated.ts'

type Aps = Record<string, Json>

/** The `aps` dictionary without its badge. Source: docs/vendors/apns.md, "Payload: aps". */
export function apsOf(notification: Notification, settings: ApnsSettings, stated: Stated, pushType: ApnsPushType, notes: Note[]): Aps {
  if (settings.contentAvailable === true && pushType !== 'alert' && pushType !== 'background') {
    notes.push({ code: 'field-dropped', detail: `vendors.apns contentAvailable goes with push type alert, not ${pushType}: left out` })
  }
  switch (pushTypeTraits[pushType].shows) {
    case 'background':
      return { 'content-available': 1 }
    case 'reload':
      return { 'content-changed': true }
    case 'data':
      return {}
    case 'activity':
      return activityOf(notification, settings, settings.liveActivity as ApnsLiveActivity, stated, notes)
    default:
      return messageOf(notification, settings, stated, pushType, notes)
  }
}

function messageOf(notification: Notification, settings: ApnsSettings, stated: Stated, pushType: ApnsPushType, notes: Note[]): Aps {
  const aps: Aps = { alert: alertOf(notification, stated) }
  const sound = soundOf(notification, settings)
  if (sound !== null) aps.sound = sound
  if (settings.contentAvailable === true && pushType === 'alert') aps['content-available'] = 1
  addPresentation(aps, notification, stated, notes)
  if (settings.relevanceScore !== undefined) aps['relevance-score'] = settings.relevanceScore
  return aps
}

/** A stated localization key replaces the text that it stands for. */
function alertOf(notification: Notification, stated: Stated): Aps {
  const alert: Aps = {}
  addText(alert, 'title', notification.title, 'title-loc-', stated.title)
  addText(alert, 'subtitle', notification.subtitle ?? '', 'subtitle-loc-', stated.subtitle)
  addText(alert, 'body', notification.body, 'loc-', stated.body)
  if (stated.launchImage !== undefined) alert['launch-image'] = stated.launchImage
  return alert
}

function addText(alert: Aps, name: string, text: string, prefix: string, localized: LocalizedText | undefined): void {
  if (localized !== undefined) {
    alert[`${prefix}key`] = localized.key
    if (localized.args !== undefined) alert[`${prefix}args`] = localized.args
  } else if (text !== '') {
    alert[name] = text
  }
}

/** null: the key is left out, which is Apple's only way to say neither sound nor vibration. An edit never rings, critical or not. */
function soundOf({ sound, replaces }: Notification, settings: ApnsSettings): Json {
  if (replaces === true) return null
  const name = sound.kind === 'file' ? sound.name : 'default'
  if (settings.criticalSound !== undefined) return { critical: 1, name: settings.criticalSound.name ?? name, volume: settings.criticalSound.volume ?? 1 }
  return sound.kind === 'silent' ? null : name
}

function addPresentation(aps: Aps, notification: Notification, stated: Stated, notes: Note[]): void {
  const thread = notification.threadId === undefined ? notification.conversation.id : notification.threadId
  if (thread !== null && thread !== '') aps['thread-id'] = isBrief(thread) ? thread : stableKey(thread, 32)
  const { category, mutableContent } = notification.ios ?? {}
  const interruptionLevel = notification.replaces === true ? 'passive' : notification.ios?.interruptionLevel
  if (category !== undefined && category !== '' && isBrief(category)) aps.category = category
  else if (category !== undefined && category !== '') {
    notes.push({ code: 'field-dropped', detail: `ios.category takes more than ${rooms.id} bytes, and no action set is called so: left out` })
  }
  if (mutableContent ?? notification.image !== undefined) aps['mutable-content'] = 1
  else if (notification.image !== undefined) {
    notes.push({ code: 'image-unsupported', detail: 'ios.mutableContent is false, so no service extension would show the image: left out' })
  }
  if (stated.targetContentId !== undefined) aps['target-content-id'] = stated.targetContentId
  if (interruptionLevel !== undefined) aps['interruption-level'] = interruptionLevel
  if (stated.filterCriteria !== undefined) aps['filter-criteria'] = stated.filterCriteria
}

const isBrief = (id: string): boolean => bytes(JSON.stringify(id)).length <= rooms.id

/** Source: docs/vendors/apns.md, "Payload: aps", Live Activity. */
function activityOf(notification: Notification, settings: ApnsSettings, activity: ApnsLiveActivity, stated: Stated, notes: Note[]): Aps {
  const aps: Aps = {}
  // A start without an alert starts nothing; the alert of an edit would light up the screen.
  const isAlerting = activity.alert !== false && notification.replaces !== true
  if (activity.event === 'start' || isAlerting) aps.alert = activityAlertOf(notification, settings, stated, notes)
  addActivity(aps, activity)
  if (activity.relevanceScore !== undefined) aps['relevance-score'] = activity.relevanceScore
  return aps
}

/** An activity's alert holds its sound, and a localized text is an object in place of the text. */
function activityAlertOf(notification: Notification, settings: ApnsSettings, stated: Stated, notes: Note[]): Aps {
  const alert: Aps = {}
  addActivityText(alert, 'title', notification.title, stated.title)
  addActivityText(alert, 'body', notification.body, stated.body)
  const { criticalSound } = settings
  const sound = soundOf(notification, criticalSound === undefined ? settings : {})
  if (sound !== null) alert.sound = sound
  const dropped = [
    ...(notification.subtitle === undefined ? [] : ['ios.subtitle']),
    ...(stated.subtitle === undefined ? [] : ['vendors.apns.subtitleLocKey']),
    ...(stated.launchImage === undefined ? [] : ['vendors.apns.launchImage']),
    ...(criticalSound === undefined ? [] : ['vendors.apns.criticalSound']),
  ]
  if (dropped.length > 0) {
    notes.push({ code: 'field-dropped', detail: `the alert of a Live Activity has a title, a body and a plain sound: left out ${dropped.join(', ')}` })
  }
  return alert
}

function addActivityText(alert: Aps, name: 'title' | 'body', text: string, localized: LocalizedText | undefined): void {
  if (localized !== undefined) alert[name] = { 'loc-key': localized.key, ...(localized.args === undefined ? {} : { 'loc-args': localized.args }) }
  else if (text !== '') alert[name] = text
}

function addActivity(aps: Aps, activity: ApnsLiveActivity): void {
  aps.timestamp = activity.timestamp
  aps.event = activity.event
  aps['content-state'] = activity.contentState
  if (activity.staleDate !== undefined) aps['stale-date'] = activity.staleDate
  if (activity.dismissalDate !== undefined) aps['dismissal-date'] = activity.dismissalDate
  if (activity.attributesType !== undefined) aps['attributes-type'] = activity.attributesType
  if (activity.attributes !== undefined) aps.attributes = activity.attributes
  if (activity.inputPushToken !== undefined) aps['input-push-token'] = activity.inputPushToken
  if (activity.inputPushChannel !== undefined) aps['input-push-channel'] = activity.inputPushChannel
}
