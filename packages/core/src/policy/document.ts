import type { Decision } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { PushSettings } from '../model/push-settings.ts'
import type { Recipient } from '../model/recipient.ts'

/** A value of a condition: a constant, or another fact's. */
export type ConditionValue = Json | { readonly fact: string; readonly path?: string; readonly params?: { readonly [key: string]: Json } }

/** json-rules-engine's condition tree. `priority: 1`, which its `toJSON()` writes, is accepted and means nothing. */
export type ConditionNode =
  | { readonly all: readonly ConditionNode[]; readonly priority?: 1 }
  | { readonly any: readonly ConditionNode[]; readonly priority?: 1 }
  | { readonly not: ConditionNode; readonly priority?: 1 }
  /** A name of the document's `conditions`. */
  | { readonly condition: string; readonly priority?: 1 }
  | {
      readonly priority?: 1
      readonly fact: string
      readonly operator: string
      readonly value: ConditionValue
      /** `$`, then child and index steps: `$.sender.id`, `$.elements[0].type`. */
      readonly path?: string
      readonly params?: { readonly [key: string]: Json }
    }

export type RuleEvent =
  | { readonly type: 'suppress'; readonly params: { readonly reason: string } }
  | { readonly type: 'allow'; readonly params?: { readonly reason?: string } }
  | { readonly type: 'defer'; readonly params: { readonly seconds: number; readonly reason: string } }
export interface LayerEvent {
  readonly type: 'layer'
  readonly params: { readonly name: string; readonly priority: number; readonly settings: PushSettings }
}
export interface OfferEvent {
  readonly type: 'offer'
  /** Channel names in order; `*`: any other that fits, newest registration first. */
  readonly params: { readonly channels: readonly string[] }
}

export interface PolicyRule<E = RuleEvent> {
  readonly name: string
  /** One line that explain shows. */
  readonly description?: string
  /** json-rules-engine's: an integer of 1 or more, highest first; equal ones by place in the document. Default 1. */
  readonly priority?: number
  readonly conditions: ConditionNode
  readonly event: E
}

/** A policy's own test: `expect` is a partial Decision. */
export interface PolicyTest {
  readonly name: string
  readonly message: Message
  readonly recipient: Recipient
  /** RFC 3339. */
  readonly now?: string
  /** What the host answers for the recipient, by the name of the host fact; one that is not here is missing. */
  readonly facts?: { readonly [name: string]: Json }
  /** Pushes that the counters tell of, whatever the window; default 0. */
  readonly recent?: { readonly recipient?: number; readonly conversation?: number }
  readonly expect: Partial<Decision>
}

/** What operators own: one JSON document, known by its content hash. */
export interface PolicyDocument {
  /** Where editors find the JSON Schema. */
  readonly $schema?: string
  readonly name: string
  readonly description?: string
  /** Reason codes beside the built-in ones. */
  readonly reasons?: readonly string[]
  /** Named conditions, for reuse. */
  readonly conditions?: { readonly [name: string]: ConditionNode }
  readonly layers?: readonly PolicyRule<LayerEvent>[]
  readonly rules: readonly PolicyRule<RuleEvent>[]
  /** Absent or empty: the default policy's. */
  readonly selection?: readonly PolicyRule<OfferEvent>[]
  /** What a host fact that failed or came too late means. Default `suppress`, with reason `fact-error`. */
  readonly onFactError?: 'suppress' | 'allow'
  readonly tests?: readonly PolicyTest[]
}
