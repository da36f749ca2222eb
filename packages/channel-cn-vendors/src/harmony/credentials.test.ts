import { constants, createPublicKey, verify } from 'node:crypto'
import { bytes, type WireRequest } from '@rouse/core/channel'
import { firstDraft, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { account, keys } from '../huawei/samples.fixture.ts'
import { app, channel, token } from './samples.fixture.ts'

const now = 1_795_500_000_500
const context = {
  now,
  exchange: async (request: WireRequest) => {
    throw new Error(`no request is needed, but one went to ${request.url}`)
  },
  signal: new AbortController().signal,
}
const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token, 1)])

describe('trust in v3', () => {
  it('is the JWT itself, beside push-type, and node:crypto verifies it', async () => {
    const { headers } = channel.sign(draft, await channel.authorize(app, context), now)
    const [header, claims, signature] = (headers.authorization as string).replace('Bearer ', '').split('.') as [string, string, string]
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ kid: account.key_id, typ: 'JWT', alg: 'PS256' })
    const key = { key: createPublicKey(keys.publicKey), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    expect(verify('sha256', bytes(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(headers).toMatchObject({ 'push-type': '0', 'content-type': 'application/json; charset=UTF-8' })
  })

  it('never is an OAuth token: an OAuth client alone is refused, and nothing is asked', async () => {
    await expect(channel.authorize({ app: 'a', clientId: '1', clientSecret: 's' } as never, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.harmony.apps, app "a": give serviceAccount, Huawei\'s key file with key_id, private_key and sub_account',
    })
  })

  it('needs the project, which the address names', async () => {
    const { project_id: _, ...without } = account
    await expect(channel.authorize({ app: 'a', serviceAccount: JSON.stringify(without) } as never, context)).rejects.toMatchObject({
      code: 'credential-invalid',
      message: 'channels.harmony.apps, app "a": give projectId, or a serviceAccount with its project_id: the address needs it',
    })
    await expect(channel.authorize({ app: 'a', projectId: '7', serviceAccount: without } as never, context)).resolves.toMatchObject({ value: {} })
  })
})
