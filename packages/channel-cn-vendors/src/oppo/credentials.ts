import { createHash } from 'node:crypto'
import { type AuthContext, bytes, type Credential, type Draft, encode, parse, RouseError, type WireRequest } from '@rouse/core'
import { codeText, objectIn } from '../common/index.ts'
import type { OppoApp, OppoOptions } from './config.ts'
import { originOf } from './internals/hosts.ts'

/** What goes with every call. */
export interface OppoTrust {
  readonly authToken: string
}

/** A token lives 24 hours and is to be renewed early. Source: vendors/oppo.md, "Auth". */
const hour = 3_600_000
const refreshAfter = 20 * hour
const usableFor = 23 * hour

/** Codes of a vendor that is busy, not of wrong keys. Source: vendors/oppo.md, "Response". */
const busy = ['-1', '-2', '13', '55']

/** sha256 of app key, timestamp (ms) and master secret, in lower-case hex. */
export const signatureOf = (appKey: string, timestamp: number, masterSecret: string): string =>
  createHash('sha256').update(`${appKey}${timestamp}${masterSecret}`, 'utf8').digest('hex')

/** An auth token for a day. Rejects with RouseError `credential-invalid`, retryable where OPPO was only busy. */
export async function authorize(app: OppoApp, { now, exchange }: AuthContext): Promise<Credential<OppoTrust>> {
  const { appKey, masterSecret } = app
  const place = `channels.oppo.apps, app "${app.app}"`
  if (typeof appKey !== 'string' || appKey === '' || typeof masterSecret !== 'string' || masterSecret === '') {
    throw new RouseError('credential-invalid', `${place}: give appKey and masterSecret (the server's key, not the AppSecret)`)
  }
  const form = new URLSearchParams({ app_key: appKey, timestamp: `${now}`, sign: signatureOf(appKey, now, masterSecret) })
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
  const response = await exchange({ method: 'POST', url: `${originOf(app)}/server/v1/auth`, headers, body: bytes(form.toString()) })
  const said = parse(response.body)
  const code = codeText(said.code)
  const token = objectIn(said.data).auth_token
  if (response.status === 200 && code === '0' && typeof token === 'string' && /^[!-~]+$/.test(token)) {
    return { value: { authToken: token }, refreshAt: now + refreshAfter, expiresAt: now + usableFor }
  }
  const retryable = response.status === 429 || response.status >= 500 || (code !== undefined && busy.includes(code))
  const what = retryable ? 'OPPO gives no auth token just now' : 'OPPO gives no auth token; check appKey, masterSecret and the clock'
  throw new RouseError('credential-invalid', `${place}: ${what}: HTTP ${response.status}${code === undefined ? '' : `, code ${code}`}`, { retryable })
}

/** Adds the token: a form field as the documents have it, or a header. */
export function sign(draft: Draft, { value }: Credential<OppoTrust>, { authTokenIn }: OppoOptions): WireRequest {
  const { method, url, headers, body } = draft
  if (authTokenIn === 'header' || !('form' in body)) return { method, url, headers: { ...headers, auth_token: value.authToken }, body: encode(body) }
  return { method, url, headers, body: encode({ form: [...body.form, ['auth_token', value.authToken]] }) }
}
