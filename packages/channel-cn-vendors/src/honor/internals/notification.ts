import { type Json, type Note, type Notification, stableInt } from '@rouse/core'
import { keptFields } from '../../common/index.ts'
import type { HonorApp, HonorOptions, HonorSettings } from '../config.ts'
import { rooms } from '../limits.ts'
import { clickOf } from './click.ts'

const lowCategories = ['marketing', 'news', 'content', 'social']

/** LOW is marketing: silent, a few a day. Always written, for without it a chat message counts as marketing. */
export function importanceOf({ category, importance, vendor }: Notification, options: HonorOptions): 'LOW' | 'NORMAL' {
  const stated = (vendor as HonorSettings).importance
  if (stated !== undefined) return stated
  if (importance !== undefined) return importance === 'low' ? 'LOW' : 'NORMAL'
  const low: readonly string[] = options.lowCategories ?? lowCategories
  return low.includes(category) ? 'LOW' : 'NORMAL'
}

/** `android.notification` but for its badge, in the sheet's order. Source: vendors/honor.md, "Body". */
export function notificationOf(notification: Notification, app: HonorApp, options: HonorOptions, notes: Note[]): { readonly [key: string]: Json } {
  const settings = notification.vendor as HonorSettings
  const { image, replaceId, templateText } = notification
  const title = notification.title.toWellFormed()
  const body = notification.body.toWellFormed()
  const importance = importanceOf(notification, options)
  const notifyId = stableInt(replaceId)
  const held: Record<string, Json> = { title, body, clickAction: clickOf(notification, app, notes), importance }
  held.notifyId = options.notifyIdAs === 'text' ? `${notifyId}` : notifyId
  const fields = [
    ['tag', 'tag', settings.tag],
    ['group', 'group', settings.group],
    ['when', 'when', settings.when],
    ['buttons', 'buttons', templateText ? settings.buttons?.map(button => ({ ...button })) : undefined],
  ] as const
  Object.assign(held, keptFields('honor', rooms.settings, fields, notes))
  // Big text must be the title and the body again, to the letter.
  if (settings.style === 1) Object.assign(held, { style: 1, bigTitle: title, bigBody: body })
  if (image !== undefined && importance === 'NORMAL') held.image = image
  else if (image !== undefined) notes.push({ code: 'image-unsupported', detail: 'Honor shows no picture with importance LOW: the image is left out' })
  return held
}
