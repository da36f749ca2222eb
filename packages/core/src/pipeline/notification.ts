import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { AnyChannel, Notification } from '../channel/contract.ts'
import type { Note } from '../model/decision.ts'
import type { Ext } from '../model/push-settings.ts'
import type { Effective } from '../settings/effective.ts'
import { cleanName } from '../text/clean.ts'
import type { ComposedText } from '../text/compose.ts'
import { type ResolvedSound, resolveSound } from './sound.ts'
import type { Admitted } from './types.ts'

/** Bytes that leave room for the message in the smallest payload. */
const longest = 1000

const shapes = {
  intent: {
    field: 'android.clickIntent',
    is: (value: string) => /^intent:[ -~]*;end$/.test(value) && value.includes('#Intent;'),
    name: 'an intent URI like "intent:#Intent;…;end"',
  },
  url: { field: 'android.clickUrl', is: (value: string) => !/[\s\p{Cc}]/u.test(value) && value.isWellFormed() && URL.canParse(value), name: 'a URL' },
} as const

/** Why a stated click target cannot be opened by any vendor, or null. */
export function clickFault(kind: 'intent' | 'url', value: string): string | null {
  const { field, is, name } = shapes[kind]
  if (!is(value)) return `${field} is not ${name}`
  return utf8ToBytes(value).length > longest ? `${field} takes more than ${longest} bytes` : null
}

/** Seconds an unlimited push is kept for retries: 30 days, the longest that any vendor stores. */
const longestTtl = 2_592_000

/** Characters of an ext: more fits into no vendor's payload, and is not rendered to find that out. */
const longestExt = 16_384

/** A string goes as text, bytes go as base64 whatever they hold, so that an app decodes them in one way. Empty: no ext. */
function extOf(ext: Ext | undefined): Notification['ext'] {
  if (ext === undefined || ext === '') return undefined
  if (typeof ext === 'string') return { text: ext.toWellFormed() }
  return ext.base64 === '' ? undefined : { text: ext.base64, encoding: 'base64' }
}

/** Seconds left: the message's own ttl counts from sentAt, any other from the decision. */
function ttlLeft(effective: Effective, admitted: Admitted): number | null {
  if (effective.ttl === null || effective.ttl === 0) return effective.ttl
  return effective.ttlFrom === 'message' ? Math.max(1, Math.floor(effective.ttl - admitted.fact.age)) : effective.ttl
}

/** A neutral notification and what a person should know of it. */
export interface Noted {
  readonly notification: Notification
  readonly notes: readonly Note[]
  /** Now or never for Rouse's own retries, also where the vendor has no ttl. */
  readonly ttlZero: boolean
}

/**
 * Merged settings and text as the neutral notification for one channel: degraded by its capabilities, with a
 * note wherever something stated cannot go out. Texts are not yet fitted.
 */
