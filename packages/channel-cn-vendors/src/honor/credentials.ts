import type { AuthContext, Credential, Draft, WireRequest } from '@rouse/core/channel'
import { type Bearer, clientCredentials, originOf, signBearer } from '../common/index.ts'
import type { HonorApp } from './config.ts'

/** The whole `authorization` header. */
export type HonorTrust = Bearer

const iam = 'iam.developer.honor.com'
/** Hosts of the older pair, which goes together. */
const older: Readonly<Record<string, string>> = { 'push-api.cloud.hihonor.com': 'iam.developer.hihonor.com', 'push-api.cloud.honor.com': iam }

/**
 * An access token for the client id and secret; it lives as long as Honor says, 3600 s where it says nothing (unconfirmed). Rejects
 * with RouseError `credential-invalid`. Source: docs/vendors/honor.md, "Auth".
 */
export async function authorize(app: HonorApp, context: AuthContext): Promise<Credential<HonorTrust>> {
  const place = `channels.honor.apps, app "${app.app}"`
  const host = app.oauthHost ?? (app.host === undefined ? iam : (older[app.host] ?? app.host))
  const port = app.oauthPort ?? (app.oauthHost === undefined && host === app.host ? app.port : undefined)
  const url = originOf(iam, host, port) + (app.oauthPath ?? '/auth/token')
  return clientCredentials({ place, vendor: 'Honor', url, clientId: app.clientId, clientSecret: app.clientSecret }, context)
}

/** Adds the Bearer and the moment of sending, in milliseconds. */
export function sign(draft: Draft, credential: Credential<HonorTrust>, now: number): WireRequest {
  const request = signBearer(draft, credential)
  return { ...request, headers: { ...request.headers, timestamp: `${Math.floor(now)}` } }
}
