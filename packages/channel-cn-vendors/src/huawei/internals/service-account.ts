import { type Credential, RouseError } from '@rouse/core/channel'
import { importPKCS8, SignJWT } from 'jose'
import { type Bearer, bearerCredential } from '../../common/index.ts'
import type { HuaweiServiceAccount } from '../config.ts'

interface WithAccount {
  readonly serviceAccount?: HuaweiServiceAccount | string
}

const audience = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
/** Seconds; above a day Huawei answers 80300036. */
const life = 3600

/** The key file of an app entry, an object or its JSON text; an empty one where it is neither. */
export function accountOf({ serviceAccount }: WithAccount): Partial<HuaweiServiceAccount> {
  if (typeof serviceAccount === 'object' && serviceAccount !== null) return serviceAccount
  if (typeof serviceAccount !== 'string') return {}
  try {
    const value: unknown = JSON.parse(serviceAccount)
    return typeof value === 'object' && value !== null ? (value as Partial<HuaweiServiceAccount>) : {}
  } catch {
    // A text that is no key file says no more than none: authorize tells what to give.
    return {}
  }
}

/**
 * A JWT (PS256) that is sent as the Bearer itself, good for an hour; no request is made. Rejects with RouseError
 * `credential-invalid`. Source: docs/vendors/huawei.md, "Auth".
 */
export async function serviceJwt(place: string, app: WithAccount, now: number): Promise<Credential<Bearer>> {
  const { key_id: kid, private_key: key, sub_account: iss } = accountOf(app)
  if (typeof kid !== 'string' || typeof key !== 'string' || typeof iss !== 'string') {
    throw new RouseError('credential-invalid', `${place}: give serviceAccount, Huawei's key file with key_id, private_key and sub_account`)
  }
  const iat = Math.floor(now / 1000)
  try {
    const jwt = new SignJWT({ iss, aud: audience, iat, exp: iat + life }).setProtectedHeader({ kid, typ: 'JWT', alg: 'PS256' })
    return bearerCredential(await jwt.sign(await importPKCS8(key, 'PS256')), now, life)
  } catch {
    // The cause could quote the key, so it is not passed on.
    throw new RouseError('credential-invalid', `${place}: serviceAccount.private_key is no PKCS#8 PEM of an RSA key; put Huawei's key file there unchanged`)
  }
}
