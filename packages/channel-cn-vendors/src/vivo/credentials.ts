import { createHash } from 'node:crypto'
import { type AuthContext, type Credential, type Draft, encode, json, parse, RouseError, type WireRequest } from '@rouse/core/channel'
import { codeText, originOf } from '../common/index.ts'
import type { VivoApp } from './config.ts'

/** What goes with every call. */
export interface VivoTrust {
  readonly authToken: string
}

/** A token lives 24 hours; vivo asks to renew it every one or two. Source: docs/vendors/vivo.md, "Auth". */
const minute = 60_000
const refreshAfter = 90 * minute
const usableFor = 23 * 60 * minute

/** md5 of app id, app key, timestamp (ms) and app secret, each trimmed, in lower-case hex. */
export const signatureOf = (appId: number | string, appKey: string, timestamp: number, appSecret: string): string =>
  createHash('md5')
    .update(`${`${appId}`.trim()}${appKey.trim()}${timestamp}${appSecret.trim()}`, 'utf8')
    .digest('hex')

/** An auth token for a day. Rejects with RouseError `credential-invalid`, retryable where vivo was only busy. */
export async function authorize(app: VivoApp, { now, exchange }: AuthContext): Promise<Credential<VivoTrust>> {
  const { appKey, appSecret } = app
  const place = `channels.vivo.apps, app "${app.app}"`
  const appId = typeof app.appId === 'string' ? app.appId.trim() : app.appId
  if (!/^\d{1,15}$/.test(`${appId}`) || typeof appKey !== 'string' || appKey === '' || typeof appSecret !== 'string' || appSecret === '') {
    throw new RouseError('credential-invalid', `${place}: give appId (a number), appKey and appSecret, as vivo's console shows them`)
  }
  const body = json({ appId: Number(appId), appKey: appKey.trim(), timestamp: now, sign: signatureOf(appId, appKey, now, appSecret) })
  const url = `${originOf('api-push.vivo.com.cn', app.host, app.port)}/message/auth`
  const response = await exchange({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body })
  const said = parse(response.body)
  const code = codeText(said.result)
  const token = said.authToken
  if (response.status === 200 && code === '0' && typeof token === 'string' && /^[!-~]+$/.test(token)) {
    return { value: { authToken: token }, refreshAt: now + refreshAfter, expiresAt: now + usableFor }
  }
  // 10093: asked too often, which says nothing of the keys.
  const retryable = response.status === 429 || response.status >= 500 || code === '10093' || code === '10040'
  const what = retryable ? 'vivo gives no auth token just now' : 'vivo gives no auth token; check appId, appKey, appSecret and the clock'
  throw new RouseError('credential-invalid', `${place}: ${what}: HTTP ${response.status}${code === undefined ? '' : `, code ${code}`}`, { retryable })
}

/** Adds the token. Names of headers know no case. */
export function sign({ method, url, headers, body }: Draft, { value }: Credential<VivoTrust>): WireRequest {
  return { method, url, headers: { ...headers, authtoken: value.authToken }, body: encode(body) }
}
