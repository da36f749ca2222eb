import type { AnyChannel, App } from '../channel/contract.ts'
import { isSpreadOf } from '../channel/spread.ts'
import type { WireRequest, WireResponse } from '../channel/wire.ts'
import { RouseError } from '../model/errors.ts'
import { formatMistake } from '../model/format-mistake.ts'
import { afterTimeout } from './after.ts'
import type { CredentialOptions } from './credentials.ts'
import type { Delivered, Delivery, DeliveryJob, DeliveryOptions, Selector, Told } from './delivery-api.ts'
import { Pauses } from './gates.ts'
import { AppState } from './internals/app-state.ts'
import { Entry } from './internals/entry.ts'
import { optionMistakes } from './internals/option-mistakes.ts'
import { Run } from './internals/run.ts'
import type { Shared } from './internals/shared.ts'
import { Sleepers } from './internals/sleepers.ts'
import { Slots } from './internals/slots.ts'
import { retryDefaults } from './retry.ts'

/** Milliseconds that close waits for what it has aborted. */
const afterAbortMs = 1000

/**
 * Makes a Delivery over a transport. It does not close the transport.
 *
 * @throws RouseError `config-invalid` for a number that is none or too small: every mistake at once.
 */
export function createDelivery(options: DeliveryOptions): Delivery {
  const mistakes = optionMistakes(options)
  if (mistakes.length > 0) throw new RouseError('config-invalid', mistakes.map(mistake => formatMistake('delivery', mistake)).join('; '), { mistakes })
  const { transport, clock = Date.now, random = Math.random, after = afterTimeout, requestTimeoutMs = 10_000 } = options
  const abort = new AbortController()
  const shared: Shared = {
    clock,
    random,
    transport,
    retry: { ...retryDefaults, ...options.retry },
    sleepers: new Sleepers(after),
    slots: new Slots(options.inFlight ?? 10_000),
    pauses: new Pauses(),
    requestTimeoutMs,
    signal: abort.signal,
    closed: false,
  }
  const exchange = (request: WireRequest): Promise<WireResponse> =>
    transport.request(request, { protocol: 'http1', timeoutMs: requestTimeoutMs, signal: abort.signal })
  const credentials: CredentialOptions = { clock, after, exchange, ...(options.renewEveryMs === undefined ? {} : { renewEveryMs: options.renewEveryMs }) }

  const states = new Map<AnyChannel, Map<App, AppState>>()
  const stateOf = (channel: AnyChannel, app: App): AppState => {
    let apps = states.get(channel)
    if (apps === undefined) {
      apps = new Map()
      states.set(channel, apps)
    }
    let state = apps.get(app)
    if (state === undefined) {
      state = new AppState(channel, app, credentials, options.breaker, options.rates?.[channel.name])
      apps.set(app, state)
    }
    return state
  }

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
      for (const apps of states.values())
        for (const { credentials, quota } of apps.values()) {
          credentials.close()
          quota?.close()
        }
    })
    let cancelWait = () => {}
    const late = new Promise<void>(resolve => {
      cancelWait = after(deadlineMs + afterAbortMs, resolve)
    })
    await Promise.race([empty, late])
    shared.closed = true
    cancelForce()
    cancelWait()
  }

  return {
    async deliver(job: DeliveryJob, told?: Told): Promise<readonly Delivered[]> {
      if (closing !== null) {
        const ends = job.targets.map((target, index) => new Entry(target, index, 0).end('failed', null, 'closed', 0))
        for (const [place, end] of ends.entries()) told?.(place, end)
        return ends
      }
      active++
      try {
        return await new Run(shared, stateOf(job.channel, job.app), job, told).all()
      } finally {
        end()
      }
    },
    pause: (selector: Selector) => shared.pauses.pause(selector),
    resume: (selector: Selector) => shared.pauses.resume(selector),
    async replaceCredential(channel: AnyChannel, app: App): Promise<void> {
      const named = channel.apps.filter(entry => entry.app === app.app && entry.environment === app.environment && entry.region === app.region)
      if (named.length === 0) {
        throw new RouseError(
          'config-invalid',
          `${channel.name} has no app entry "${app.app}" with this environment and region: a credential can only be replaced`,
        )
      }
      // What a factory made of an entry for every environment or region has the same secrets.
      for (const entry of channel.apps.filter(entry => named.includes(entry) || named.some(open => isSpreadOf(entry, open)))) {
        const state = stateOf(channel, entry)
        await state.credentials.replace(app, clock())
        state.refusals.reset()
        state.doubt.reset()
        state.breaker.answered()
        state.gates.open()
      }
    },
    close(deadlineMs = 30_000): Promise<void> {
      closing ??= close(deadlineMs)
      return closing
    },
  }
}
