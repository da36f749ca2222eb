export type { Answer, Reset } from './channel/answer.ts'
export { every } from './channel/answer.ts'
export { carriedObject } from './channel/carried-object.ts'
export { type CheckChannelsOptions, type CheckedChannels, checkChannels } from './channel/check-channels.ts'
export type { DependencyContainer } from './channel/container.ts'
export { CHANNEL } from './channel/container.ts'
export type {
  AnyChannel,
  App,
  AuthContext,
  Batch,
  Capabilities,
  Channel,
  Counting,
  Credential,
  DeviceFacts,
  Inbound,
  Limits,
  Notification,
  NotificationSound,
  Payload,
  RegistrationFacts,
  Target,
  TokenEvent,
  Validator,
} from './channel/contract.ts'
export { defineChannel } from './channel/contract.ts'
export { keptFields } from './channel/kept-fields.ts'
export { type PrivateKeyKind, type PrivateKeyResult, readKeyFile, readPrivateKey } from './channel/private-key.ts'
export type { Rate } from './channel/rate.ts'
export { redact } from './channel/redact.ts'
export { retryAfter } from './channel/retry-after.ts'
export type { Secret } from './channel/secret.ts'
export { secret, tokenHash } from './channel/secret.ts'
export { headerId, replaceId, shortId, stableInt, stableKey } from './channel/stable-id.ts'
export type { Verdict } from './channel/verdict.ts'
export { answerOf, statusVerdict } from './channel/verdict.ts'
export { wellFormed, wellFormedJson } from './channel/well-formed.ts'
export type { Body, Draft, Exchange, WireRequest, WireResponse } from './channel/wire.ts'
export { byteLength, bytes, encode, json, parse, spliced, text } from './channel/wire.ts'
export type { After } from './delivery/after.ts'
export type { Batcher, BatcherOptions } from './delivery/batcher.ts'
export { withBatcher } from './delivery/batcher.ts'
export { createDelivery } from './delivery/delivery.ts'
export type {
  BreakerOptions,
  Delivered,
  Delivery,
  DeliveryJob,
  DeliveryOptions,
  DeliveryTarget,
  RetryOptions,
  Selector,
  Standing,
} from './delivery/delivery-api.ts'
export type { Transport, TransportOptions } from './delivery/transport.ts'
export type { TransportErrorCode } from './delivery/transport-error.ts'
export { TransportError } from './delivery/transport-error.ts'
export type { Checker, CheckerOptions, CheckResult } from './model/checker.ts'
export { createChecker } from './model/checker.ts'
export { decisionSchema } from './model/decision.schema.ts'
export type { BuiltInReason, Decision, Note, Provenance, Reason, RequestPreview, TraceEntry } from './model/decision.ts'
export { reasons } from './model/decision.ts'
export type { RouseErrorCode, RouseErrorOptions } from './model/errors.ts'
export { RouseError } from './model/errors.ts'
export { formatMistake } from './model/format-mistake.ts'
export type { Json, JsonSchema } from './model/json.ts'
export { messageSchema } from './model/message.schema.ts'
export type { Conversation, Element, Mentions, Message, Sender } from './model/message.ts'
export type { Mistake } from './model/mistake.ts'
export { nearest } from './model/nearest.ts'
export { outcomeSchema } from './model/outcome.schema.ts'
export type { Fault, Outcome, OutcomeStatus } from './model/outcome.ts'
export { pushSettingsSchema } from './model/push-settings.schema.ts'
export type { AndroidSettings, Category, Ext, IosSettings, PushSettings, Sound } from './model/push-settings.ts'
export { categories } from './model/push-settings.ts'
export { recipientSchema } from './model/recipient.schema.ts'
export type { ConversationSettings, Device, GlobalSettings, Platform, QuietHours, Recipient, Registration } from './model/recipient.ts'
export { platforms } from './model/recipient.ts'
export type { Counters, RecentPushes } from './pipeline/counters.ts'
export type { Explainer } from './pipeline/create-explainer.ts'
export { createExplainer } from './pipeline/create-explainer.ts'
export { createPolicyTester } from './pipeline/create-policy-tester.ts'
export type { Cursor, Directory, Page } from './pipeline/directory.ts'
export { createEngine } from './pipeline/engine.ts'
export type { DecideOptions, Engine, EngineOptions, ExplainOptions, PolicySwitch, PushOptions, Submission, TokenReport } from './pipeline/engine-api.ts'
export { engineOptionsSchema } from './pipeline/engine-options.schema.ts'
export { memoryCounters } from './pipeline/memory-counters.ts'
export type { TokenName } from './pipeline/token-owners.ts'
export { bucketOf } from './policy/bucket.ts'
export { checkPolicy } from './policy/check-policy.ts'
export { defaultPolicy } from './policy/default-policy.ts'
export type { ConditionNode, ConditionValue, LayerEvent, OfferEvent, PolicyDocument, PolicyRule, PolicyTest, RuleEvent } from './policy/document.ts'
export type { FactInfo, ReadableValue } from './policy/fact-table.ts'
export { factTable } from './policy/fact-table.ts'
export type { Facts, HostFact, HostFactContext } from './policy/facts.ts'
export { loadPolicy } from './policy/load-policy.ts'
export type { EvaluatorKind, LoadedPolicy, LoadPolicyOptions } from './policy/policy.ts'
export { policySchema } from './policy/policy-schema.ts'
export type { DecideForTest, PolicyTestReport, PolicyTestResult } from './policy/policy-tests.ts'
export { runPolicyTests } from './policy/policy-tests.ts'
export type { SentenceLocale, SentenceNames } from './policy/sentence.ts'
export { sentence } from './policy/sentence.ts'
export { testedFacts } from './policy/tested-facts.ts'
export { defaultLayer } from './settings/default-layer.ts'
export type { Effective } from './settings/effective.ts'
export { globalLayer } from './settings/global-layer.ts'
export type { Layer, PlatformFamily } from './settings/layer.ts'
export { mergeLayers } from './settings/merge.ts'
export { messageLayer } from './settings/message-layer.ts'
export { count } from './text/count.ts'
export type { Fitted } from './text/fit.ts'
export { fit } from './text/fit.ts'
export type { Graphemes } from './text/graphemes.ts'
export { createGraphemes } from './text/graphemes.ts'
export type { TextOptions, Words } from './text/text-options.ts'
export { defaultWords } from './text/words.ts'
