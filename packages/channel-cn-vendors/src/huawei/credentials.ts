import type { AuthContext, Credential } from '@rouse/core'
import { type Bearer, clientCredentials, originOf } from '../common/index.ts'
import type { HuaweiApp } from './config.ts'
import { serviceJwt } from './internals/service-account.ts'

/**
 * An access token for the client id and secret, or the service account's own JWT where one is given. Rejects with RouseError
 * `credential-invalid`. Source: vendors/huawei.md, "Auth".
 */
export async function authorize(app: HuaweiApp, context: AuthContext): Promise<Credential<Bearer>> {
  const place = `channels.huawei.apps, app "${app.app}"`
  const { clientId, clientSecret, serviceAccount } = app
  if (serviceAccount !== undefined) return serviceJwt(place, app, context.now)
  const origin = originOf('oauth-login.cloud.huawei.com', app.oauthHost ?? app.host, app.oauthPort ?? (app.oauthHost === undefined ? app.port : undefined))
  return clientCredentials({ place, vendor: 'Huawei', url: `${origin}/oauth2/v3/token`, clientId, clientSecret }, context)
}
