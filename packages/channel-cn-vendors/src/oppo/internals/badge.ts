import type { Json, Notification } from '@rouse/core/channel'
import type { OppoOptions } from '../config.ts'

/** What a push may do to the badge. Neither: it is left alone. */
export interface BadgeRights {
  /** The count is shown where it is known. */
  readonly set: boolean
  /** 1 is added where the count is not shown. */
  readonly add: boolean
}

/** The largest count that OPPO takes. Source: docs/vendors/oppo.md, "`notification`", badge_message_count. */
const maxCount = 99

/** By config `badge`, and never an addition in a push that replaces an accepted one. Source: docs/semantics.md, "Edits, withdrawals, badges". */
export function badgeRights({ badge, replaces }: Notification, options: OppoOptions): BadgeRights {
  if (!badge || options.badge === 'off') return { set: false, add: false }
  return replaces === true ? { set: true, add: false } : { set: options.badge !== 'add', add: true }
}

/** The badge's fields for one device. `count`: its unread messages, null where the host does not know them; 0 clears. */
export function badgeFields({ set, add }: BadgeRights, count: number | null): { readonly [field: string]: Json } {
  if (count !== null && (set || (add && count === 0))) return { badge_operation_type: 0, badge_message_count: Math.min(count, maxCount) }
  return add ? { badge_operation_type: 1, badge_message_count: 1 } : {}
}
