import { type AuthContext, bytes, type Credential, type Draft, encode, type Json, parse, RouseError, type WireRequest } from '@rouse/core/channel'

/** The whole `authorization` header. */
export interface Bearer {
  readonly authorization: string
}

/** Where an access token comes from, and for whom. */
export interface TokenSource {
  /** Where the app entry stands, for errors: `channels.huawei.apps, app "a"`. */
  readonly place: string
  readonly vendor: string
  readonly url: string
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

const minute = 60_000
const usualLife = 3600

/**
 * An access token by OAuth client credentials, renewed five minutes before it ends. Rejects with RouseError `credential-invalid`,
 * retryable where the vendor was only unavailable or asked to slow down.
 */
export async function clientCredentials(source: TokenSource, { now, exchange }: AuthContext): Promise<Credential<Bearer>> {
  const { place, vendor, url, clientId, clientSecret } = source
  if (typeof clientId !== 'string' || clientId === '' || typeof clientSecret !== 'string' || clientSecret === '') {
    throw new RouseError('credential-invalid', `${place}: give clientId and clientSecret, as ${vendor}'s console shows them`)
  }
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await exchange({ method: 'POST', url, headers, body: bytes(form.toString()) })
  const said = parse(response.body)
  const token = said.access_token
  if (response.status !== 200 || typeof token !== 'string' || !/^[!-~]+$/.test(token)) throw refused(source, response.status, said)
  const life = Number(said.expires_in)
  return bearerCredential(token, now, Number.isFinite(life) && life > 0 ? life : usualLife)
}

/** A Bearer that lives `seconds`: renewed five minutes early, or at half its life where it is short. */
export function bearerCredential(token: string, now: number, seconds: number): Credential<Bearer> {
  const left = Math.max(seconds * 1000, 2000)
  return {
    value: { authorization: `Bearer ${token}` },
    refreshAt: now + Math.max(left - 5 * minute, left / 2),
    expiresAt: now + left - Math.min(left / 10, minute / 2),
  }
}

/** Adds the Bearer. */
export function signBearer(draft: Draft, { value }: Credential<Bearer>): WireRequest {
  return { method: draft.method, url: draft.url, headers: { ...draft.headers, authorization: value.authorization }, body: encode(draft.body) }
}

/** Only codes are told: a description could quote what was sent. */
function refused({ place, vendor }: TokenSource, status: number, said: { readonly [key: string]: Json }): RouseError {
  const codes = ['error', 'sub_error'].flatMap(name => {
    const code = `${said[name] ?? ''}`
    return /^(?:\d{1,8}|[a-z_]{1,40})$/.test(code) ? [`${name} ${code}`] : []
  })
  const isAnswer = Object.keys(said).length > 0
  const retryable = status === 429 || status >= 500 || (!isAnswer && status !== 401 && status !== 407)
  const what =
    status === 407
      ? 'the proxy asks for a user name and password; give them in the proxy address'
      : !isAnswer && status !== 401
        ? `${vendor}'s token address gave no JSON; check the address and what stands between`
        : retryable
          ? `${vendor} gives no access token just now`
          : `${vendor} gives no access token; check clientId and clientSecret`
  return new RouseError('credential-invalid', `${place}: ${what}: ${[`HTTP ${status}`, ...codes].join(', ')}`, { retryable })
}
