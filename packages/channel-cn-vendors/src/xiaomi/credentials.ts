import { type Credential, type Draft, encode, RouseError, type WireRequest } from '@rouse/core/channel'
import type { XiaomiApp } from './config.ts'

/** The whole `authorization` header. */
export interface XiaomiTrust {
  readonly authorization: string
}

/** The app's secret as it is: no request is made and it never ends. Rejects with RouseError `credential-invalid`. */
export async function authorize({ app, appSecret }: XiaomiApp): Promise<Credential<XiaomiTrust>> {
  if (typeof appSecret !== 'string' || !/^[!-~]+$/.test(appSecret)) {
    throw new RouseError('credential-invalid', `channels.xiaomi.apps, app "${app}": give appSecret, the AppSecret of the console (not the AppKey)`)
  }
  return { value: { authorization: `key=${appSecret}` }, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }
}

/** Adds the secret. */
export function sign(draft: Draft, { value }: Credential<XiaomiTrust>): WireRequest {
  return { method: draft.method, url: draft.url, headers: { ...draft.headers, authorization: value.authorization }, body: encode(draft.body) }
}
