import { createHash } from 'node:crypto'
import { type AuthContext, bytes, type Credential, type Draft, encode, parse, RouseError, type WireRequest } from '@rouse/core/channel'
import { codeText, objectIn } from '../common/index.ts'
import type { OppoApp, OppoOptions } from './config.ts'
import { originsOf } from './internals/hosts.ts'

/** What goes with every call: each of OPPO's hosts gives a token of its own. */
export interface OppoTrust {
  readonly authTokens: { readonly [origin: string]: string }
}

/** A token lives 24 hours and is to be renewed early. Source: docs/vendors/oppo.md, "Auth". */
const hour = 3_600_000
const refreshAfter = 20 * hour
const usableFor = 23 * hour
/** Until the host that was busy is asked again. */
const refreshSoon = hour / 6

/** Codes of a vendor that is busy, not of wrong keys. Source: docs/vendors/oppo.md, "Response". */
const busy = ['-1', '-2', '13', '55']

/** sha256 of app key, timestamp (ms) and master secret, in lower-case hex. */
export const signatureOf = (appKey: string, timestamp: number, masterSecret: string): string =>
  createHash('sha256').update(`${appKey}${timestamp}${masterSecret}`, 'utf8').digest('hex')

/**
 * An auth token for a day, of both hosts where the entry serves both; the one overseas may be missing, since many apps are China's
 * alone. Rejects with RouseError `credential-invalid`, retryable where OPPO was only busy.
 */
export async function authorize(app: OppoApp, context: AuthContext): Promise<Credential<OppoTrust>> {
  const { appKey, masterSecret } = app
  if (typeof appKey !== 'string' || appKey === '' || typeof masterSecret !== 'string' || masterSecret === '') {
    throw new RouseError('credential-invalid', `${placeOf(app)}: give appKey and masterSecret (the server's key, not the AppSecret)`)
  }
  const origins = originsOf(app)
  const [first, ...others] = await Promise.allSettled(origins.map(origin => authTokenOf(origin, app, context)))
  const found = [first, ...others].flatMap((result, at) => (result?.status === 'fulfilled' ? [[origins[at] as string, result.value] as const] : []))
  if (first?.status === 'rejected' && (found.length === 0 || isBusy(first.reason))) throw first.reason
  const soon = others.some(result => result.status === 'rejected' && isBusy(result.reason))
  const { now } = context
  return { value: { authTokens: Object.fromEntries(found) }, refreshAt: now + (soon ? refreshSoon : refreshAfter), expiresAt: now + usableFor }
}

const placeOf = ({ app }: OppoApp): string => `channels.oppo.apps, app "${app}"`

/** What did not come from OPPO's own word on the keys may be otherwise in a moment. */
const isBusy = (reason: unknown): boolean => !(reason instanceof RouseError) || reason.retryable

async function authTokenOf(origin: string, app: OppoApp, { now, exchange }: AuthContext): Promise<string> {
  const { appKey, masterSecret } = app
  const form = new URLSearchParams({ app_key: appKey, timestamp: `${now}`, sign: signatureOf(appKey, now, masterSecret) })
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
  const response = await exchange({ method: 'POST', url: `${origin}/server/v1/auth`, headers, body: bytes(form.toString()) })
  const said = parse(response.body)
  const code = codeText(said.code)
  const token = objectIn(said.data).auth_token
  if (response.status === 200 && code === '0' && typeof token === 'string' && /^[!-~]+$/.test(token)) return token
  const retryable = response.status === 429 || response.status >= 500 || (code !== undefined && busy.includes(code))
  const what = retryable ? 'OPPO gives no auth token just now' : 'OPPO gives no auth token; check appKey, masterSecret and the clock'
  throw new RouseError('credential-invalid', `${placeOf(app)}: ${what}: HTTP ${response.status}${code === undefined ? '' : `, code ${code}`}`, { retryable })
}

/** Adds the host's token: a form field as the documents have it, or a header. Without one OPPO answers 29, which is a config fault. */
export function sign(draft: Draft, { value }: Credential<OppoTrust>, { authTokenIn }: OppoOptions): WireRequest {
  const { method, url, headers, body } = draft
  const token = value.authTokens[new URL(url).origin]
  if (token === undefined) return { method, url, headers, body: encode(body) }
  if (authTokenIn === 'header' || !('form' in body)) return { method, url, headers: { ...headers, auth_token: token }, body: encode(body) }
  return { method, url, headers, body: encode({ form: [...body.form, ['auth_token', token]] }) }
}
