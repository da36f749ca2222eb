import { createPublicKey } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { parseObject } from '../common/json.ts'

/** Whose JWTs are good. */
export interface JwtIssuer {
  readonly keyId: string
  readonly subAccount: string
  readonly privateKeyPem: string
}

interface Read {
  readonly iat: number
  readonly exp: number
}

/** Judges a service account's JWT. */
export interface ServiceJwts {
  /** null: good; else Huawei's code. `now` is UNIX ms. */
  check(jwt: string, now: number): Promise<string | null>
  /** All JWTs seen so far count as expired. */
  expire(): void
}

/** What `aud` must say. Source: docs/vendors/huawei.md, "Auth". */
const audience = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
const skew = 300

/** Checks PS256 JWTs; a JWT's signature is checked once. */
export function createServiceJwts(issuer: JwtIssuer): ServiceJwts {
  const key = createPublicKey(issuer.privateKeyPem)
  const seen = new Map<string, Read | null>()
  const expired = new Set<string>()

  const read = async (jwt: string): Promise<Read | null> => {
    try {
      const header = decodeProtectedHeader(jwt)
      if (header.alg !== 'PS256' || header.kid !== issuer.keyId) return null
      const claims = parseObject(Buffer.from((await compactVerify(jwt, key, { algorithms: ['PS256'] })).payload).toString('utf8'))
      if (claims?.iss !== issuer.subAccount || claims.aud !== audience) return null
      return typeof claims.iat === 'number' && typeof claims.exp === 'number' ? { iat: claims.iat, exp: claims.exp } : null
    } catch {
      return null
    }
  }

  return {
    async check(jwt, now) {
      let claims = seen.get(jwt)
      if (claims === undefined) {
        claims = await read(jwt)
        if (seen.size >= 10_000) seen.clear()
        seen.set(jwt, claims)
      }
      if (claims === null || claims.iat > now / 1000 + skew) return '80200001'
      if (claims.exp - claims.iat > 86_400) return '80300036'
      return expired.has(jwt) || claims.exp * 1000 <= now ? '80200005' : null
    },
    expire() {
      for (const jwt of seen.keys()) expired.add(jwt)
    },
  }
}
