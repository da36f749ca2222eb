import { type AuthContext, bytes, type Credential, type Draft, encode, parse, RouseError, type WireRequest } from '@rouse/core'
import { importPKCS8, SignJWT } from 'jose'
import type { FcmApp } from './config.ts'
import { serviceAccountOf } from './internals/service-account.ts'

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
  if (response.status !== 200) throw refused(app, response.status, parse(response.body).error)
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) throw refused(app, response.status, 'no access_token')
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
  try {
    return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).sign(await importPKCS8(key, 'RS256'))
  } catch {
    // The cause could quote the key, so it is not passed on.
    throw new RouseError(
      'credential-invalid',
      `${placeOf(app)}: serviceAccount.private_key is no PKCS#8 PEM of an RSA key; put Google's key file there unchanged`,
    )
  }
}

function refused(app: FcmApp, status: number, error: unknown): RouseError {
  const said = typeof error === 'string' && /^[a-z_ ]{1,40}$/.test(error) ? ` (${error})` : ''
  const retryable = status === 429 || status >= 500
  const what = retryable ? 'Google gives no access token just now' : 'Google refuses the service account; check that it exists and the key is not revoked'
  return new RouseError('credential-invalid', `${placeOf(app)}: ${what}: HTTP ${status}${said}`, { retryable })
}

const placeOf = ({ app }: FcmApp): string => `channels.fcm.apps, app "${app}"`

/** Adds the access token. */
export function sign(draft: Draft, { value }: Credential<FcmTrust>): WireRequest {
  return { method: draft.method, url: draft.url, headers: { ...draft.headers, authorization: value.authorization }, body: encode(draft.body) }
}
