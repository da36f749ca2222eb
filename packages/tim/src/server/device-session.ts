import type { Registration } from '@rouse/core'
import type { Deadline } from '../deadline.ts'
import { isLater, type MaybePromise } from '../maybe-promise.ts'
import { guarded } from '../sdk/call.ts'
import type { TIMUserStatusListener } from '../sdk/callbacks.ts'
import { TIMConversationType } from '../sdk/conversation-type.ts'
import { stampSent, TIMMessage } from '../sdk/message.ts'
import type { TimSession } from '../sdk/session.ts'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import type { DeviceInfo } from './accounts.ts'
import type { ChatServer, ForcedLogout } from './chat-server-api.ts'
import { isId } from './demand.ts'

export interface DeviceSessionOptions {
  readonly server: ChatServer
  readonly device: DeviceInfo
  /** Tokens of this device; they follow whoever logs in on it. */
  readonly registrations: readonly Registration[]
  /** false, or one of Tencent's codes: refused. */
  readonly checkUserSig: (user: string, userSig: string) => MaybePromise<boolean | number>
  readonly deadline: Deadline
  /** Never throws. */
  readonly uncaught: (error: TIMError) => void
}

/** Whether the session on this device ended by force, and why. */
const endings: { readonly [why in ForcedLogout]: { readonly code: number; readonly desc: string } } = {
  elsewhere: { code: timCodes.kicked, desc: 'this account logged in on another device' },
  'signature-expired': { code: timCodes.userSigExpired, desc: 'the user signature has expired' },
  banned: { code: timCodes.kicked, desc: 'this account was logged out by the server' },
}

/** One device's session at a chat server. */
export function createDeviceSession({ server, device, registrations, checkUserSig, deadline, uncaught }: DeviceSessionOptions): TimSession {
  let known: { readonly user: string; stop(): void } | null = null
  /** A login that is still being checked. */
  let pending: object | null = null
  let ended: ForcedLogout | null = null
  let listener: TIMUserStatusListener | null = null

  const close = () => {
    known?.stop()
    known = null
  }

  const forced = (why: ForcedLogout) => {
    close()
    ended = why
    const told = listener
    if (why === 'signature-expired') guarded(uncaught, 'onUserSigExpired', () => told?.onUserSigExpired?.())
    else guarded(uncaught, 'onForceOffline', () => told?.onForceOffline?.())
  }

  /** The server's word counts: a host may log a device out past its context. */
  const loggedIn = (): string | null => {
    if (known === null) return null
    const { user } = known
    if (server.devices(user).some(({ id, session }) => id === device.id && session === 'logged-in')) return user
    close()
    return null
  }

  const current = (): string => {
    const user = loggedIn()
    if (user !== null) return user
    const why = ended === null ? 'nobody has logged in' : `nobody is logged in any more, as ${endings[ended].desc} (${endings[ended].code})`
    throw new TIMError(timCodes.notLoggedIn, `${why}: call login and wait for onSuccess`)
  }

  const begin = (user: string, verdict: boolean | number): void => {
    if (verdict !== true) {
      const code = typeof verdict === 'number' && verdict > 0 ? verdict : timCodes.signatureWrong
      throw new TIMError(code, `the user signature of "${user}" was refused`)
    }
    const former = loggedIn()
    if (former !== null && former !== user) server.logout(former, device.id)
    close()
    ended = null
    // First the ear, then the login: whom this login ends may log in again at once, and end this one.
    known = {
      user,
      stop: server.onForcedLogout((who, where, why) => {
        if (who === user && where === device.id) forced(why)
      }),
    }
    try {
      server.login(user, device, registrations)
    } catch (error) {
      close()
      throw error
    }
  }

  const login = (user: string, userSig: string): MaybePromise<void> => {
    if (!isId(user)) throw new TIMError(timCodes.invalidUserId, 'login needs a user id of 1 to 256 characters')
    if (pending !== null) throw new TIMError(timCodes.inProgress, 'a login is still being checked: wait for its callback, or call logout')
    const verdict = deadline('checkUserSig', checkUserSig(user, userSig))
    if (!isLater(verdict)) return begin(user, verdict)
    const own = {}
    pending = own
    const settled = () => {
      if (pending !== own) throw new TIMError(timCodes.inProgress, 'logout was called before this login was checked')
      pending = null
    }
    return verdict.then(
      answer => {
        settled()
        begin(user, answer)
      },
      (error: unknown) => {
        settled()
        throw error
      },
    )
  }

  const conversation = (type: TIMConversationType, peer: string) => {
    if (type !== TIMConversationType.C2C && type !== TIMConversationType.Group) {
      throw new TIMError(timCodes.invalidParameters, 'a conversation is of TIMConversationType.C2C or .Group')
    }
    if (!isId(peer)) throw new TIMError(timCodes.invalidReceiver, 'a conversation needs the id, of 1 to 256 characters, of the other user or the group')
    return { type: type === TIMConversationType.C2C ? 'c2c' : 'group', id: peer } as const
  }

  return {
    get user() {
      return loggedIn()
    },
    login,
    logout() {
      const checking = pending !== null
      pending = null
      if (checking && loggedIn() === null) return
      const user = current()
      close()
      server.logout(user, device.id)
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
      const user = loggedIn()
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
