import type { Notification } from '@rouse/core/channel'
import type { HonorOptions, HonorSettings } from '../config.ts'

const lowCategories = ['marketing', 'news', 'content', 'social']

/** `importance`, which is Honor's word for a class, and the quota that follows from it. Source: docs/vendors/honor.md, "Body". */
export interface ResolvedClass {
  /** LOW is marketing: silent, a few a day. Always written, for without it a chat message counts as marketing. */
  readonly importance: 'LOW' | 'NORMAL'
  readonly quotaClass: 'service' | 'marketing' | 'test'
}

/** What a message states for Honor, else `android.importance`, else by its category. */
export function classOf({ category, importance: neutral, replaces, vendor }: Notification, options: HonorOptions): ResolvedClass {
  const { importance: stated, targetUserType } = replaces === true ? { ...(vendor as HonorSettings), importance: undefined } : (vendor as HonorSettings)
  const low: readonly string[] = options.lowCategories ?? lowCategories
  const importance = stated ?? ((neutral === undefined ? low.includes(category) : neutral === 'low') ? 'LOW' : 'NORMAL')
  return { importance, quotaClass: targetUserType === 1 ? 'test' : importance === 'LOW' ? 'marketing' : 'service' }
}
