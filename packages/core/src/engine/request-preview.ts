import { type Secret, secret, tokenHash } from '../channel/secret.ts'
import { type Body, type Draft, text } from '../channel/wire.ts'
import type { RequestPreview } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import { targetId } from '../pipeline/target-id.ts'
import type { Admitted, Candidate, DeviceCase, Rendered } from '../pipeline/types.ts'

/** The first request of a batch with this one target, unsigned: no credential is needed. Tokens are hashed unless `showTokens`. */
export function requestPreview(
  rendered: Rendered,
  { channel, registration, token, app }: Candidate,
  one: DeviceCase,
  admitted: Admitted,
  showTokens: boolean,
): RequestPreview {
  const { subject, device } = one
  const id = targetId(admitted.fact.id, admitted.fact.revision, subject.recipient.id, device?.id ?? '')
  const badge = rendered.shown.badge ? (subject.recipient.unread ?? null) : null
  const draftFor = (of: Secret): Draft | null => {
    const requests = channel.send({ payload: rendered.payload, app, targets: [{ token: of, badge, id }], id })
    const first = requests.next()
    requests.return([])
    return first.done === true ? null : first.value
  }
  const value = registration.token
  const draft = draftFor(token)
  if (draft === null) throw new Error(`channel ${channel.name} sends nothing for a target`)
  const content = contentOf(draft)
  if (showTokens) return { channel: channel.name, ...content, tokens: [value] }
  const other = sibling(value)
  // A channel whose tokens have a structure, such as JSON, may refuse the other token.
  const otherDraft = other === value ? null : draftFor(secret(other))
  const hidden = withoutToken(content, otherDraft === null ? undefined : contentOf(otherDraft), value) as unknown as Content
  return { channel: channel.name, ...hidden, tokens: [tokenHash(value)] }
}

/** A Draft as JSON. */
type Content = Pick<RequestPreview, 'method' | 'url' | 'headers' | 'body'>

const contentOf = ({ method, url, headers, body }: Draft): Content => ({ method, url, headers, body: bodyOf(body) })

/**
 * Another token of the same shape: the last bit of each letter and digit is flipped, so that hex stays hex, and a channel that reads the
 * shape of a token treats both alike.
 */
function sibling(token: string): string {
  return token.replace(/[0-9A-Za-z]/g, char => {
    const code = char.charCodeAt(0)
    // Digits begin at an even code, letters at an odd one.
    return String.fromCharCode(char <= '9' ? code ^ 1 : ((code - 1) ^ 1) + 1)
  })
}

/**
 * The same content with the token hashed where the request depends on it, which the request for its sibling shows: text that only
 * happens to be the same stays.
 */
function withoutToken(content: Json | Content, other: Json | Content | undefined, token: string): Json {
  if (typeof content === 'string') return typeof other === 'string' ? hidden(content, other, token) : hiddenEverywhere(content, token)
  if (content === null || typeof content !== 'object') return content
  const others = typeof other === 'object' && other !== null ? Object.entries(other) : []
  const entries = Object.entries(content).map(([key, value]: [string, Json], i) => {
    const [otherKey, otherValue] = others[i] ?? [undefined, undefined]
    return [otherKey === undefined ? hiddenEverywhere(key, token) : hidden(key, otherKey, token), withoutToken(value, otherValue, token)] as const
  })
  return Array.isArray(content) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}

/** A text with the token hashed, as it is or percent-encoded, where the text for the sibling has the sibling; all of it where that does not do. */
function hidden(text: string, other: string, token: string): string {
  if (text === other) return text
  let shown = ''
  let at = 0
  const forms = [token, encodeURIComponent(token)]
  const otherForms = [sibling(token), encodeURIComponent(sibling(token))]
  while (at < text.length) {
    const form = forms.find((each, i) => text.startsWith(each, at) && other.startsWith(otherForms[i] ?? '', at))
    if (form === undefined && text[at] !== other[at]) return tokenHash(token)
    shown += form === undefined ? text[at] : tokenHash(token)
    at += form?.length ?? 1
  }
  return shown
}

/** Where there is nothing to compare with. */
const hiddenEverywhere = (text: string, token: string): string =>
  text.replaceAll(token, tokenHash(token)).replaceAll(encodeURIComponent(token), tokenHash(token))

function bodyOf(body: Body): Json {
  if ('json' in body) return JSON.parse(text(body.json)) as Json
  if ('empty' in body) return {}
  return Object.fromEntries(body.form.map(([name, value, format]) => [name, format === 'json' ? (JSON.parse(value) as Json) : value]))
}
