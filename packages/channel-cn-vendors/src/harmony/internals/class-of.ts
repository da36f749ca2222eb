import type { Note, Notification } from '@rouse/core/channel'
import { categoryWord } from '../../common/index.ts'
import { categoryWords, nearestCategories } from '../../huawei-shared/categories.ts'
import type { HarmonyOptions, HarmonySettings } from '../config.ts'

/** An alert's `category`, and the quota that follows from it. Source: docs/vendors/huawei.md, "v3 body". */
export interface ResolvedClass {
  /** Always there: Huawei refuses an alert without one. */
  readonly category: string
  readonly quotaClass: 'service' | 'marketing' | 'test'
}

/** What a message states, else Huawei's word for its category. PLAY_VOICE is for speech. */
export function classOf(notification: Notification, options: HarmonyOptions, notes: Note[]): ResolvedClass {
  const { category: stated, testMessage } = notification.vendor as HarmonySettings
  const category = stated !== undefined && stated !== 'PLAY_VOICE' ? stated : neutralOf(notification, stated, options, notes)
  return { category, quotaClass: testMessage === true ? 'test' : category === 'MARKETING' ? 'marketing' : 'service' }
}

function neutralOf({ category }: Notification, stated: string | undefined, options: HarmonyOptions, notes: Note[]): string {
  if (stated !== undefined) notes.push({ code: 'field-dropped', detail: 'vendors.harmony.category PLAY_VOICE is for push type 2: left out of an alert' })
  const { word, note } = categoryWord('Huawei', category, categoryWords, { ...nearestCategories, ...options.nearest })
  if (note !== undefined) notes.push(note)
  return word ?? 'MARKETING'
}
