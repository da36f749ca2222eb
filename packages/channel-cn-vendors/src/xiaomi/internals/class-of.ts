import type { Note, Notification } from '@rouse/core/channel'
import { isPublic } from '../../common/index.ts'
import type { XiaomiApp, XiaomiClass, XiaomiSettings } from '../config.ts'

/** The notification class of a push, and what quotas and ttl follow from it. */
export interface ResolvedClass {
  readonly channelId?: string
  readonly channelName?: string
  readonly channelDescription?: string
  readonly template?: { readonly id: string; readonly params: Readonly<Record<string, string>> }
  /** `default`: without a channel, one message a device a day. */
  readonly quotaClass: 'private' | 'public' | 'default'
}

/** Our own. */
const longestChannelId = 256

/** The channel that a message states, else config's for its category, else `android.channelId`. Source: docs/semantics.md, "android.channelId". */
export function classOf(notification: Notification, app: XiaomiApp, settings: XiaomiSettings, notes: Note[]): ResolvedClass {
  const { category, conversation } = notification
  const classes = app.classes ?? {}
  const exact = classes[`${category}:${conversation.type}`] ?? classes[category]
  const configured = exact ?? classes['*']
  const channelId = settings.channelId ?? configured?.channelId ?? channelOf(notification, notes)
  const named = channelId === configured?.channelId ? configured : Object.values(classes).find(other => other.channelId === channelId)
  if (channelId === undefined) {
    notes.push({
      code: 'category-mapped',
      detail: `channels.xiaomi.apps names no class for category "${category}": sent without a channel, which is one message a device a day or none`,
    })
  } else if (exact === undefined && channelId === configured?.channelId) {
    notes.push({ code: 'category-mapped', detail: `channels.xiaomi.apps names no class for category "${category}": sent as "*", channel "${channelId}"` })
  }
  const template = channelId === undefined ? undefined : templateOf(notification, settings, channelId === configured?.channelId ? configured : undefined)
  const quotaClass = channelId === undefined ? 'default' : (named?.kind ?? (isPublic(category) ? 'public' : 'private'))
  if (quotaClass === 'private' && template === undefined) {
    notes.push({
      code: 'template-missing',
      detail: `channel "${channelId}" is private and has no template: Xiaomi requires one of new apps since 2026-07-01 and of all by 2026-12-31; state it in channels.xiaomi.apps classes`,
    })
  }
  return {
    ...(channelId === undefined ? {} : { channelId }),
    ...optional('channelName', settings.channelName ?? named?.channelName),
    ...optional('channelDescription', settings.channelDescription ?? named?.channelDescription),
    ...(template === undefined ? {} : { template }),
    quotaClass,
  }
}

/** `android.channelId`, where it can be one. */
function channelOf({ channelId }: Notification, notes: Note[]): string | undefined {
  if (channelId === undefined || channelId.trim() === '') return undefined
  if (channelId.length <= longestChannelId) return channelId
  notes.push({ code: 'field-dropped', detail: `android.channelId is longer than ${longestChannelId} characters, and no channel is called so: left out` })
  return undefined
}

/** The message's own template only where the recipient's preview shows it. */
function templateOf(notification: Notification, settings: XiaomiSettings, configured: XiaomiClass | undefined): ResolvedClass['template'] {
  if (settings.templateId !== undefined && notification.templateText) return { id: settings.templateId, params: settings.templateParam ?? {} }
  return configured?.template
}

const optional = <K extends string>(name: K, value: string | undefined): { readonly [name in K]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [name in K]?: string }
