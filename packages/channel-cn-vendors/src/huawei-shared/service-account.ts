import { type Credential, type Issue, type PrivateKeyResult, RouseError, readKeyFile, readPrivateKey } from '@rouse/core/channel'
import { SignJWT } from 'jose'
import { type Bearer, bearerCredential } from '../common/index.ts'
import type { HuaweiServiceAccount } from '../huawei/config.ts'

interface WithAccount {
  readonly serviceAccount?: HuaweiServiceAccount | string
}

const audience = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
/** Seconds; above a day Huawei answers 80300036. */
const life = 3600

/** The key file of an app entry, an object or its JSON text as files and environment variables hold it; an empty object where it is neither. */
export function accountOf({ serviceAccount }: WithAccount): Partial<HuaweiServiceAccount> {
  if (typeof serviceAccount === 'object' && serviceAccount !== null) return serviceAccount
  return (readKeyFile(serviceAccount) ?? {}) as Partial<HuaweiServiceAccount>
}

const keyIn = (account: Partial<HuaweiServiceAccount>): PrivateKeyResult => readPrivateKey(account.private_key, 'rsa')

/** What is wrong with the key file of an entry that has one: a text that holds no JSON, a missing field, a key that cannot be read. */
export function accountIssues(app: WithAccount): readonly Issue[] {
  if (app.serviceAccount === undefined) return []
  const pointer = '/serviceAccount'
  const account = accountOf(app)
  if (typeof app.serviceAccount === 'string' && Object.keys(account).length === 0) {
    return [{ pointer, message: "expected the JSON text of Huawei's key file" }]
  }
  const missing = (['key_id', 'sub_account', 'private_key'] as const).find(field => typeof account[field] !== 'string')
  if (missing !== undefined) return [{ pointer: `${pointer}/${missing}`, message: `missing: give Huawei's key file with key_id, private_key and sub_account` }]
  const key = keyIn(account)
  return key.ok ? [] : [{ pointer: `${pointer}/private_key`, message: `expected a PKCS#8 PEM of an RSA key, found ${key.found}` }]
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
  const read = keyIn(accountOf(app))
  if (!read.ok) {
    throw new RouseError(
      'credential-invalid',
      `${place}: serviceAccount.private_key: expected a PKCS#8 PEM of an RSA key, found ${read.found}; put Huawei's key file there unchanged`,
    )
  }
  const iat = Math.floor(now / 1000)
  const jwt = new SignJWT({ iss, aud: audience, iat, exp: iat + life }).setProtectedHeader({ kid, typ: 'JWT', alg: 'PS256' })
  return bearerCredential(await jwt.sign(read.key), now, life)
}
