import {
  type AnyChannel,
  type App,
  type Batch,
  type Draft,
  type Exchange,
  encode,
  type Json,
  type Notification,
  type Target,
  text,
  type WireResponse,
} from '@rouse/core/channel'

/** Form fields that are JSON text at the top of a form: shown parsed. */
const jsonFields = ['message', 'messages', 'messageJson']

/** A Draft's body as `explain` shows it: the parsed JSON, or an object of the form's fields. */
export function requestBody(draft: Draft): Json {
  if ('json' in draft.body) return JSON.parse(text(draft.body.json)) as Json
  if ('form' in draft.body) {
    // A form's encoder leaves no half of a surrogate pair.
    const fields = draft.body.form.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()] as const)
    return Object.fromEntries(fields.map(([name, value]) => [name, jsonFields.includes(name) ? (JSON.parse(value) as Json) : value]))
  }
  return null
}

/** The batch that one rendered notification and its targets make. */
export function sampleBatch(channel: AnyChannel, notification: Notification, targets: readonly Target[], app: App = firstApp(channel)): Batch {
  return { payload: channel.render(notification, app), app, targets, id: '0f8fad5b-d9cb-469f-a165-708670000000' }
}

/** The first Draft that these targets get. */
export function firstDraft(channel: AnyChannel, notification: Notification, targets: readonly Target[], app: App = firstApp(channel)): Draft {
  const step = channel.send(sampleBatch(channel, notification, targets, app)).next()
  if (step.done === true) throw new Error('send ended without a request')
  return step.value
}

/** The channel's first app entry. */
export function firstApp(channel: AnyChannel): App {
  const app = channel.apps[0]
  if (app === undefined) throw new Error(`channel ${channel.name}: give it at least one app entry`)
  return app
}

/** What an exchange asked and what it came to. */
export interface Driven<R> {
  readonly drafts: readonly Draft[]
  readonly result: R
}

/** Runs an exchange by hand with made-up responses. Throws when it asks for more than `most` (default 10) requests. */
export function drive<R>(exchange: Exchange<R>, respond: (draft: Draft, n: number) => WireResponse, most = 10): Driven<R> {
  const drafts: Draft[] = []
  let step = exchange.next()
  while (step.done !== true) {
    drafts.push(step.value)
    if (drafts.length > most) throw new Error(`the exchange asked for more than ${most} requests`)
    step = exchange.next(respond(step.value, drafts.length - 1))
  }
  return { drafts, result: step.value }
}

/** A response with a JSON body. */
export function jsonResponse(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers, body: new TextEncoder().encode(JSON.stringify(body)) }
}

/** The text of all that goes over the wire for a Draft. */
export const wireText = (draft: Draft): string => `${draft.url}\n${JSON.stringify(draft.headers)}\n${text(encode(draft.body))}`
