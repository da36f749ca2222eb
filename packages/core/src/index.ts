// For hosts: the engine, and the types of what goes in and comes out.
import './require-node.ts'

export { CHANNEL, type DependencyContainer } from './channel/container.ts'
export type { AnyChannel, App, Inbound } from './channel/contract.ts'
export type { Rate } from './channel/rate.ts'
export type { WireResponse } from './channel/wire.ts'
export type { After } from './concurrency/timers.ts'
export type { BreakerOptions, RetryOptions, Selector } from './delivery/delivery-api.ts'
export type { Transport } from './delivery/transport.ts'
export { createEngine } from './engine/engine.ts'
export type { EngineStream, SubscriberErrorHandler } from './engine/guarded-stream.ts'
export type { DecideOptions, Engine, EngineOptions, ExplainOptions, PolicySwitch, PushOptions, Submission } from './engine/types.ts'
export { type BuiltInReason, type Decision, type Note, type Provenance, type Reason, type RequestPreview, reasons, type TraceEntry } from './model/decision.ts'
export { RouseError, type RouseErrorCode, type RouseErrorOptions } from './model/errors.ts'
export type { Json } from './model/json.ts'
export type { Conversation, Element, Mentions, Message, Sender } from './model/message.ts'
export type { Issue } from './model/mistake.ts'
export type { Fault, Outcome, OutcomeStatus } from './model/outcome.ts'
export { type AndroidSettings, type Category, categories, type Ext, type IosSettings, type PushSettings, type Sound } from './model/push-settings.ts'
export {
  type ConversationSettings,
  type Device,
  type GlobalSettings,
  type Platform,
  platforms,
  type QuietHours,
  type Recipient,
  type Registration,
} from './model/recipient.ts'
export type { Cursor, Directory, Page } from './pipeline/fan-out.ts'
export type { TokenReport } from './pipeline/token-report.ts'
export { defaultPolicy } from './policy/default-policy.ts'
export type { PolicyDocument } from './policy/document.ts'
export type { HostFact, HostFactContext } from './policy/facts.ts'
export type { EvaluatorKind } from './policy/policy.ts'
export { type Counters, memoryCounters, type RecentPushes } from './state/counters.ts'
export type { TokenName } from './state/token-owners.ts'
export type { TextOptions, Words } from './text/text-options.ts'
export { defaultWords } from './text/words.ts'
