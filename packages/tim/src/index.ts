export type { Tim, TimContextOptions, TimDevice, TimOptions } from './create-tim.ts'
export { createTim } from './create-tim.ts'
export type { MaybePromise } from './maybe-promise.ts'
export type { FromTimOptions, TimRequest } from './rest/from-tim.ts'
export { fromTim } from './rest/from-tim.ts'
export type { HmacUserSigOptions } from './rest/hmac-user-sig.ts'
export { hmacUserSig } from './rest/hmac-user-sig.ts'
export type { TimKind, TimRoute } from './rest/route.ts'
export type { TimCaller, TimHandlerOptions } from './rest/tim-handler.ts'
export { createTimHandler } from './rest/tim-handler.ts'
export type { TimJson } from './rest/tim-json.ts'
export {
  timBatchSendMsgSchema,
  timMsgBodySchema,
  timOfflinePushInfoSchema,
  timPushBatchSchema,
  timSendGroupMsgSchema,
  timSendMsgSchema,
} from './rest/tim-request.schema.ts'
export { lostInTim, toTim } from './rest/to-tim.ts'
export type { TIMUserStatusListener } from './sdk/callbacks.ts'
export { TIMCallBack, TIMValueCallBack } from './sdk/callbacks.ts'
export { TIMConversation } from './sdk/conversation.ts'
export { TIMConversationType } from './sdk/conversation-type.ts'
export { TIMCustomElem, TIMElem, TIMFaceElem, TIMFileElem, TIMImageElem, TIMLocationElem, TIMSoundElem, TIMTextElem, TIMVideoFileElem } from './sdk/elements.ts'
export { TIMManager } from './sdk/manager.ts'
export { TIMMessage } from './sdk/message.ts'
export { TIMMessageOfflinePushSettings } from './sdk/message-offline-push-settings.ts'
export { TIMOfflinePushSettings } from './sdk/offline-push-settings.ts'
export type { TimSession } from './sdk/session.ts'
export { TIMError } from './sdk/tim-error.ts'
export { Uri } from './sdk/uri.ts'
export type { DeviceInfo, Profile, TokenMove } from './server/accounts.ts'
export type { Addressee, ChatServer, ChatServerOptions, Draft, ForcedLogout, Sent } from './server/chat-server.ts'
export { createChatServer, kickNobody, kickSamePlatform } from './server/chat-server.ts'
export type { SettingsStore } from './server/settings-store.ts'
export { memorySettingsStore } from './server/settings-store.ts'
export type { ConversationKey } from './server/unread.ts'
export { addElementCodes, timCodes } from './tim-codes.ts'
