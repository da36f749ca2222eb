import type { Category, Note, Notification } from '@rouse/core/channel'
import { categoryWord, isPublic } from '../../common/index.ts'
import type { VivoOptions, VivoSettings } from '../config.ts'

/** vivo's words for neutral ones; those of `operation` go with classification 0, all others with 1. Source: docs/vendors/vivo.md, "`/message/send`", category. */
const words: { readonly [category in Category]?: string } = {
  im: 'IM',
  account: 'ACCOUNT',
  todo: 'TODO',
  'device-reminder': 'DEVICE_REMINDER',
  order: 'ORDER',
  subscription: 'SUBSCRIPTION',
  news: 'NEWS',
  content: 'CONTENT',
  marketing: 'MARKETING',
  social: 'SOCIAL',
}
const system = ['IM', 'ACCOUNT', 'TODO', 'DEVICE_REMINDER', 'ORDER', 'SUBSCRIPTION']
const operation = ['NEWS', 'CONTENT', 'MARKETING', 'SOCIAL']

/** Source: docs/semantics.md, "Vendor words for neutral ones", category: our reading, config `nearest` says otherwise. */
const nearest: { readonly [category in Category]?: Category } = {
  voip: 'im',
  express: 'order',
  finance: 'account',
  work: 'todo',
  mail: 'todo',
  travel: 'todo',
  health: 'todo',
}

/** What goes out as `classification` and `category`, which always go together, or vivo refuses the push; and the quota that follows. */
export interface ResolvedClass {
  readonly classification: 0 | 1
  readonly category?: string
  readonly quotaClass: 'system' | 'operation' | 'test'
}

/** What a message states, else vivo's words for its category. */
export function classOf(notification: Notification, options: VivoOptions, notes: Note[]): ResolvedClass {
  const stated = wordsOf(notification, options, notes)
  const pushMode = (notification.vendor as VivoSettings).pushMode ?? options.pushMode
  return { ...stated, quotaClass: pushMode === 1 ? 'test' : stated.classification === 1 ? 'system' : 'operation' }
}

function wordsOf({ category, vendor }: Notification, options: VivoOptions, notes: Note[]): Omit<ResolvedClass, 'quotaClass'> {
  const settings = vendor as VivoSettings
  const note = (detail: string) => notes.push({ code: 'category-mapped', detail })
  if (settings.category !== undefined) {
    const own = classificationOf(settings.category, options)
    if (own !== undefined) {
      if (settings.classification !== undefined && own !== settings.classification) {
        note(`vivo's category ${settings.category} goes with classification ${own} only: sent so, not with ${settings.classification}`)
      }
      return { classification: own, category: settings.category }
    }
    note(`vivo has no category ${settings.category}, and refuses a push for it; name it in channels.vivo.categories: sent by category "${category}"`)
  }
  const { word, note: mapped } = categoryWord('vivo', category, words, { ...nearest, ...options.nearest })
  const own = word === undefined ? undefined : classificationOf(word, options)
  if (settings.classification !== undefined && own !== settings.classification) {
    if (word !== undefined) note(`vivo's category ${word} does not go with classification ${settings.classification}: no category is sent`)
    return { classification: settings.classification }
  }
  if (mapped !== undefined) notes.push(mapped)
  return { classification: own ?? (isPublic(category) ? 0 : 1), ...(word === undefined ? {} : { category: word }) }
}

function classificationOf(word: string, { categories = {} }: VivoOptions): 0 | 1 | undefined {
  if (Object.hasOwn(categories, word)) return categories[word]
  if (system.includes(word)) return 1
  return operation.includes(word) ? 0 : undefined
}
