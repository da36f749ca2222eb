import type { Message } from '../model/message.ts'
import type { EngineText } from '../text/resolved-text.ts'
import { messageFact } from './build-facts.ts'
import { createClasses, type TextClass } from './classes.ts'
import { mergeSettings } from './merge.ts'
import type { Admitted, Case, SettingsClass } from './page.ts'
import { textOf } from './text-of.ts'

/** What takes the place of a revoked push, for all who share its text. */
export interface Withdrawal {
  readonly admitted: Admitted
  readonly settings: SettingsClass
  readonly text: TextClass
}

/**
 * The silent push that says that a message was withdrawn: under the same replace id and title, of the same class, with nothing else
 * of it. It lives as long as any push (86,400 s), since the device may be away.
 */
export function withdrawal(one: Case, { family, effective }: SettingsClass, { title }: TextClass, admitted: Admitted, options: EngineText): Withdrawal {
  const silent = { silent: true } as const
  const { words } = options.pickLanguage(one.subject.recipient.locale)
  const threadId = effective.stated['ios.threadId']?.value as string | null | undefined
  const message: Message = {
    ...admitted.message,
    elements: [],
    push: {
      title,
      body: words.withdrawn,
      badge: effective.badge,
      priority: effective.priority,
      category: effective.category,
      collapseKey: effective.collapseKey,
      android: { sound: silent, channelId: effective.channelId, importance: effective.importance },
      ios: { sound: silent, interruptionLevel: 'passive', threadId },
      vendors: effective.vendors,
    },
  }
  // An id of its own, so that no vendor takes it for a repeat of the push that it replaces.
  const fact = { ...messageFact(message, admitted.now), id: `withdrawn\n${message.id}` }
  const replaced: Admitted = { ...admitted, message, fact, verdict: null, classes: createClasses() }
  // The title is already what the preview lets out, and the word gives nothing away.
  const shown: Case = { ...one, subject: { ...one.subject, fact: { ...one.subject.fact, preview: 'full' } } }
  const [settings] = mergeSettings([shown], [{ key: '', family, fired: [] }], replaced)
  if (settings === undefined) throw new Error('merging answers every case')
  const text = textOf(shown, settings, replaced, options)
  // What the message states for a vendor's template is of the message, not of its withdrawal.
  return { admitted: replaced, settings, text: { ...text, shows: { ...text.shows, templateText: false } } }
}
