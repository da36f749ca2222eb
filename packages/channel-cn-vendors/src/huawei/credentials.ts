import { type AuthContext, type Credential, type Draft, RouseError, type WireRequest } from '@rouse/core/channel'
import { type Bearer, clientCredentials, originOf, signBearer } from '../common/index.ts'
import { serviceJwt } from '../huawei-shared/service-account.ts'
import type { HuaweiApp } from './config.ts'
import { pathOf } from './internals/path-of.ts'

/** The whole `authorization` header. */
export type HuaweiTrust = Bearer

/**
 * An access token for the client id and secret, or the service account's own JWT where one is given. Rejects with RouseError
 * `credential-invalid`. Source: docs/vendors/huawei.md, "Auth".
 */
export async function authorize(app: HuaweiApp, context: AuthContext): Promise<Credential<HuaweiTrust>> {
  const place = `channels.huawei.apps, app "${app.app}"`
  const credential = await (app.serviceAccount === undefined ? accessToken(place, app, context) : serviceJwt(place, app, context.now))
  const { version, id } = pathOf(app)
  if (id !== undefined) return credential
  const what = version === 1 ? 'clientId or appId' : 'projectId, or a serviceAccount with its project_id'
  throw new RouseError('credential-invalid', `${place}: give ${what}: the address of v${version} needs it`)
}

function accessToken(place: string, app: HuaweiApp, context: AuthContext): Promise<Credential<HuaweiTrust>> {
  const { clientId, clientSecret } = app
  const origin = originOf('oauth-login.cloud.huawei.com', app.oauthHost ?? app.host, app.oauthPort ?? (app.oauthHost === undefined ? app.port : undefined))
  return clientCredentials({ place, vendor: 'Huawei', url: `${origin}/oauth2/v3/token`, clientId, clientSecret }, context)
}

/** Adds the token. */
export const sign = (draft: Draft, credential: Credential<HuaweiTrust>): WireRequest => signBearer(draft, credential)
