import {
  type Answer,
  type AnyChannel,
  type App,
  answerOf,
  type Batch,
  bytes,
  type Channel,
  defineChannel,
  every,
  json,
  type Notification,
  type Payload,
  parse,
  RouseError,
  type Validator,
  type WireResponse,
} from '@rouse/core/channel'
import type { ChannelContractOptions } from './contract-types.ts'
import { jsonResponse } from './requests.ts'

export interface EchoApp extends App {
  readonly secret: string
}
export interface EchoPayload extends Payload {
  readonly shown: { readonly title: string; readonly body: string; readonly ext: string }
}
export type Echo = Channel<EchoPayload, EchoApp, string>
export type EchoBatch = Batch<EchoPayload, EchoApp>

export const secret = 'a-made-up-secret'
export const app: EchoApp = { app: 'a', secret }
const withoutSecret: EchoApp = { ...app, secret: '' }

/** Takes objects with these fields alone; says which are too many, as ajv does. */
export function validator(known: readonly string[]): Validator {
  const validate: Validator = value => {
    const unknown = typeof value === 'object' && value !== null ? Object.keys(value).filter(key => !known.includes(key)) : []
    validate.errors = unknown.map(additionalProperty => ({ instancePath: '', keyword: 'additionalProperties', params: { additionalProperty } }))
    return typeof value === 'object' && value !== null && unknown.length === 0
  }
  return validate
}

/** What an echo of a request says. */
export const read = (response: WireResponse): Answer =>
  answerOf(response.status === 200 && parse(response.body).ok === true ? { kind: 'accepted' } : { kind: 'unavailable' }, `${response.status}`)

/** The request that an echo makes of a batch. */
export const draftOf = ({ payload, targets }: EchoBatch) => ({
  method: 'POST' as const,
  url: 'https://echo.example/',
  headers: { 'content-type': 'application/json' },
  body: { json: json({ ...payload.shown, tokens: targets.map(({ token }) => token.reveal()) }) },
})

/** A payload of what is shown. */
export const payloadOf = (shown: EchoPayload['shown'], notes: Payload['notes'] = []): EchoPayload => ({
  shown,
  key: JSON.stringify(shown),
  size: json(shown).length,
  quotaClass: 'all',
  notes,
})

const render = ({ title, body, ext, ttl }: Notification): EchoPayload =>
  payloadOf({ title, body, ext: ext?.text ?? '' }, ttl === 0 ? [{ code: 'ttl-adjusted', detail: 'an echo comes when it comes' }] : [])

/** A channel as small as one can be, that keeps the contract. */
export const echo: Echo = {
  name: 'echo',
  capabilities: { sound: 'default-only', silent: false, badge: 'none', image: false, ext: true, replace: false, recall: false, click: [] },
  limits: { tokens: 2, payload: 4000, token: /^[a-z0-9-]+$/ },
  apps: [app],
  appSchema: { $id: 'echo-app' },
  settingsSchema: { $id: 'echo-settings' },
  validators: { app: validator(['app', 'secret']), settings: validator([]) },
  misfit: ({ platform }) => (platform === 'web' ? 'not on the web' : null),
  render,
  *send(batch) {
    return every(batch.targets, read(yield draftOf(batch)))
  },
  authorize: async ({ secret }, { now }) => {
    if (secret === '') throw new RouseError('credential-invalid', 'give secret')
    return { value: secret, refreshAt: now + 1, expiresAt: now + 2 }
  },
  sign: ({ method, url, headers, body }, { value }) => ({
    method,
    url,
    headers: { ...headers, authorization: value },
    body: 'json' in body ? body.json : bytes(''),
  }),
}

/** A channel with all that the contract leaves to a channel's choice: options, a stored message, a recall, a badge, callbacks, a credential that is asked for. */
export const fullEcho: Echo = {
  ...echo,
  name: 'full-echo',
  capabilities: { ...echo.capabilities, badge: 'absolute', recall: true },
  options: {},
  optionsSchema: { $id: 'echo-options' },
  validators: { ...echo.validators, options: validator(['loud']) },
  render: notification => {
    const plain = render(notification)
    return { ...plain, key: `${plain.key} ${notification.badge}`, shown: { ...plain.shown, ext: `${plain.shown.ext}${notification.badge ? ' #' : ''}` } }
  },
  renderBadge: () => payloadOf({ title: '', body: '', ext: '#' }),
  *send({ payload, targets, ...rest }) {
    const ext = payload.shown.ext.replace(/#$/, `${targets[0]?.badge ?? ''}`)
    return every(targets, read(yield draftOf({ ...rest, targets, payload: { ...payload, shown: { ...payload.shown, ext } } })))
  },
  *prepare() {
    const { handle } = parse((yield { method: 'POST', url: 'https://echo.example/store', headers: {}, body: { empty: true } }).body)
    return typeof handle === 'string' && handle !== '' ? { handle } : answerOf({ kind: 'unavailable' }, 'none')
  },
  *recall({ targets }) {
    return every(targets, read(yield { method: 'DELETE', url: 'https://echo.example/', headers: {}, body: { empty: true } }))
  },
  receipts: () => ({ events: [], response: jsonResponse(200, {}) }),
  authorize: async (app, context) => {
    if (app.secret === '') throw new RouseError('credential-invalid', 'give secret')
    const response = await context.exchange({ method: 'GET', url: 'https://echo.example/token', headers: {}, body: bytes('') })
    if (parse(response.body).ok !== true) throw new RouseError('credential-invalid', 'the echo gives no token')
    return echo.authorize(app, context)
  },
}

/** What the suite is told of these channels. */
export const optionsOf = (channel: Echo, changes: Partial<ChannelContractOptions> = {}): ChannelContractOptions => ({
  name: channel.name,
  newChannel: (): AnyChannel => defineChannel(channel),
  newMalformed: () => defineChannel(channel),
  validatePayload: validator(['title', 'body', 'ext', 'tokens']),
  token: n => `token-${n}`,
  accepted: () => jsonResponse(200, { ok: true, handle: 'stored' }),
  exchange: () => jsonResponse(200, { ok: true }),
  brokenApps: [withoutSecret],
  secrets: [secret],
  device: { id: 'd', platform: 'android', maker: 'echo' },
  ...changes,
})
