import type { Note, Notification } from '@rouse/core/channel'
import { type TypedClick, typedClickOf } from '../../common/index.ts'
import type { HuaweiApp, HuaweiSettings } from '../config.ts'
import { rooms } from '../limits.ts'

/** `click_action`, which is always there. Source: docs/vendors/huawei.md, "v1/v2 body". */
export function clickOf(notification: Notification, app: HuaweiApp, notes: Note[]): TypedClick {
  const { action } = notification.vendor as HuaweiSettings
  return typedClickOf(notification, { vendor: 'Huawei', channel: 'huawei', app, action, room: rooms.click }, notes)
}
