import 'reflect-metadata'
import { type DependencyContainer, type InjectionToken, container as root } from 'tsyringe'
import type { AnyChannel } from './contract.ts'

/** Under this token a host that keeps its own tsyringe container registers channels: `container.register(CHANNEL, { useValue: apns(config) })`. */
export const CHANNEL: InjectionToken<AnyChannel> = Symbol.for('@rouse/core/channel')

export type { DependencyContainer }

/**
 * The channels of one engine, registered in a child container of its own. With a host's container, the
 * channels registered there come first. The global container is never read: an empty child would resolve it.
 */
export function installChannels(channels: readonly AnyChannel[], host?: DependencyContainer): readonly AnyChannel[] {
  const own = (host ?? root).createChildContainer()
  const inherited = host?.isRegistered(CHANNEL, false) === true ? host.resolveAll(CHANNEL) : []
  for (const channel of [...inherited, ...channels]) own.register(CHANNEL, { useValue: channel })
  return own.isRegistered(CHANNEL, false) ? own.resolveAll(CHANNEL) : []
}
