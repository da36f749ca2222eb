import { type Decision, reasons } from '../../model/decision.ts'
import type { Platform } from '../../model/recipient.ts'
import type { Sentences } from './sentences.ts'
import { english } from './sentences-en.ts'
import { simplifiedChinese } from './sentences-zh-hans.ts'

export type SentenceLocale = 'en' | 'zh-Hans'

/** What people call those whom a Decision is about. */
export interface SentenceNames {
  /** Default: the recipient's id. */
  readonly recipient?: string
  /** Says "this phone", "this Mac"; default "this device". */
  readonly platform?: Platform
  /** A name of the device's own, instead. */
  readonly device?: string
  /** The deciding rule's description, said where its reason is the policy's own; default: the condition that decided. */
  readonly rule?: string
}

const locales: Readonly<Record<SentenceLocale, Sentences>> = { en: english, 'zh-Hans': simplifiedChinese }

/**
 * One plain sentence on a Decision, for people who know no rules.
 * @example sentence(decision, { recipient: 'Alice', platform: 'ios' }) // Nothing was sent: Alice logged out of this phone.
 */
export function sentence(decision: Decision, names: SentenceNames = {}, locale: SentenceLocale = 'en'): string {
  const words = locales[locale]
  const who = names.recipient ?? decision.recipient
  const device = names.device ?? words.devices[names.platform ?? 'unknown']
  if (decision.decision === 'push') return words.push(who, device, decision.channel ?? '')
  const clause = clauseOf(decision, words, who, device, names.rule)
  return decision.decision === 'defer' ? words.defer(clause, decision.dueAt ?? '') : words.suppress(clause)
}

function clauseOf({ reason, rule, settings, trace }: Decision, words: Sentences, who: string, device: string, described: string | undefined): string {
  const because = trace.find(entry => entry.matched === true && entry.rule === rule)?.because ?? ''
  const layer = settings.enabled?.from
  if (reason === 'disabled' && layer !== undefined) return words.disabledBy(layer)
  if (reason === 'muted' && because.startsWith('recipient.mentioned ')) return words.notMentioned(who)
  const builtIn = reasons.find(known => known === reason)
  if (builtIn !== undefined) return words.reasons[builtIn](who, device)
  const description = described?.trim().replace(/[.。]$/u, '') ?? ''
  const name = rule ?? reason ?? ''
  return description === '' ? words.rule(name, because) : words.described(name, description)
}
