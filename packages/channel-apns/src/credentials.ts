import { type AuthContext, type Credential, type Draft, encode, type Issue, RouseError, readPrivateKey, type WireRequest } from '@rouse/core/channel'
import { SignJWT } from 'jose'
import type { ApnsApp } from './config.ts'

/** The whole `authorization` header; null where a client certificate stands in for it. */
export interface ApnsTrust {
  readonly authorization: string | null
}

/** A provider token lives 60 minutes and may be renewed every 20. Source: docs/vendors/apns.md, "Provider token". */
const minute = 60_000
const refreshAfter = 40 * minute
const usableFor = 58 * minute
const renewEvery = 20 * minute

/** A key's token, made or being made. Times are UNIX ms. */
interface Made {
  readonly promise: Promise<Credential<ApnsTrust>>
  readonly at: number
  /** When a token was last made because APNs refused the one before; null: never. */
  readonly renewedAt: number | null
  credential: Credential<ApnsTrust> | null
}

/**
 * `authorize` of one channel: a provider token (JWT, ES256) signed with the app entry's key; no request is made. Entries with the same
 * team and key share one token, as they may share a connection, and APNs counts tokens by key. A token that APNs refuses as expired is
 * made anew once; within 20 minutes after that the refused one is answered again, so that it ends there. With `certificate`, its name
 * instead. Rejects with RouseError `credential-invalid`. Source: docs/vendors/apns.md, "Provider token".
 */
export function createAuthorize(): (app: ApnsApp, context: Pick<AuthContext, 'now' | 'refused'>) => Promise<Credential<ApnsTrust>> {
  const tokens = new Map<string, Made>()

  const make = (id: string, app: ApnsApp, now: number, renewedAt: number | null): Promise<Credential<ApnsTrust>> => {
    for (const [other, { at }] of tokens) if (now - at > usableFor) tokens.delete(other)
    const made: Made = { promise: providerToken(app, now), at: now, renewedAt, credential: null }
    tokens.set(id, made)
    made.promise.then(
      credential => {
        made.credential = credential
      },
      () => {
        if (tokens.get(id) === made) tokens.delete(id)
      },
    )
    return made.promise
  }

  return async (app, { now, refused }) => {
    if (app.certificate !== undefined) {
      return { value: { authorization: null }, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER, identity: app.certificate }
    }
    const id = JSON.stringify([app.teamId, app.keyId, app.key])
    const known = tokens.get(id)
    // A clock that was set back would else serve a token of the future.
    if (known === undefined || now < known.at || now >= known.at + refreshAfter) return make(id, app, now, null)
    if (refused === undefined || refused !== known.credential) return known.promise
    const tooSoon = known.renewedAt !== null && now - known.renewedAt < renewEvery
    return tooSoon ? known.promise : make(id, app, now, now)
  }
}

async function providerToken(app: ApnsApp, now: number): Promise<Credential<ApnsTrust>> {
  if (app.teamId === undefined || app.keyId === undefined || app.key === undefined) {
    throw new RouseError('credential-invalid', `channels.apns.apps, app "${app.app}": give teamId, keyId and key, or certificate`)
  }
  const token = await signed(app.app, app.teamId, app.keyId, app.key, Math.floor(now / 1000))
  return { value: { authorization: `bearer ${token}` }, refreshAt: now + refreshAfter, expiresAt: now + usableFor }
}

async function signed(app: string, teamId: string, keyId: string, key: string, issuedAt: number): Promise<string> {
  const read = readPrivateKey(key, 'ec-p256')
  if (!read.ok) throw new RouseError('credential-invalid', `channels.apns.apps, app "${app}": key: ${expected(read.found)}`)
  return new SignJWT({ iss: teamId, iat: issuedAt }).setProtectedHeader({ alg: 'ES256', kid: keyId }).sign(read.key)
}

const expected = (found: string): string => `expected the text of Apple's .p8 file (a PKCS#8 PEM of a P-256 key), found ${found}`

/**
 * Returns what is wrong with an entry that its schema cannot express: a key that cannot be read. A value in angle brackets is a placeholder,
 * for requests that are shown and not sent.
 */
export function checkApp({ key }: ApnsApp): readonly Issue[] {
  if (key === undefined || /^<.+>$/.test(key)) return []
  const read = readPrivateKey(key, 'ec-p256')
  return read.ok ? [] : [{ pointer: '/key', message: expected(read.found) }]
}

/** Adds the provider token, or names the client certificate that the connection needs. */
export function sign(draft: Draft, credential: Credential<ApnsTrust>): WireRequest {
  const { authorization } = credential.value
  if (authorization === null) {
    const request = { method: draft.method, url: draft.url, headers: draft.headers, body: encode(draft.body) }
    return credential.identity === undefined ? request : { ...request, identity: credential.identity }
  }
  return { method: draft.method, url: draft.url, headers: { ...draft.headers, authorization }, body: encode(draft.body) }
}
