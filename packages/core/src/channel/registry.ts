import type { Registration } from '../model/recipient.ts'
import type { AnyChannel, App } from './contract.ts'
import type { Secret } from './secret.ts'

/** An app entry and the one that replaces it. */
export interface AppReplacement {
  readonly from: App
  readonly to: App
}

/** One app entry of one installed channel: where a registration's pushes go. */
export interface Route {
  readonly channel: AnyChannel
  /** The entry in force: `replaceApps` changes it, also for pushes that hold this route already. */
  readonly app: App
  /** Its place among all routes, from 0 on: what is kept a route is kept in arrays. */
  readonly place: number
}

/** The installed channels by name, with their app entries at hand. Only `replaceApps` changes it. */
export interface ChannelSet {
  readonly names: readonly string[]
  get(name: string): AnyChannel | undefined
  /** The app entries of a channel that are in force; none for a channel that is not installed. */
  appsOf(name: string): readonly App[]
  /** Puts new entries in force. Each serves the same app, environment and region as the one that it replaces. */
  replaceApps(name: string, replacements: readonly AppReplacement[]): void
  /**
   * The route that serves a registration; the region that a token itself tells comes before the one that is stated. null: no entry of the channel does; undefined: the channel is not installed.
   */
  routeFor(registration: Registration, token: Secret): Route | null | undefined
}

/**
 * An entry without environment or region serves all; of several that fit, the one that says most. A region
 * that nobody knows rules nothing out.
 */
function pick(routes: readonly Route[], environment: string, region: string | undefined, named: (region: string) => string): Route | null {
  let best: Route | null = null
  let bestScore = -1
  for (const route of routes) {
    const { app } = route
    if (app.environment !== undefined && app.environment !== environment) continue
    if (app.region !== undefined && region !== undefined && named(app.region) !== named(region)) continue
    const score = (app.environment === undefined ? 0 : 1) + (app.region === undefined ? (region === undefined ? 2 : 0) : 1)
    if (score > bestScore) {
      best = route
      bestScore = score
    }
  }
  return best
}

interface ChangingRoute extends Route {
  app: App
}

/** The routes of one channel for one app. */
interface Routes {
  readonly all: readonly Route[]
  /** The one that serves every environment and region, where it is the only one. */
  readonly only: Route | null
}

function routesOf(routes: readonly Route[]): Routes {
  const [only] = routes
  const serves = routes.length === 1 && only !== undefined && only.app.environment === undefined && only.app.region === undefined
  return { all: routes, only: serves ? only : null }
}

interface Installed {
  readonly channel: AnyChannel
  readonly all: readonly ChangingRoute[]
  readonly byApp: ReadonlyMap<string, Routes>
}

export function createChannelSet(channels: readonly AnyChannel[]): ChannelSet {
  let place = 0
  const installed = new Map<string, Installed>()
  for (const channel of channels) {
    const routes = channel.apps.map((app): ChangingRoute => ({ channel, app, place: place++ }))
    const byApp = new Map([...Map.groupBy(routes, ({ app }) => app.app)].map(([name, own]) => [name, routesOf(own)]))
    installed.set(channel.name, { channel, all: routes, byApp })
  }
  return {
    names: [...installed.keys()],
    get: name => installed.get(name)?.channel,
    appsOf: name => installed.get(name)?.all.map(({ app }) => app) ?? [],
    replaceApps(name, replacements) {
      for (const route of installed.get(name)?.all ?? []) {
        const found = replacements.find(({ from }) => from === route.app)
        if (found !== undefined) route.app = found.to
      }
    },
    routeFor(registration, token) {
      const one = installed.get(registration.channel)
      if (one === undefined) return undefined
      const routes = one.byApp.get(registration.app)
      if (routes === undefined) return null
      if (routes.only !== null) return routes.only
      const { channel } = one
      const named = (region: string) => channel.regionName?.(region) ?? region
      return pick(routes.all, registration.environment ?? 'production', channel.region?.(token) ?? registration.region ?? undefined, named)
    },
  }
}