export function notificationFor(channel: AnyChannel, kind: Notification['kind'], effective: Effective, text: ComposedText, admitted: Admitted): Noted {
  const { capabilities, limits } = channel
  const { message } = admitted
  const notes: Note[] = []
  const note = (code: string, detail: string) => {
    notes.push({ code, detail })
  }

  const target = effective.family === 'ios' ? 'bundle' : capabilities.sound === 'custom' ? 'custom' : 'default-only'
  // A replacing push asks for as little noise as the vendor can make: a channel leaves out what it can.
  const sound = soundFor(channel, effective, resolveSound(effective.sound, target, capabilities.silent || admitted.replaces))
  if (sound.note !== undefined) notes.push(sound.note)

  const stated = effective.settings
  if (capabilities.badge === 'none' && effective.badge && (stated.badge?.from ?? 'default') !== 'default') {
    note('badge-unsupported', `${channel.name} has no badge`)
  }
  const image = effective.image === undefined || !isHttpsUrl(effective.image) ? undefined : effective.image
  if (effective.image !== undefined && image === undefined) note('image-dropped', 'the image is no https URL: it is left out')
  if (image !== undefined && !capabilities.image) note('image-unsupported', `${channel.name} shows no large image`)

  const ext = extOf(effective.ext)
  const isShort = ext !== undefined && ext.text.length <= longestExt
  const extGoes = isShort && capabilities.ext && text.shows.ext
  if (ext !== undefined && !extGoes) {
    const why = isShort ? `${channel.name} carries no ext` : `it has more than ${longestExt} characters`
    note('ext-dropped', text.shows.ext ? why : "the recipient's preview keeps it back")
  }

  const left = ttlLeft(effective, admitted)
  let ttl = left
  if (capabilities.ttl === false) {
    ttl = null
    if ((effective.ttlFrom ?? 'default') !== 'default')
      note('ttl-unsupported', `${channel.name} has no time to live: the push is kept as long as the vendor keeps it`)
  } else if (left !== null && left !== 0 && limits.ttl !== undefined) {
    ttl = Math.min(Math.max(left, limits.ttl.min), limits.ttl.max)
    if (ttl !== left) note('ttl-adjusted', `${left} s is out of ${channel.name}'s range ${limits.ttl.min}…${limits.ttl.max} s: ${ttl} s is sent`)
  }

  return {
    notes,
    ttlZero: left === 0,
    notification: {
      messageId: message.id,
      revision: admitted.fact.revision,
      // A withdrawal has a fact of its own.
      withdraws: admitted.fact.id === message.id ? undefined : true,
      replaceId: effective.collapseKey ?? message.id,
      collapseKey: effective.collapseKey,
      ...(effective.stated.collapseKey?.value === null ? { collapses: false } : {}),
      conversation: { type: message.conversation.type, id: message.conversation.id, name: hidden(text) ? undefined : clean(message.conversation.name) },
      sender: { id: message.sender.id, name: hidden(text) ? undefined : clean(message.sender.name) },
      title: text.title,
      subtitle: text.subtitle,
      body: text.body,
      image: capabilities.image && text.shows.image ? image : undefined,
      ext: extGoes ? ext : undefined,
      sound: sound.sound,
      badge: effective.badge && capabilities.badge !== 'none',
      kind,
      category: effective.category,
      priority: effective.priority,
      importance: effective.importance,
      ttl,
      expiresAt: Math.floor(admitted.now / 1000) + ((capabilities.ttl === false ? left : ttl) ?? longestTtl),
      notifyMode: effective.notifyMode,
      ...(admitted.replaces ? { replaces: true } : {}),
      click: clickOf(channel, effective, text, note),
      channelId: effective.channelId,
      threadId: effective.stated['ios.threadId']?.value === null ? null : effective.threadId,
      ios:
        effective.family === 'ios'
          ? { category: effective.iosCategory, interruptionLevel: effective.interruptionLevel, mutableContent: effective.mutableContent }
          : undefined,
      templateText: text.shows.templateText,
      vendor: effective.vendors[channel.name] ?? {},
    },
  }
}

/** A silent sound stays silent where the channel can leave the sound out, with a note where the device may play one nevertheless. */
function soundFor({ name, capabilities }: AnyChannel, { family }: Effective, resolved: ResolvedSound): ResolvedSound {
  if (resolved.note?.code !== 'silent-unsupported' || capabilities.leavesSoundOut !== true) return resolved
  const sound = { kind: 'silent' } as const
  if (family === 'ios') return { sound }
  return { sound, note: { code: 'silent-unsupported', detail: `${name} leaves the sound out, but the device may play one by its own settings` } }
}

/** A URL that a phone may load; 8192 characters are more than any vendor carries. */
const isHttpsUrl = (image: string): boolean => image.length <= 8192 && /^https:\/\//i.test(image) && URL.canParse(image)

/** The preview took the sender's name out of the title: it must not come in by another door. */
const hidden = (text: ComposedText): boolean => text.title !== text.resolved.title

const clean = (name: string | undefined): string | undefined => (name === undefined ? undefined : cleanName(name))

/** A stated click target wins and needs no mode: of intent and URL the one stated higher. One that the channel lacks, or nobody could open, opens the app. */
function clickOf(channel: AnyChannel, effective: Effective, text: ComposedText, note: (code: string, detail: string) => void): Notification['click'] {
  const height = (field: 'android.clickIntent' | 'android.clickUrl') => effective.stated[field]?.priority ?? Number.NEGATIVE_INFINITY
  const intentFirst = height('android.clickIntent') >= height('android.clickUrl')
  const intent = effective.clickIntent === undefined ? null : ({ kind: 'intent', value: effective.clickIntent } as const)
  const url = effective.clickUrl === undefined || !text.shows.clickUrl ? null : ({ kind: 'url', value: effective.clickUrl } as const)
  const wanted = intentFirst ? (intent ?? url) : (url ?? intent)
  if (wanted === null) return { kind: 'app' }
  const fault = clickFault(wanted.kind, wanted.value)
  if (fault !== null) {
    note('notify-mode-unsupported', `${fault}: a click opens the app`)
    return { kind: 'app' }
  }
  if (channel.capabilities.click.includes(wanted.kind)) return wanted
  note('notify-mode-unsupported', `${channel.name} opens no ${wanted.kind}: a click opens the app`)
  return { kind: 'app' }
}
