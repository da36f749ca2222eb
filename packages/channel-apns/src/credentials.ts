import { type AuthContext, type Credential, type Draft, encode, RouseError, type WireRequest } from '@rouse/core'
import { importPKCS8, SignJWT } from 'jose'
import type { ApnsApp } from './config.ts'

/** The whole `authorization` header; null where a client certificate stands in for it. */
export interface ApnsTrust {
  readonly authorization: string | null
}

/** A provider token lives 60 minutes and may be renewed every 20. Source: vendors/apns.md, "Provider token". */
const minute = 60_000
const refreshAfter = 40 * minute
const usableFor = 58 * minute

/**
 * A provider token (JWT, ES256) signed with the app entry's key; no request is made. With `certificate`, its name instead.
 * Rejects with RouseError `credential-invalid`.
 */
export async function authorize(app: ApnsApp, { now }: Pick<AuthContext, 'now'>): Promise<Credential<ApnsTrust>> {
  if (app.certificate !== undefined) {
    return { value: { authorization: null }, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER, identity: app.certificate }
  }
  if (app.teamId === undefined || app.keyId === undefined || app.key === undefined) {
    throw new RouseError('credential-invalid', `channels.apns.apps, app "${app.app}": give teamId, keyId and key, or certificate`)
  }
  const token = await signed(app.app, app.teamId, app.keyId, app.key, Math.floor(now / 1000))
  return { value: { authorization: `bearer ${token}` }, refreshAt: now + refreshAfter, expiresAt: now + usableFor }
}

async function signed(app: string, teamId: string, keyId: string, key: string, issuedAt: number): Promise<string> {
  try {
    const privateKey = await importPKCS8(key, 'ES256')
    return await new SignJWT({ iss: teamId, iat: issuedAt }).setProtectedHeader({ alg: 'ES256', kid: keyId }).sign(privateKey)
  } catch {
    // The cause could quote the key, so it is not passed on.
    throw new RouseError('credential-invalid', `channels.apns.apps, app "${app}": key is no PKCS#8 PEM of a P-256 key; put the text of Apple's .p8 file there`)
  }
}

/** Adds the provider token, or names the client certificate that the connection needs. */
export function sign(draft: Draft, credential: Credential<ApnsTrust>): WireRequest {
  const { authorization } = credential.value
  if (authorization === null) {
    const request = { method: draft.method, url: draft.url, headers: draft.headers, body: encode(draft.body) }
    return credential.identity === undefined ? request : { ...request, identity: credential.identity }
  }
  return { method: draft.method, url: draft.url, headers: { authorization, ...draft.headers }, body: encode(draft.body) }
}
