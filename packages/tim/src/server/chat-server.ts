import { createDeadline, defaultPortTimeoutMs } from '../deadline.ts'
import { chain } from '../maybe-promise.ts'
import { guarded } from '../sdk/call.ts'
import { telling, warn } from '../sdk/warn.ts'
import { createAccounts } from './accounts.ts'
import type { ChatServer, ChatServerOptions, ForcedLogout, Sent } from './chat-server-api.ts'
import { createDemand } from './demand.ts'
import { createGroups } from './groups.ts'
import { kickSamePlatform } from './kicks.ts'
import { createRepeats } from './repeats.ts'
import { createSender } from './sender.ts'
import { createSerial } from './serial.ts'
import { memorySettingsStore } from './settings-store.ts'
import { createConversations } from './unread.ts'

/** Messages that a repeated call is compared with, at most. */
const repeatsSize = 10_000

/** Makes a chat server over an engine. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { engine, settings: store = memorySettingsStore(), kicks = kickSamePlatform, clock = Date.now, random = Math.random } = options
  const tell = telling(options.onError ?? warn)
  const deadline = createDeadline(options.portTimeoutMs ?? defaultPortTimeoutMs, options.after)
  const demand = createDemand()
  const accounts = createAccounts((token, owner) => engine.moveToken?.(token, owner))
  const groups = createGroups()
  const conversations = createConversations()
  const listeners = new Set<(user: string, device: string, why: ForcedLogout) => void>()
  const repeats = createRepeats<Sent>(repeatsSize)
  const oneByOne = createSerial()
  const take = createSender({
    engine,
    accounts,
    groups,
    conversations,
    store,
    unread: options.unread,
    unknownAccounts: options.unknownAccounts ?? 'make',
    deadline,
    clock,
    random,
    tell,
  })

  // A dead token is nobody's any more.
  engine.tokens$?.subscribe(({ kind, channel, app, token }) => {
    if (kind === 'gone') accounts.drop({ channel, app, token })
  })

  const register: ChatServer['register'] = (user, device, registration) => {
    const move = accounts.register(user, device, { ...registration, registeredAt: registration.registeredAt ?? new Date(clock()).toISOString() })
    if (move !== null) guarded(tell, 'onTokenMoved', () => options.onTokenMoved?.(move))
  }

  /** All sessions first, then those who listen: what they do finds every session as it is. */
  const kick = (user: string, devices: readonly string[], why: ForcedLogout) => {
    for (const device of devices) accounts.end(user, device, 'kicked')
    for (const device of devices) for (const listener of [...listeners]) guarded(tell, 'a listener of onForcedLogout', () => listener(user, device, why))
  }
  const loggedIn = (user: string) => accounts.devices(user).filter(({ session }) => session === 'logged-in')

  return {
    setProfile(user, profile) {
      demand.profile(user, profile)
      accounts.setProfile(user, profile)
    },
    setGroup(group) {
      for (const id of [group.id, ...group.members]) demand.id('group', id)
      for (const member of group.members) accounts.add(member)
      groups.set(group)
    },
    removeGroup: groups.remove,
    login(user, device, registrations = []) {
      demand.device(user, device, registrations)
      const kicked = loggedIn(user).filter(other => other.id !== device.id && kicks(other, device))
      accounts.begin(user, device)
      for (const registration of registrations) register(user, device.id, registration)
      kick(
        user,
        kicked.map(({ id }) => id),
        'elsewhere',
      )
    },
    logout(user, device) {
      accounts.clear(user, device)
      accounts.end(user, device, 'logged-out')
    },
    forceLogout(user, device, why = 'banned') {
      const ids = loggedIn(user).map(({ id }) => id)
      kick(user, device === undefined ? ids : ids.filter(id => id === device), why)
    },
    onForcedLogout(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setAppState: accounts.setAppState,
    register(user, device, registration) {
      demand.device(user, { id: device, platform: 'other' }, [registration])
      register(user, device, registration)
    },
    unregister: accounts.unregister,
    setConversation(user, conversation, settings) {
      demand.conversation(user, conversation, settings)
      conversations.setSettings(user, conversation, settings)
    },
    unread: conversations.unread,
    markRead: conversations.markRead,
    settings: user => oneByOne(user, () => chain(deadline('the settings store', store.get([user])), ([kept]) => kept ?? {})),
    setSettings(user, settings) {
      demand.settings(user, settings)
      return oneByOne(user, () => deadline('the settings store', store.set(user, settings)))
    },
    devices: accounts.devices,
    async send(draft) {
      if (draft.repeat === undefined) return take(draft)
      const { key, seconds } = draft.repeat
      const { repeated, answer } = repeats.once(key, seconds, clock(), () => take(draft))
      return { ...(await answer), repeated }
    },
  }
}
