import type { Note, Notification } from '@rouse/core/channel'
import { categoryWord } from '../../common/index.ts'
import { categoryWords, nearestCategories } from '../../huawei-shared/categories.ts'
import type { HuaweiOptions, HuaweiSettings } from '../config.ts'

/** `android.category`, and the quota that follows from it. Source: docs/vendors/huawei.md, "v1/v2 body". */
export interface ResolvedClass {
  /** Absent: Huawei files the message as marketing. */
  readonly category?: string
  readonly quotaClass: 'service' | 'marketing' | 'test'
}

/** What a message states, else Huawei's word for its category. */
export function classOf(notification: Notification, options: HuaweiOptions, isData: boolean, notes: Note[]): ResolvedClass {
  const category = categoryOf(notification, options, isData, notes)
  const isTest = (notification.vendor as HuaweiSettings).targetUserType === 1
  const quotaClass = isTest ? 'test' : category === undefined || category === 'MARKETING' ? 'marketing' : 'service'
  return category === undefined ? { quotaClass } : { category, quotaClass }
}

/** PLAY_VOICE beside a notification is refused, so it counts as not stated there. */
function categoryOf({ category, vendor }: Notification, options: HuaweiOptions, isData: boolean, notes: Note[]): string | undefined {
  const stated = (vendor as HuaweiSettings).category
  if (stated !== undefined && (isData || stated !== 'PLAY_VOICE')) return stated
  if (stated !== undefined) notes.push({ code: 'field-dropped', detail: 'vendors.huawei.category PLAY_VOICE is for data messages: left out' })
  const { word, note } = categoryWord('Huawei', category, categoryWords, { ...nearestCategories, ...options.nearest })
  if (note !== undefined) notes.push(note)
  return word
}
