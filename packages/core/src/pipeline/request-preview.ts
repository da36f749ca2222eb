import { tokenHash } from '../channel/secret.ts'
import { type Body, text } from '../channel/wire.ts'
import type { RequestPreview } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import type { Admitted, Candidate, Case, Rendered } from './page.ts'
import { targetId } from './target-id.ts'

/** Form fields that vendors fill with JSON text. */
const jsonFields: ReadonlySet<string> = new Set(['message', 'messages', 'messageJson'])

/** The first request of a batch with this one target, unsigned: no credential is needed. Tokens are hashed unless `showTokens`. */
export function requestPreview(
  rendered: Rendered,
  { channel, registration, token, app }: Candidate,
  one: Case,
  admitted: Admitted,
  showTokens: boolean,
): RequestPreview {
  const { subject, device } = one
  const id = targetId(admitted.fact.id, admitted.fact.revision, subject.recipient.id, device?.id ?? '')
  const badge = rendered.shown.badge ? (subject.recipient.unread ?? null) : null
  const requests = channel.send({ payload: rendered.payload, app, targets: [{ token, badge, id }], id })
  const first = requests.next()
  requests.return([])
  if (first.done === true) throw new Error(`channel ${channel.name} sends nothing for a target`)
  const { method, url, headers, body } = first.value
  const hide = (value: string): string => (showTokens ? value : hidden(value, registration.token))
  return {
    channel: channel.name,
    method,
    url: hide(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, hide(value)])),
    body: mapped(bodyOf(body), hide),
    tokens: [hide(registration.token)],
  }
}

/** A token wherever it stands in a text, as it is or percent-encoded. */
const hidden = (value: string, token: string): string => value.replaceAll(token, tokenHash(token)).replaceAll(encodeURIComponent(token), tokenHash(token))

function bodyOf(body: Body): Json {
  if ('json' in body) return JSON.parse(text(body.json)) as Json
  if ('empty' in body) return {}
  return Object.fromEntries(body.form.map(([name, value]) => [name, jsonFields.has(name) ? (JSON.parse(value) as Json) : value]))
}

function mapped(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((each: Json) => mapped(each, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each, change)]))
}
