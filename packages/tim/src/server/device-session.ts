import type { Registration } from '@rouse/core'
import { chain, type MaybePromise } from '../maybe-promise.ts'
import type { TIMUserStatusListener } from '../sdk/callbacks.ts'
import { TIMConversationType } from '../sdk/conversation-type.ts'
import { stampSent, TIMMessage } from '../sdk/message.ts'
import type { TimSession } from '../sdk/session.ts'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import type { DeviceInfo } from './accounts.ts'
import type { ChatServer, ForcedLogout } from './chat-server-api.ts'

export interface DeviceSessionOptions {
  readonly server: ChatServer
  readonly device: DeviceInfo
  /** Tokens of this device; they follow whoever logs in on it. */
  readonly registrations: readonly Registration[]
  /** false, or one of Tencent's codes: refused. */
  readonly checkUserSig: (user: string, userSig: string) => MaybePromise<boolean | number>
  readonly uncaught: (error: TIMError) => void
}

/** Whether the session on this device ended by force, and why. */
const endings: { readonly [why in ForcedLogout]: { readonly code: number; readonly desc: string } } = {
  elsewhere: { code: timCodes.kicked, desc: 'this account logged in on another device' },
  'signature-expired': { code: timCodes.userSigExpired, desc: 'the user signature has expired' },
  banned: { code: timCodes.kicked, desc: 'this account was logged out by the server' },
}

/** One device's session at a chat server. */
export function createDeviceSession({ server, device, registrations, checkUserSig, uncaught }: DeviceSessionOptions): TimSession {
  let user: string | null = null
  let ended: ForcedLogout | null = null
  let listener: TIMUserStatusListener | null = null

  server.onForcedLogout((who, where, why) => {
    if (who !== user || where !== device.id) return
    user = null
    ended = why
    if (why === 'signature-expired') listener?.onUserSigExpired?.()
    else listener?.onForceOffline?.()
  })

  const current = (): string => {
    if (user !== null) return user
    const why = ended === null ? 'nobody has logged in' : `nobody is logged in any more, as ${endings[ended].desc} (${endings[ended].code})`
    throw new TIMError(timCodes.notLoggedIn, `${why}: call login and wait for onSuccess`)
  }

  const begin = (who: string): void => {
    if (user !== null && user !== who) server.logout(user, device.id)
    server.login(who, device, registrations)
    user = who
    ended = null
  }

  const conversation = (type: TIMConversationType, peer: string) => {
    if (type !== TIMConversationType.C2C && type !== TIMConversationType.Group) {
      throw new TIMError(timCodes.invalidParameters, 'a conversation is of TIMConversationType.C2C or .Group')
    }
    if (typeof peer !== 'string' || peer === '') throw new TIMError(timCodes.invalidReceiver, 'a conversation needs the other user or the group')
    return { type: type === TIMConversationType.C2C ? 'c2c' : 'group', id: peer } as const
  }

  return {
    get user() {
      return user
    },
    login(who, userSig) {
      if (typeof who !== 'string' || who === '' || who.length > 256) {
        throw new TIMError(timCodes.invalidUserId, 'login needs a user id of 1 to 256 characters')
      }
      return chain(checkUserSig(who, userSig), verdict => {
        if (verdict === true) return begin(who)
        const code = typeof verdict === 'number' ? verdict : timCodes.signatureWrong
        throw new TIMError(code, `the user signature of "${who}" was refused`)
      })
    },
    logout() {
      const who = current()
      user = null
      server.logout(who, device.id)
    },
    settings: () => server.settings(current()),
    setSettings: settings => server.setSettings(current(), settings),
    send(type, peer, message) {
      const from = current()
      const { type: kind, id } = conversation(type, peer)
      if (!(message instanceof TIMMessage)) throw new TIMError(timCodes.invalidParameters, 'sendMessage needs a TIMMessage')
      const push = message.getOfflinePushSettings()?.stated()
      const elements = Array.from({ length: message.getElementCount() }, (_, i) => message.getElement(i)).flatMap(one =>
        one === null ? [] : [one.toElement()],
      )
      const sending = server.send({
        from,
        to: kind === 'c2c' ? { type: 'c2c', users: [id] } : { type: 'group', id },
        elements,
        // An empty layer equals none.
        ...(push === undefined || Object.keys(push).length === 0 ? {} : { push }),
      })
      return sending.then(sent => message[stampSent]({ id: sent.id, sender: from, time: sent.time }))
    },
    unread(type, peer) {
      return user === null ? 0 : server.unread(user, conversation(type, peer))
    },
    markRead(type, peer) {
      server.markRead(current(), conversation(type, peer))
    },
    setAppState(state) {
      server.setAppState(current(), device.id, state)
    },
    setListener(next) {
      listener = next
    },
    uncaught,
  }
}
