import {
  type AuthContext,
  bytes,
  type Credential,
  type Draft,
  encode,
  parse,
  RouseError,
  readPrivateKey,
  text,
  type WireRequest,
  type WireResponse,
} from '@rouse/core/channel'
import { SignJWT } from 'jose'
import type { FcmApp } from './config.ts'
import { expectedKey, serviceAccountOf } from './internals/service-account.ts'

/** The whole `authorization` header. */
export interface FcmTrust {
  readonly authorization: string
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
const tokenUri = 'https://oauth2.googleapis.com/token'
const minute = 60_000

/**
 * An access token: the host's own, or one that Google gives for the service account's signed assertion, asked for through the
 * engine's transport. Renewed five minutes before it ends. Rejects with RouseError `credential-invalid`, retryable where Google
 * was only unavailable. Source: docs/vendors/fcm.md, "Endpoint and auth".
 */
export async function authorize(app: FcmApp, context: AuthContext): Promise<Credential<FcmTrust>> {
  if (app.accessToken !== undefined) return own(app, app.accessToken, context.now)
  const response = await context.exchange(await assertionRequest(app, context.now))
  const { access_token: token, expires_in: life } = parse(response.body)
  if (response.status !== 200 || typeof token !== 'string' || !/^[!-~]+$/.test(token)) throw refused(app, response)
  const seconds = typeof life === 'number' && life > 0 ? life : 3599
  return credentialOf(token, context.now, context.now + seconds * 1000)
}

/** Renewed early, but never in the past: a token that lives shorter than that is used up to its end. */
function credentialOf(token: string, now: number, expiresAt: number): Credential<FcmTrust> {
  const left = Math.max(expiresAt - now, 2000)
  return {
    value: { authorization: `Bearer ${token}` },
    refreshAt: now + Math.max(left - 5 * minute, left / 2),
    expiresAt: now + left - Math.min(left / 10, minute / 2),
  }
}

async function own(app: FcmApp, accessToken: NonNullable<FcmApp['accessToken']>, now: number): Promise<Credential<FcmTrust>> {
  const given = await Promise.resolve()
    .then(accessToken)
    .catch(() => {
      throw new RouseError('credential-invalid', `${placeOf(app)}: accessToken() failed; look at the host's own log`, { retryable: true })
    })
  const token = typeof given === 'string' ? given : given?.token
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) {
    throw new RouseError('credential-invalid', `${placeOf(app)}: accessToken() gave no token; it must resolve to the text of one`)
  }
  const end = typeof given === 'object' && typeof given.expiresAt === 'number' ? given.expiresAt : now + 10 * minute
  return credentialOf(token, now, end)
}

async function assertionRequest(app: FcmApp, now: number): Promise<WireRequest> {
  const { client_email: email, private_key: key, token_uri: uri = tokenUri } = serviceAccountOf(app)
  if (email === undefined || key === undefined) {
    throw new RouseError('credential-invalid', `${placeOf(app)}: give serviceAccount (Google's key file, with client_email and private_key) or accessToken`)
  }
  const issued = Math.floor(now / 1000)
  const assertion = await signed({ iss: email, scope, aud: uri, iat: issued, exp: issued + 3600 }, key, app)
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
  return { method: 'POST', url: uri, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: bytes(form.toString()) }
}

async function signed(claims: Record<string, string | number>, key: string, app: FcmApp): Promise<string> {
  const read = readPrivateKey(key, 'rsa')
  if (!read.ok) throw new RouseError('credential-invalid', `${placeOf(app)}: serviceAccount.private_key: ${expectedKey(read.found)}`)
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(read.key)
}

/** What a refusal of Google's means, by its error_description: never quoted, since it may repeat what was sent. */
const causes: readonly (readonly [description: RegExp, what: string])[] = [
  [
    /short-lived|reasonable timeframe|\biat\b|\bexp\b|expired/i,
    "Google refuses the time of the request: this machine's clock is wrong, so that iat and exp are out of Google's timeframe; set the clock",
  ],
  [/signature/i, 'Google refuses the signature: private_key is not a key of this service account, or it was revoked or deleted; make a new key'],
  [
    /account not found|invalid issuer|not a valid email|deleted|disabled|not found/i,
    'Google does not know the service account: it was deleted or disabled, or client_email is wrong',
  ],
  [/audience/i, 'Google refuses the audience: token_uri is not the address that was asked'],
]

function refused(app: FcmApp, { status, body }: WireResponse): RouseError {
  const { error, error_description: description } = parse(body)
  const isGoogle = typeof error === 'string'
  const isJson = text(body).trimStart().startsWith('{')
  const said = isGoogle && /^[a-z_ ]{1,40}$/.test(error) ? ` (${error})` : ''
  const { what, retryable } = meaningOf(status, { isGoogle, isJson }, typeof description === 'string' ? description.slice(0, 1000) : '')
  return new RouseError('credential-invalid', `${placeOf(app)}: ${what}: HTTP ${status}${said}`, { retryable })
}

function meaningOf(
  status: number,
  { isGoogle, isJson }: { readonly isGoogle: boolean; readonly isJson: boolean },
  description: string,
): { readonly what: string; readonly retryable: boolean } {
  if (status === 407) return { what: 'a proxy on the way to Google asks for a user and a password; give them to the transport', retryable: false }
  if (status === 429 || status >= 500) return { what: 'Google gives no access token at the moment', retryable: true }
  if (status < 400) {
    if (isJson) return { what: 'the answer holds no access_token; check token_uri', retryable: false }
    return { what: 'something other than Google answered, such as a proxy or a sign-in page', retryable: true }
  }
  const cause = causes.find(([pattern]) => pattern.test(description))
  if (cause !== undefined) return { what: cause[1], retryable: false }
  if (!isGoogle) return { what: 'the answer is not in the form of Google; check token_uri and any proxy on the way', retryable: false }
  return { what: 'Google refuses the service account; check that it exists, its key is not revoked and the clock is right', retryable: false }
}

const placeOf = ({ app }: FcmApp): string => `channels.fcm.apps, app "${app}"`

/** Adds the access token. */
export function sign(draft: Draft, { value }: Credential<FcmTrust>): WireRequest {
  return { method: draft.method, url: draft.url, headers: { ...draft.headers, authorization: value.authorization }, body: encode(draft.body) }
}
