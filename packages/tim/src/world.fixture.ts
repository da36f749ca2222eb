import { readFile } from 'node:fs/promises'
import * as apple from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import * as google from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Device, type EngineOptions, type Outcome } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Received, startSandbox, type Vendor, vendors } from '@rouse/sandbox'
import { type ChatServerOptions, createChatServer, createTim, type TIMMessage, type Tim } from './index.ts'
import { recordingCallback } from './recording.fixture.ts'

const app = 'com.example.chat'

type Factory = (config: object) => AnyChannel
const factories: { readonly [name: string]: unknown } = { ...apple, ...google, ...cn }

const hex = (seed: number, length: number): string => Array.from({ length }, (_, i) => ((i * 7 + seed * 11) % 16).toString(16)).join('')

/** A phone of each vendor's, with a token that looks like that vendor's. */
const phones: { readonly [channel in Vendor]: Omit<Device, 'id' | 'registrations' | 'session'> & { readonly token: string } } = {
  apns: { platform: 'ios', maker: 'apple', token: hex(1, 64) },
  fcm: { platform: 'android', maker: 'google', region: 'US', playServices: true, token: `fcm-tim:APA91b${hex(2, 120)}` },
  huawei: { platform: 'android', maker: 'huawei', region: 'CN', hmsVersion: 60_000_000, token: `IQAAAACy0${hex(3, 96).toUpperCase()}` },
  harmony: { platform: 'harmony', maker: 'huawei', osVersion: '5.0.1', region: 'CN', token: `MAMzLg${hex(4, 96).toUpperCase()}` },
  honor: { platform: 'android', maker: 'honor', region: 'CN', token: `BAEAAAAAB.${hex(5, 96)}` },
  xiaomi: { platform: 'android', maker: 'xiaomi', region: 'CN', token: `${hex(6, 42)}/+${hex(7, 18)}==` },
  oppo: { platform: 'android', maker: 'oppo', region: 'CN', token: `OPPO_CN_${hex(8, 32)}` },
  vivo: { platform: 'android', maker: 'vivo', region: 'CN', token: `${'1'.repeat(17)}${hex(9, 6)}` },
  meizu: { platform: 'android', maker: 'meizu', region: 'CN', token: `RA50${hex(10, 40)}` },
}

/** The token of this channel's phone. */
export const tokenOf = (channel: Vendor): string => phones[channel].token

/** A sandbox with every channel there is, an engine, a chat server over it, and the sender bob, logged in. */
export async function startWorld(
  options: {
    /** What the engine is given beside its channels and its transport. */
    readonly engine?: Omit<EngineOptions, 'channels' | 'transport'>
    /** Changes the sandbox's config of a channel. */
    readonly config?: (channel: Vendor, config: { readonly apps: readonly object[] }) => object
  } & Omit<ChatServerOptions, 'engine'> = {},
) {
  const sandbox = await startSandbox({ app })
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as {
    readonly ca: string
    readonly channels: { readonly [name: string]: { readonly apps: readonly object[] } }
  }
  const channels = vendors.map(name => {
    const factory = factories[name]
    if (typeof factory !== 'function') throw new Error(`no package exports a channel "${name}"`)
    const given = config.channels[name]
    if (given === undefined) throw new Error(`the sandbox has no config for "${name}"`)
    return (factory as Factory)(options.config?.(name, given) ?? given)
  })
  const engine = createEngine({
    channels,
    transport: nodeTransport({ ca: await readFile(config.ca, 'utf8') }),
    ...options.engine,
  })
  const server = createChatServer({ ...options, engine })
  const outcomes: Outcome[] = []
  let wake = () => {}
  engine.outcomes$.subscribe(outcome => {
    outcomes.push(outcome)
    wake()
  })

  /** The n next Outcomes. */
  const ended = async (n: number): Promise<readonly Outcome[]> => {
    while (outcomes.length < n) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    return outcomes.splice(0, n)
  }

  /** A context on a phone of this channel, where this user is logged in. */
  const phone = (channel: Vendor, user: string, id = `${channel}-phone`): Tim => {
    const { token, ...facts } = phones[channel]
    const tim = createTim({ server, device: { id, ...facts, registrations: [{ channel, token, app }] } })
    tim.TIMManager.getInstance().login(user, 'sig')
    return tim
  }

  const bob = createTim({ server, device: { id: 'bobs-phone', platform: 'android' } })
  bob.TIMManager.getInstance().login('bob', 'sig')

  return {
    sandbox,
    engine,
    server,
    channels: vendors,
    bob,
    phone,
    ended,
    /** Sends as bob and waits until the message is taken over. */
    async send(peer: string, message: TIMMessage, type: 'C2C' | 'Group' = 'C2C') {
      const callback = recordingCallback<TIMMessage>()
      bob.TIMManager.getInstance().getConversation(type, peer).sendMessage(message, callback)
      await callback.ended
      return callback.calls[0]
    },
    /** Requests that carried pushes to this channel, since the last call of `forget`. */
    received: (vendor: Vendor): readonly Received[] => sandbox.control.received({ vendor, kind: 'send' }),
    all: (): readonly Received[] => sandbox.control.received({ kind: 'send' }),
    forget() {
      sandbox.control.clear()
      outcomes.length = 0
    },
    async close() {
      await engine.close()
      await sandbox.close()
    },
  }
}

export type World = Awaited<ReturnType<typeof startWorld>>
