import type { Note, Notification } from '@rouse/core/channel'
import { type TypedClick, typedClickOf } from '../../common/index.ts'
import type { HonorApp, HonorSettings } from '../config.ts'
import { rooms } from '../limits.ts'

/** `clickAction`, which is always there. Source: docs/vendors/honor.md, "Body". */
export function clickOf(notification: Notification, app: HonorApp, notes: Note[]): TypedClick {
  const { action } = notification.vendor as HonorSettings
  return typedClickOf(notification, { vendor: 'Honor', channel: 'honor', app, action, room: rooms.click }, notes)
}
