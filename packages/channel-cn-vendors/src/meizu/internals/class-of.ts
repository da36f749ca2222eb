import type { Notification } from '@rouse/core/channel'
import { isPublic } from '../../common/index.ts'
import type { MeizuSettings } from '../config.ts'

/** `noticeMsgType`, and the quota that follows from it. Source: docs/vendors/meizu.md, "messageJson". */
export interface ResolvedClass {
  /** 1: no daily limit; 0: 3 or 5 a device and day. Always written, for without it a chat message counts as public. */
  readonly noticeMsgType: 0 | 1
  readonly quotaClass: 'private' | 'public'
}

/** What a message states, else by its category. */
export function classOf({ category, vendor }: Notification): ResolvedClass {
  const noticeMsgType = (vendor as MeizuSettings).noticeMsgType ?? (isPublic(category) ? 0 : 1)
  return { noticeMsgType, quotaClass: noticeMsgType === 1 ? 'private' : 'public' }
}
