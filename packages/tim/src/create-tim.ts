import type { After, Registration } from '@rouse/core'
import { createDeadline, defaultPortTimeoutMs } from './deadline.ts'
import type { MaybePromise } from './maybe-promise.ts'
import { TIMCallBack, TIMValueCallBack } from './sdk/callbacks.ts'
import { TIMConversation } from './sdk/conversation.ts'
import { TIMConversationType } from './sdk/conversation-type.ts'
import { TIMCustomElem, TIMElem, TIMFaceElem, TIMFileElem, TIMImageElem, TIMLocationElem, TIMSoundElem, TIMTextElem, TIMVideoFileElem } from './sdk/elements.ts'
import { TIMManager as UnboundManager } from './sdk/manager.ts'
import { TIMMessage } from './sdk/message.ts'
import { TIMMessageOfflinePushSettings } from './sdk/message-offline-push-settings.ts'
import { TIMOfflinePushSettings } from './sdk/offline-push-settings.ts'
import { TIMError } from './sdk/tim-error.ts'
import { Uri } from './sdk/uri.ts'
import { telling, warn } from './sdk/warn.ts'
import type { DeviceInfo } from './server/accounts.ts'
import { createChatServer } from './server/chat-server.ts'
import type { ChatServer, ChatServerOptions } from './server/chat-server-api.ts'
import { createDemand } from './server/demand.ts'
import { createDeviceSession } from './server/device-session.ts'

/** The device that a context stands for. */
export interface TimDevice extends DeviceInfo {
  /** Its push tokens: they follow whoever logs in on it. */
  readonly registrations?: readonly Registration[]
}

export interface TimContextOptions {
  /** Default: a device of platform `other` without push tokens, for a sender. */
  readonly device?: TimDevice
  /** Checks a login; false or one of Tencent's codes refuses it. Default: every login is taken, which is for hosts that have checked already. */
  readonly checkUserSig?: (user: string, userSig: string) => MaybePromise<boolean | number>
  /** Told of an error that came later and had no callback to answer, and of what an app's callback threw. Default: a process warning. */
  readonly onError?: (error: TIMError) => void
  /** Milliseconds that `checkUserSig` may take; then the login fails with 6012. Default 5000. */
  readonly portTimeoutMs?: number
  /** Runs a port's deadline. Default: the platform's timers. */
  readonly after?: After
}

/** A context over a new chat server, or, with `server`, one more device of an existing one. */
export type TimOptions = TimContextOptions & (ChatServerOptions | { readonly server: ChatServer })

/** The SDK's classes, bound to one device of one chat server, and that server. */
export interface Tim {
  readonly TIMManager: typeof UnboundManager
  readonly TIMConversation: typeof TIMConversation
  readonly TIMConversationType: typeof TIMConversationType
  readonly TIMMessage: typeof TIMMessage
  readonly TIMMessageOfflinePushSettings: typeof TIMMessageOfflinePushSettings
  readonly TIMOfflinePushSettings: typeof TIMOfflinePushSettings
  readonly TIMElem: typeof TIMElem
  readonly TIMTextElem: typeof TIMTextElem
  readonly TIMFaceElem: typeof TIMFaceElem
  readonly TIMImageElem: typeof TIMImageElem
  readonly TIMSoundElem: typeof TIMSoundElem
  readonly TIMVideoFileElem: typeof TIMVideoFileElem
  readonly TIMFileElem: typeof TIMFileElem
  readonly TIMLocationElem: typeof TIMLocationElem
  readonly TIMCustomElem: typeof TIMCustomElem
  readonly TIMValueCallBack: typeof TIMValueCallBack
  readonly TIMCallBack: typeof TIMCallBack
  readonly TIMError: typeof TIMError
  readonly Uri: typeof Uri
  readonly server: ChatServer
}

/**
 * The SDK's classes, bound to an engine: `TIMManager.getInstance()` is this context's.
 *
 * `createTim({ engine })` makes a chat server of its own; `createTim({ server, device })` is one more device of it.
 *
 * @throws RouseError `recipient-invalid`: the device, or one of its registrations, is malformed.
 */
export function createTim(options: TimOptions): Tim {
  const server = 'server' in options ? options.server : createChatServer(options)
  const { registrations = [], ...device } = options.device ?? { id: 'device', platform: 'other' as const }
  createDemand().device('nobody', device, registrations)
  const session = createDeviceSession({
    server,
    device,
    registrations,
    checkUserSig: options.checkUserSig ?? (() => true),
    deadline: createDeadline(options.portTimeoutMs ?? defaultPortTimeoutMs, options.after),
    uncaught: telling(options.onError ?? warn),
  })
  const instance = new UnboundManager(session)
  const TIMManager = class TIMManager extends UnboundManager {
    static override getInstance(): UnboundManager {
      return instance
    }
  }
  return {
    TIMManager,
    TIMConversation,
    TIMConversationType,
    TIMMessage,
    TIMMessageOfflinePushSettings,
    TIMOfflinePushSettings,
    TIMElem,
    TIMTextElem,
    TIMFaceElem,
    TIMImageElem,
    TIMSoundElem,
    TIMVideoFileElem,
    TIMFileElem,
    TIMLocationElem,
    TIMCustomElem,
    TIMValueCallBack,
    TIMCallBack,
    TIMError,
    Uri,
    server,
  }
}
