import type { Category } from '@rouse/core/channel'

/** Huawei's words for message classes. Source: docs/vendors/huawei.md, "v1/v2 body"; v3 has the same. */
export const categoryWords: { readonly [category in Category]?: string } = {
  im: 'IM',
  voip: 'VOIP',
  subscription: 'SUBSCRIPTION',
  travel: 'TRAVEL',
  health: 'HEALTH',
  work: 'WORK',
  account: 'ACCOUNT',
  express: 'EXPRESS',
  finance: 'FINANCE',
  'device-reminder': 'DEVICE_REMINDER',
  mail: 'MAIL',
  marketing: 'MARKETING',
}

/** Classes that Huawei has no word for, and the nearest one. Our reading, so config may say otherwise. Source: docs/semantics.md, "Vendor words for neutral ones". */
export const nearestCategories: { readonly [category in Category]?: Category } = {
  order: 'express',
  todo: 'work',
  news: 'marketing',
  content: 'marketing',
  social: 'marketing',
}

/** Every word of v1 and v2; SYSTEM_REMINDER is (unconfirmed), PLAY_VOICE is for data messages. */
export const huaweiCategories = [...Object.values(categoryWords), 'SYSTEM_REMINDER', 'PLAY_VOICE']
