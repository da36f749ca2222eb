import { type Json, type Note, type Notification, stableInt } from '@rouse/core/channel'
import { fitFields, httpsUrl } from '../../common/index.ts'
import type { HonorApp, HonorOptions, HonorSettings } from '../config.ts'
import type { ResolvedClass } from './class-of.ts'
import { clickOf } from './click.ts'

type Members = { readonly [key: string]: Json }

/**
 * `android.notification` but for its badge. `roomBeside` says what is left, beside parts that no fitting can shorten, for what the
 * message states for Honor alone. Source: docs/vendors/honor.md, "Body".
 */
export function notificationOf(
  notification: Notification,
  app: HonorApp,
  options: HonorOptions,
  { importance }: ResolvedClass,
  roomBeside: (fixed: Members) => number,
  notes: Note[],
): Members {
  const settings = notification.vendor as HonorSettings
  const { image, replaceId, templateText } = notification
  const title = notification.title.toWellFormed()
  const body = notification.body.toWellFormed()
  const notifyId = stableInt(replaceId)
  const fixed = { clickAction: clickOf(notification, app, notes), importance, notifyId: options.notifyIdAs === 'text' ? `${notifyId}` : notifyId }
  const held: Record<string, Json> = { title, body, ...fixed }
  const fields = (
    [
      ['tag', 'tag', settings.tag],
      ['group', 'group', settings.group],
      ['when', 'when', settings.when],
      ['buttons', 'buttons', templateText ? settings.buttons?.map(button => ({ ...button })) : undefined],
    ] as const
  ).filter(([, , value]) => value !== undefined)
  if (fields.length > 0) Object.assign(held, fitFields('honor', roomBeside(fixed), fields, notes))
  // Big text must be the title and the body again, to the letter.
  if (settings.style === 1) Object.assign(held, { style: 1, bigTitle: title, bigBody: body })
  const picture = image === undefined ? undefined : pictureOf(image, importance, notes)
  if (picture !== undefined) held.image = picture
  return held
}

function pictureOf(image: string, importance: 'LOW' | 'NORMAL', notes: Note[]): string | undefined {
  const url = httpsUrl(image)
  if (url !== null && importance === 'NORMAL') return url
  const why = url === null ? 'Honor shows images of https URLs only' : 'Honor shows no picture with importance LOW'
  notes.push({ code: 'image-unsupported', detail: `${why}: the image is left out` })
  return undefined
}
