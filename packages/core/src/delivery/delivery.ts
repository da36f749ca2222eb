import { appMistakes } from '../channel/check-channels.ts'
import type { AnyChannel, App } from '../channel/contract.ts'
import { isExpandedFrom } from '../channel/expanded-apps.ts'
import type { AppReplacement } from '../channel/registry.ts'
import type { WireRequest, WireResponse } from '../channel/wire.ts'
import { Semaphore } from '../concurrency/semaphore.ts'
import { afterTimeout, CancellableTimers } from '../concurrency/timers.ts'
import { RouseError } from '../model/errors.ts'
import { formatIssue } from '../validation/format-mistake.ts'
import type { CredentialOptions } from './credentials.ts'
import type { Delivered, Delivery, DeliveryJob, DeliveryOptions, ResultListener, Selector } from './delivery-api.ts'
import { AppState } from './internals/app-state.ts'
import { DeliveryRun } from './internals/delivery-run.ts'
import type { Shared } from './internals/shared.ts'
import { TargetAttempt } from './internals/target-attempt.ts'
import { Watchdog } from './internals/watchdog.ts'
import { KillSwitch } from './quota-windows.ts'
import { retryDefaults } from './retry.ts'
import { transportFailure } from './transport-error.ts'

/** Milliseconds that close waits for what it has aborted, before it ends the requests that the transport does not settle. */
const afterAbortMs = 500
/** Milliseconds that close waits for the ends of those. */
const afterEndMs = 500
/** Milliseconds beyond `requestTimeoutMs` after which delivery ends a request that its transport does not settle. */
const settleMs = 2000

/**
 * Makes a Delivery over a transport. It does not close the transport.
 * `createEngine` checks the options.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { transport, clock = Date.now, random = Math.random, after = afterTimeout, requestTimeoutMs = 10_000 } = options
  const abort = new AbortController()
  const shared: Shared = {
    clock,
    random,
    transport,
    retry: { ...retryDefaults, ...options.retry },
    sleepers: new CancellableTimers(after),
    slots: new Semaphore(options.inFlight ?? 10_000),
    pauses: new KillSwitch(),
    watchdog: new Watchdog(requestTimeoutMs + settleMs, clock, after),
    requestTimeoutMs,
    signal: abort.signal,
    closed: false,
  }
  const exchange = async (request: WireRequest): Promise<WireResponse> => {
    try {
      return await transport.request(request, { protocol: 'http1', timeoutMs: requestTimeoutMs, signal: abort.signal })
    } catch (error) {
      throw transportFailure(error)
    }
  }
  const credentials: CredentialOptions = { clock, after, exchange, ...(options.renewEveryMs === undefined ? {} : { renewEveryMs: options.renewEveryMs }) }

  const states = new Set<AppState>()
  /** By app entry; an entry that was replaced leads to the state of the one in force, since jobs under way hold it. */
  const byApp = new Map<AnyChannel, WeakMap<App, AppState>>()
  const stateOf = (channel: AnyChannel, app: App): AppState => {
    let apps = byApp.get(channel)
    if (apps === undefined) {
      apps = new WeakMap()
      byApp.set(channel, apps)
    }
    let state = apps.get(app)
    if (state === undefined) {
      state = new AppState(channel, app, credentials, options.breaker, options.rates?.[channel.name])
      apps.set(app, state)
      states.add(state)
    }
    return state
  }

  /** The credentials of all entries are made before any entry is put in force. */
  const replace = async (channel: AnyChannel, given: App): Promise<readonly AppReplacement[]> => {
    const app = copyOf(given)
    const mistakes = app === null ? [{ pointer: '', message: 'expected an app entry, an object that can be read' }] : appMistakes(channel, app)
    if (app === null || mistakes.length > 0) {
      const words = mistakes.map(mistake => formatIssue(`replaceCredential ${channel.name}`, mistake)).join('; ')
      throw new RouseError('config-invalid', words, { mistakes })
    }
    const inForce = channel.apps.map(entry => stateOf(channel, entry))
    const named = inForce.filter(({ app: entry }) => entry.app === app.app && entry.environment === app.environment && entry.region === app.region)
    if (named.length === 0) {
      throw new RouseError('config-invalid', `${channel.name} has no app entry with this app, environment and region: a credential can only be replaced`, {
        mistakes: [{ pointer: '/app', message: 'no app entry has this app, environment and region' }],
      })
    }
    // What a factory made of an entry for every environment or region has the same secrets.
    const spread = inForce.filter(state => !named.includes(state) && named.some(open => isExpandedFrom(state.app, open.app)))
    const next = [...named.map(state => ({ state, app })), ...spread.map(state => ({ state, app: spreadAs(app, state.app) }))]
    const made = await Promise.all(next.map(async one => ({ ...one, credential: await one.state.credentials.tryApp(one.app, clock()) })))
    return made.map(({ state, app, credential }) => {
      const from = state.app
      state.replace(app, credential)
      byApp.get(channel)?.set(app, state)
      return { from, to: app }
    })
  }
  /** One replacement after another: the last that was asked for is the one in force. */
  let replacing: Promise<unknown> = Promise.resolve()

  let active = 0
  let idle: (() => void) | null = null
  let closing: Promise<void> | null = null

  const end = () => {
    active--
    if (active === 0) idle?.()
  }

  const close = async (deadlineMs: number): Promise<void> => {
    const empty = new Promise<void>(resolve => {
      idle = resolve
      if (active === 0) resolve()
    })
    const cancelForce = after(deadlineMs, () => {
      shared.closed = true
      abort.abort()
      shared.sleepers.wakeAll()
      for (const { credentials, quota } of states) {
        credentials.close()
        quota?.close()
      }
    })
    const cancelEnd = after(deadlineMs + afterAbortMs, () => shared.watchdog.endAll('aborted'))
    let cancelWait = () => {}
    const late = new Promise<void>(resolve => {
      cancelWait = after(deadlineMs + afterAbortMs + afterEndMs, resolve)
    })
    await Promise.race([empty, late])
    shared.closed = true
    cancelForce()
    cancelEnd()
    cancelWait()
  }

  return {
    async deliver(job: DeliveryJob, told?: ResultListener): Promise<readonly Delivered[]> {
      if (closing !== null) {
        const ends = job.targets.map((target, index) => new TargetAttempt(target, index, 0).end('failed', null, 'closed', 0))
        for (const [place, end] of ends.entries()) told?.(place, end)
        return ends
      }
      active++
      try {
        return await new DeliveryRun(shared, stateOf(job.channel, job.app), job, told).all()
      } finally {
        end()
      }
    },
    pause: (selector: Selector) => shared.pauses.pause(selector),
    resume: (selector: Selector) => shared.pauses.resume(selector),
    replaceCredential(channel: AnyChannel, app: App): Promise<readonly AppReplacement[]> {
      const result = replacing.then(() => replace(channel, app))
      replacing = result.catch(() => undefined)
      return result
    },
    close(deadlineMs = 30_000): Promise<void> {
      closing ??= close(deadlineMs)
      return closing
    },
  }
}

/** An entry read once: a host may change its own later. null: it is no object, or reading it throws. */
function copyOf(app: unknown): App | null {
  if (typeof app !== 'object' || app === null || Array.isArray(app)) return null
  try {
    return { ...(app as App) }
  } catch {
    return null
  }
}

/** The entry as a factory spreads it: for the environment and region of the entry that it replaces. */
function spreadAs(app: App, { environment, region }: App): App {
  return { ...app, ...(environment === undefined ? {} : { environment }), ...(region === undefined ? {} : { region }) }
}
