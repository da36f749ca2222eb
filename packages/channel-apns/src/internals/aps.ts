import { bytes, type Json, type Note, type Notification, stableKey } from '@rouse/core'
import type { ApnsLiveActivity, ApnsSettings } from '../config.ts'
import { rooms } from '../limits.ts'
import type { pushTypeTraits } from './push-types.ts'
import type { LocalizedText, Stated } from './stated.ts'

type Aps = Record<string, Json>
type Shows = (typeof pushTypeTraits)[keyof typeof pushTypeTraits]['shows']

/** The `aps` dictionary without its badge. Source: docs/vendors/apns.md, "Payload: aps". */
export function apsOf(notification: Notification, settings: ApnsSettings, stated: Stated, shows: Shows, notes: Note[]): Aps {
  if (shows === 'background') return { 'content-available': 1 }
  if (shows === 'data') return {}
  const activity = settings.liveActivity
  const aps: Aps = {}
  if (activity?.alert !== false) {
    aps.alert = alertOf(notification, stated)
    const sound = soundOf(notification, settings)
    if (sound !== null) aps.sound = sound
  }
  if (activity !== undefined) addActivity(aps, activity)
  if (shows === 'message') addPresentation(aps, notification, stated, notes)
  const relevance = activity === undefined ? settings.relevanceScore : activity.relevanceScore
  if (relevance !== undefined) aps['relevance-score'] = relevance
  return aps
}

/** A stated localization key takes the place of the text that it stands for. */
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

/** null: the key is left out, which is Apple's only way to say neither sound nor vibration. */
function soundOf({ sound }: Notification, settings: ApnsSettings): Json {
  const name = sound.kind === 'file' ? sound.name : 'default'
  if (settings.criticalSound !== undefined) return { critical: 1, name: settings.criticalSound.name ?? name, volume: settings.criticalSound.volume ?? 1 }
  return sound.kind === 'silent' ? null : name
}

function addPresentation(aps: Aps, notification: Notification, stated: Stated, notes: Note[]): void {
  const thread = notification.threadId === undefined ? notification.conversation.id : notification.threadId
  if (thread !== null && thread !== '') aps['thread-id'] = isBrief(thread) ? thread : stableKey(thread, 32)
  const { category, interruptionLevel, mutableContent } = notification.ios ?? {}
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

function addActivity(aps: Aps, activity: ApnsLiveActivity): void {
  aps.timestamp = activity.timestamp
  aps.event = activity.event
  aps['content-state'] = activity.contentState
  if (activity.staleDate !== undefined) aps['stale-date'] = activity.staleDate
  if (activity.dismissalDate !== undefined) aps['dismissal-date'] = activity.dismissalDate
  if (activity.attributesType !== undefined) aps['attributes-type'] = activity.attributesType
  if (activity.attributes !== undefined) aps.attributes = activity.attributes
  if (activity.inputPushToken !== undefined) aps['input-push-token'] = activity.inputPushToken
}
