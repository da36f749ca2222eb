import {
  type Answer,
  type AnswerMeaning,
  type AnyChannel,
  type App,
  answerOf,
  defineChannel,
  type Json,
  json,
  type Notification,
  type Payload,
  RouseError,
  retryAfter,
  stableKey,
  type WireResponse,
  wellFormed,
} from '@rouse/core/channel'
import webPush from 'web-push'

/** One entry of `channels.web-push.apps`: a key pair of `npx web-push generate-vapid-keys`, and whom a push service may write to. */
export interface WebPushApp extends App {
  readonly publicKey: string
  readonly privateKey: string
  readonly subject: string
  /** Host names of the push services that may be called; absent: any that a browser names. */
  readonly services?: readonly string[]
}

/** What a browser's `PushSubscription.toJSON()` gives. */
export interface Subscription {
  readonly endpoint: string
  readonly keys: { readonly p256dh: string; readonly auth: string }
}

/** A subscription as the token of a registration: base64url of its JSON. */
export const tokenOf = ({ endpoint, keys }: Subscription): string => Buffer.from(JSON.stringify({ endpoint, keys })).toString('base64url')

/** The subscription of a token; null where it is none that can be pushed to. */
function subscriptionOf(token: string): (Subscription & { readonly url: URL }) | null {
  try {
    const { endpoint, keys } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Subscription
    const url = new URL(endpoint)
    const sizes = [Buffer.from(keys.p256dh, 'base64url').length, Buffer.from(keys.auth, 'base64url').length]
    return url.protocol === 'https:' && sizes[0] === 65 && sizes[1] === 16 ? { endpoint, keys, url } : null
  } catch {
    return null
  }
}

interface WebPushPayload extends Payload {
  readonly headers: Readonly<Record<string, string>>
  readonly shown: { readonly [key: string]: Json }
  readonly badge: boolean
}

const month = 2_419_200

function render(notification: Notification): WebPushPayload {
  const { title, body, image, ext, sound, badge, replaceId, priority, importance, ttl, click, vendor } = notification
  const data = { ...(ext === undefined ? {} : { ext: ext.text, extEncoding: ext.encoding ?? 'text' }), ...(click.kind === 'url' ? { url: click.value } : {}) }
  const options = { tag: replaceId, silent: sound.kind === 'silent', ...(image === undefined ? {} : { image }), ...vendor }
  const shown = wellFormed({ title, options: { body, ...options, data } })
  const headers = {
    'content-type': 'application/octet-stream',
    ttl: `${ttl ?? month}`,
    urgency: importance === 'low' ? 'low' : priority,
    topic: stableKey(replaceId, 32),
  }
  const size = json({ ...shown, badge: Number.MAX_SAFE_INTEGER }).length
  return { key: JSON.stringify([headers, shown, badge]), size, quotaClass: 'web', notes: [], headers, shown, badge }
}

/** Push services answer by status alone. Source: RFC 8030, sections 5 to 7 and 8.4; RFC 8292, section 4.2. */
const verdicts: Readonly<Record<number, AnswerMeaning>> = {
  201: { kind: 'accepted' },
  400: { kind: 'rejected', fault: 'payload' },
  401: { kind: 'unauthorized' },
  403: { kind: 'rejected', fault: 'config' },
  404: { kind: 'gone' },
  410: { kind: 'gone' },
  413: { kind: 'rejected', fault: 'payload' },
  429: { kind: 'throttled' },
}

function read({ status, headers }: WireResponse): Answer {
  const verdict: AnswerMeaning = verdicts[status] ?? (status >= 500 ? { kind: 'unavailable' } : { kind: 'rejected', fault: 'payload' })
  const seconds = retryAfter(headers)
  const waits = (verdict.kind === 'throttled' || verdict.kind === 'unavailable') && seconds !== undefined
  const vendorId = headers.location?.split('/').at(-1)
  return answerOf(waits ? { ...verdict, retryAfter: seconds } : verdict, `${status}`, vendorId === undefined ? {} : { vendorId })
}

const text = { type: 'string', minLength: 1 }
const appSchema = {
  $id: 'https://example.com/schemas/web-push-app.json',
  type: 'object',
  additionalProperties: false,
  required: ['app', 'publicKey', 'privateKey', 'subject'],
  properties: { app: text, publicKey: text, privateKey: { ...text, writeOnly: true }, subject: text, services: { type: 'array', items: text } },
}
const settingsSchema = {
  $id: 'https://example.com/schemas/web-push-settings.json',
  type: 'object',
  additionalProperties: false,
  properties: { requireInteraction: { type: 'boolean' }, renotify: { type: 'boolean' }, lang: text },
}

/** Web Push: notifications to browsers, encrypted for each of them (RFC 8030, 8291, 8292). */
export const webPushChannel = ({ apps }: { readonly apps: readonly WebPushApp[] }): AnyChannel =>
  defineChannel<WebPushPayload, WebPushApp, (origin: string) => string>({
    name: 'web-push',
    capabilities: { sound: 'default-only', silent: true, badge: 'absolute', image: true, ext: true, replace: true, recall: false, click: ['url'] },
    // 4096 bytes less what encryption adds. Source: RFC 8291, section 4.
    limits: { tokens: 1, payload: 3993, ttl: { min: 0, max: month }, token: /^[\w-]{100,4000}$/ },
    apps,
    appSchema,
    settingsSchema,
    misfit: ({ platform }) => (platform === 'web' || platform === 'other' ? null : `Web Push reaches browsers, this device is "${platform}"`),
    render,
    *send({ payload, app, targets: [target] }) {
      const subscription = target === undefined ? null : subscriptionOf(target.token.reveal())
      if (target === undefined || subscription === null || app.services?.includes(subscription.url.hostname) === false) {
        return [{ kind: 'rejected', fault: 'token', code: 'subscription-refused' }]
      }
      const body = json(payload.badge && target.badge !== null ? { ...payload.shown, badge: target.badge } : payload.shown)
      return [read(yield { method: 'POST', url: `${subscription.url.origin}/${target.token.reveal()}`, headers: payload.headers, body: { json: body } })]
    },
    async authorize({ app, subject, publicKey, privateKey }, { now }) {
      const known = new Map<string, string>()
      const vapid = (origin: string): string => {
        const header = known.get(origin) ?? webPush.getVapidHeaders(origin, subject, publicKey, privateKey, 'aes128gcm').Authorization
        known.set(origin, header)
        return header
      }
      try {
        vapid('https://example.com')
      } catch {
        throw new RouseError('credential-invalid', `web-push, app "${app}": give the key pair of generate-vapid-keys, and an https: or mailto: subject`)
      }
      return { value: vapid, refreshAt: now + 10 * 3_600_000, expiresAt: now + 11 * 3_600_000 }
    },
    sign({ method, url, headers, body }, { value: vapid }) {
      const { origin, pathname } = new URL(url)
      const { endpoint, keys } = subscriptionOf(pathname.slice(1)) as Subscription
      const { cipherText } = webPush.encrypt(keys.p256dh, keys.auth, Buffer.from('json' in body ? body.json : ''), 'aes128gcm')
      return { method, url: endpoint, headers: { ...headers, 'content-encoding': 'aes128gcm', authorization: vapid(origin) }, body: cipherText }
    },
  })
