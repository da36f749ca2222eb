import { createPublicKey } from 'node:crypto'
import { compactVerify } from 'jose'
import type { AccessTokens } from '../common/access-tokens.ts'
import type { Call } from '../common/call.ts'
import { isForm, parseForm } from '../common/form.ts'
import { type JsonObject, parseObject } from '../common/json.ts'
import type { Reply } from '../common/reply.ts'

/** Who may ask for access tokens, and how. */
export interface OAuthOptions {
  readonly clientEmail: string
  readonly privateKeyPem: string
  /** Values of `aud` that name this token endpoint. */
  readonly audiences: readonly string[]
  readonly tokens: AccessTokens
}

const refuse = (status: number, error: string, description: string): Reply => ({
  status,
  body: { error, error_description: description },
  code: error,
  kind: 'auth',
})
const skew = 300

/** Paths under which Google serves the token endpoint. */
export const tokenPaths = ['/token', '/oauth2/v4/token', '/o/oauth2/token']

function claimFault(claims: JsonObject, options: OAuthOptions, now: number): string | null {
  const { iat, exp } = claims
  if (claims.iss !== options.clientEmail) return 'Invalid issuer: Not a valid email or user ID.'
  if (typeof claims.aud !== 'string' || !options.audiences.includes(claims.aud)) return `Invalid JWT: Failed audience check`
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'Invalid JWT: iat and exp must be numbers.'
  const seconds = now / 1000
  if (iat > seconds + skew || exp <= seconds - skew || exp > iat + 3600 || iat < seconds - 3600 - skew)
    return 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.'
  return null
}

/** Exchanges a service account's assertion for an access token. Source: docs/vendors/fcm.md, "Endpoint and auth". */
export function createTokenEndpoint(options: OAuthOptions): (call: Call, now: number, lifetime: number) => Promise<Reply> {
  const key = createPublicKey(options.privateKeyPem)
  return async (call, now, lifetime) => {
    if (call.method !== 'POST') return refuse(405, 'invalid_request', 'Method not allowed')
    const json = isForm(call.headers['content-type']) ? undefined : parseObject(call.body)
    const form = parseForm(call.body).fields
    const field = (name: string): string | undefined => (json ? (typeof json[name] === 'string' ? json[name] : undefined) : form.get(name))
    if (field('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return refuse(400, 'unsupported_grant_type', 'Invalid grant_type')
    const assertion = field('assertion')
    if (assertion === undefined) return refuse(400, 'invalid_request', 'Missing parameter: assertion')
    let claims: JsonObject | undefined
    try {
      claims = parseObject(Buffer.from((await compactVerify(assertion, key, { algorithms: ['RS256'] })).payload).toString('utf8'))
    } catch {
      return refuse(400, 'invalid_grant', 'Invalid JWT Signature.')
    }
    if (!claims) return refuse(400, 'invalid_grant', 'Invalid JWT: claims are no object')
    const fault = claimFault(claims, options, now)
    if (fault) return refuse(400, 'invalid_grant', fault)
    if (typeof claims.scope !== 'string' || claims.scope.trim() === '') return refuse(400, 'invalid_scope', 'Empty or missing scope not allowed.')
    return {
      status: 200,
      headers: { 'cache-control': 'no-store' },
      body: { access_token: options.tokens.issue(now, lifetime, claims.scope), expires_in: lifetime, token_type: 'Bearer' },
      code: '200',
      kind: 'auth',
    }
  }
}
