import { randomBytes } from 'node:crypto'
import { type AccessTokens, createAccessTokens } from '../common/access-tokens.ts'
import type { Call } from '../common/call.ts'
import { parseForm } from '../common/form.ts'
import { createRateWindows } from '../common/rate-windows.ts'
import type { Reply } from '../common/reply.ts'

/** Path of the token endpoint. */
export const oauthPath = '/oauth2/v3/token'

/** Access tokens with a slash in them, as Huawei's have. */
export const createHuaweiTokens = (): AccessTokens =>
  createAccessTokens(() => `DAED${randomBytes(24).toString('hex')}/${randomBytes(24).toString('base64url')}+`)

const refuse = (status: number, error: number, subError: number, words: string): Reply => ({
  status,
  body: { error, sub_error: subError, error_description: words },
  code: String(error),
  kind: 'auth',
})

/** Huawei's OAuth of client credentials: at most 1000 tokens in 5 minutes; the answer writes `/` as `\/`. Source: docs/vendors/huawei.md, "Auth". */
export function createOAuth(
  client: { readonly id: string; readonly secret: string },
  tokens: AccessTokens,
): (call: Call, now: number, lifetime: number, mostPer5Minutes: number) => Reply {
  const issued = createRateWindows(300_000)
  return (call, now, lifetime, most) => {
    const { fields } = parseForm(call.body)
    if (call.method !== 'POST') return refuse(405, 1101, 20001, 'method not allowed')
    if (fields.get('grant_type') !== 'client_credentials') return refuse(400, 1101, 20181, 'unsupported grant_type')
    if (fields.get('client_id') !== client.id || fields.get('client_secret') !== client.secret) return refuse(401, 1101, 20044, 'invalid client')
    if (!issued.take('', most, now)) return refuse(429, 1101, 60005, 'too many tokens')
    const token = tokens.issue(now, lifetime)
    return {
      status: 200,
      headers: { 'content-type': 'application/json;charset=UTF-8' },
      body: JSON.stringify({ access_token: token, expires_in: lifetime, token_type: 'Bearer' }).replaceAll('/', '\\/'),
      code: '200',
      kind: 'auth',
    }
  }
}
