import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import type { JsonObject } from '../common/json.ts'

/** What Huawei's consoles give an app. */
export interface HuaweiCredentials extends JsonObject {
  readonly projectId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly serviceAccount: { readonly project_id: string; readonly key_id: string; readonly private_key: string; readonly sub_account: string }
}

const digits = (length: number): string =>
  BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString()
    .slice(0, length)
    .padStart(length, '1')

/** Makes ids, a secret and an RSA service account. */
export function createHuaweiCredentials(): HuaweiCredentials {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const projectId = digits(18)
  return {
    projectId,
    clientId: digits(9),
    clientSecret: randomBytes(32).toString('hex'),
    serviceAccount: { project_id: projectId, key_id: randomUUID().replaceAll('-', ''), private_key: privateKey, sub_account: digits(9) },
  }
}
