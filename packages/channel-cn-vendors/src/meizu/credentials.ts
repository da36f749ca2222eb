import { createHash } from 'node:crypto'
import { type Credential, type Draft, encode, RouseError, type WireRequest } from '@rouse/core/channel'
import type { Fields } from '../common/index.ts'
import type { MeizuApp } from './config.ts'

/** What every request is signed with. */
export interface MeizuTrust {
  readonly appSecret: string
}

/** The app's secret as it is: no request is made and it never ends. Rejects with RouseError `credential-invalid`. */
export async function authorize({ app, appSecret }: MeizuApp): Promise<Credential<MeizuTrust>> {
  if (typeof appSecret !== 'string' || !/^[!-~]+$/.test(appSecret)) {
    throw new RouseError('credential-invalid', `channels.meizu.apps, app "${app}": give appSecret, the App Secret of Meizu's console`)
  }
  return { value: { appSecret }, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }
}

/** md5 over `name=value` of all fields by name, as they are before form encoding, and the secret; lower-case hex. Source: docs/vendors/meizu.md, "Signature". */
export function signatureOf(fields: Fields, appSecret: string): string {
  const sorted = fields.filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const base = sorted.map(([name, value]) => `${name}=${value}`).join('')
  return createHash('md5')
    .update(base + appSecret, 'utf8')
    .digest('hex')
}

/** Adds `sign` over the very fields that go out. */
export function sign({ method, url, headers, body }: Draft, { value }: Credential<MeizuTrust>): WireRequest {
  if (!('form' in body)) return { method, url, headers, body: encode(body) }
  return { method, url, headers, body: encode({ form: [...body.form, ['sign', signatureOf(body.form, value.appSecret)]] }) }
}
