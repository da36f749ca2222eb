import type { BuiltInReason } from '../../model/decision.ts'
import type { Platform } from '../../model/recipient.ts'

/** One language's words; `who` and `device` are put in as they are. */
export interface Sentences {
  readonly devices: Readonly<Record<Platform, string>> & { readonly unknown: string }
  push(who: string, device: string, channel: string): string
  suppress(clause: string): string
  defer(clause: string, dueAt: string): string
  readonly reasons: Readonly<Record<BuiltInReason, (who: string, device: string) => string>>
  /** Muted, as only mentions count. */
  notMentioned(who: string): string
  /** Switched off by a layer of the policy. */
  disabledBy(layer: string): string
  /** A rule with a reason of the policy's own; `described`: in the words of its description. */
  rule(name: string, because: string): string
  described(name: string, description: string): string
}
