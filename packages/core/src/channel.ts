// For authors of channels: the plugin contract and its toolkit, `@rouse/core/channel`.
import './require-node.ts'

export {
  type Answer,
  type AnswerMeaning,
  type AnyChannel,
  type App,
  type AuthContext,
  answerOf,
  type Batch,
  type Capabilities,
  type Channel,
  type Credential,
  type DeviceFacts,
  defineChannel,
  every,
  type Inbound,
  type Limits,
  type Notification,
  type NotificationSound,
  type Payload,
  type RegistrationFacts,
  type Reset,
  statusVerdict,
  type Target,
  type TokenEvent,
} from './channel/contract.ts'
export type { Rate } from './channel/rate.ts'
export type { AppReplacement } from './channel/registry.ts'
export { type Secret, secret, tokenHash } from './channel/secret.ts'
export { appData } from './channel/toolkit/app-data.ts'
export { equalSecrets } from './channel/toolkit/equal-secrets.ts'
export { fitFields } from './channel/toolkit/fit-fields.ts'
export { type PrivateKeyKind, type PrivateKeyResult, readKeyFile, readPrivateKey } from './channel/toolkit/private-key.ts'
export { redact } from './channel/toolkit/redact.ts'
export { retryAfter } from './channel/toolkit/retry-after.ts'
export { headerId, replaceId, shortId, stableInt, stableKey } from './channel/toolkit/stable-id.ts'
export { wellFormed, wellFormedJson } from './channel/toolkit/well-formed.ts'
export {
  type Body,
  byteLength,
  bytes,
  concatBytes,
  type Draft,
  type Exchange,
  encode,
  type FormField,
  json,
  parse,
  parseObject,
  text,
  type WireRequest,
  type WireResponse,
} from './channel/wire.ts'
export type { Note } from './model/decision.ts'
export { RouseError } from './model/errors.ts'
export type { Json, JsonSchema } from './model/json.ts'
export type { Message } from './model/message.ts'
export type { Issue } from './model/mistake.ts'
export type { Category } from './model/push-settings.ts'
export type { Validator } from './model/validator.ts'
export type { Counting } from './text/count.ts'
export { count } from './text/count.ts'
export { type Fitted, fit } from './text/fit.ts'
export { createGraphemes, type Graphemes } from './text/graphemes.ts'
