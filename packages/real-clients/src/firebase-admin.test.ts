import { readFileSync } from 'node:fs'
import http2, { type ClientHttp2Session, type ClientSessionOptions, type SecureClientSessionOptions } from 'node:http2'
import https, { Agent } from 'node:https'
import { type Sandbox, startSandbox, type VendorInfo } from '@rouse/sandbox'
import { type App, cert, deleteApp, initializeApp } from 'firebase-admin/app'
import { getMessaging, type Messaging, type TokenMessage } from 'firebase-admin/messaging'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

let sandbox: Sandbox
let app: App
let messaging: Messaging
let agent: Agent
const { globalAgent } = https
const message = (over: Partial<TokenMessage> = {}): TokenMessage => ({ token: 'tok:A-1', notification: { title: 'Bob', body: 'hello' }, ...over })
const codeOf = async (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'sent',
    (error: { code?: string }) => String(error.code),
  )

const fcm = (): VendorInfo => {
  const info = sandbox.info.fcm
  if (!info) throw new Error('no fcm')
  return info
}

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['fcm'] })
  const { url, ca, credentials } = fcm()
  const account = credentials.serviceAccount as { project_id: string; client_email: string; private_key: string }
  agent = new Agent({ host: '127.0.0.1', port: Number(new URL(url).port), servername: 'fcm.googleapis.com', ca: readFileSync(ca) })
  // The token exchange goes through the global agent, whatever agent the credential was given.
  Object.assign(https, { globalAgent: agent })
  app = initializeApp(
    { credential: cert({ projectId: account.project_id, clientEmail: account.client_email, privateKey: account.private_key }, agent), httpAgent: agent },
    'sandbox',
  )
  messaging = getMessaging(app)
})
afterEach(() => sandbox.control.reset())
afterAll(async () => {
  await deleteApp(app)
  Object.assign(https, { globalAgent })
  agent.destroy()
  await sandbox.close()
})

describe('firebase-admin against the FCM emulator', () => {
  it('exchanges its service account and gets a message accepted', async () => {
    const name = await messaging.send(
      message({
        data: { ext: '{}' },
        android: { priority: 'high', ttl: 86_400_000, collapseKey: 'c', notification: { tag: 't', channelId: 'im', notificationCount: 3, sound: 'ping' } },
      }),
    )
    expect(name).toMatch(/^projects\/sandbox-[0-9a-f]+\/messages\//)
    expect(sandbox.control.received({ limit: 1 })).toMatchObject([
      { body: { message: { token: 'tok:A-1', android: { priority: 'high', ttl: '86400s', collapse_key: 'c' } } }, tokens: [{ accepted: true }] },
    ])
  })

  it.each([
    ['UNREGISTERED', 'messaging/registration-token-not-registered'],
    ['INVALID_ARGUMENT', 'messaging/invalid-argument'],
    ['SENDER_ID_MISMATCH', 'messaging/mismatched-credential'],
    ['QUOTA_EXCEEDED', 'messaging/message-rate-exceeded'],
    ['INTERNAL', 'messaging/internal-error'],
    ['THIRD_PARTY_AUTH_ERROR', 'messaging/third-party-auth-error'],
    ['UNSPECIFIED_ERROR', 'messaging/unknown-error'],
    ['UNAUTHENTICATED', 'messaging/third-party-auth-error'],
    ['PERMISSION_DENIED', 'messaging/mismatched-credential'],
  ])('reads %s as %s', async (code, expected) => {
    await messaging.send(message())
    sandbox.control.answers({ vendor: 'fcm', token: 'tok:A-1', code })
    expect(await codeOf(messaging.send(message()))).toBe(expected)
  })

  it('retries UNAVAILABLE until it is over', async () => {
    sandbox.control.answers({ vendor: 'fcm', next: 1, code: 'UNAVAILABLE' })
    expect(await codeOf(messaging.send(message()))).toBe('sent')
    expect(sandbox.control.tally('fcm').codes).toMatchObject({ UNAVAILABLE: 1, '200': 1 })
  })

  it('reads what the emulator itself refuses', async () => {
    expect(await codeOf(messaging.send(message({ token: 'a b' })))).toBe('messaging/invalid-argument')
    expect(await codeOf(messaging.send(message({ data: { k: 'x'.repeat(5000) } })))).toBe('messaging/invalid-argument')
    sandbox.control.tokens({ vendor: 'fcm', token: 'tok:A-1', state: 'dead' })
    expect(await codeOf(messaging.send(message()))).toBe('messaging/registration-token-not-registered')
  })

  it('gets a message to an installation id accepted, and tells a dead one apart', async () => {
    const fid = 'cQ4bZ7tXT0uTmB2b9y6s4N'
    expect(await codeOf(messaging.send({ fid, notification: { title: 'Bob' } }))).toBe('sent')
    sandbox.control.tokens({ vendor: 'fcm', token: fid, state: 'dead' })
    expect(await codeOf(messaging.send({ fid, notification: { title: 'Bob' } }))).toBe('messaging/installation-id-not-registered')
    expect(await codeOf(messaging.send(message({ token: fid })))).toBe('messaging/invalid-argument')
  })

  it('checks a message in a dry run', async () => {
    expect(await messaging.send(message(), true)).toContain('fake_message_id')
    expect(sandbox.control.tally('fcm').accepted).toBe(0)
  })

  it('tells good tokens from dead ones in sendEach over HTTP/1.1', async () => {
    messaging.enableLegacyHttpTransport()
    sandbox.control.tokens({ vendor: 'fcm', token: 'dead', state: 'dead' })
    const { successCount, responses } = await messaging.sendEach([message(), message({ token: 'dead' })])
    expect([successCount, responses.map(response => response.error?.code)]).toEqual([1, [undefined, 'messaging/registration-token-not-registered']])
  })

  it('does so over HTTP/2 too, once its :scheme has lost the colon', async () => {
    const { url, ca } = fcm()
    const connect = http2.connect
    const directed = (_authority: string | URL, options?: ClientSessionOptions | SecureClientSessionOptions): ClientHttp2Session => {
      const session = connect(url, { ...options, ca: readFileSync(ca), servername: 'fcm.googleapis.com' })
      const request = session.request.bind(session)
      session.request = (headers, extra) => request({ ...(headers as Record<string, string>), ':scheme': 'https' }, extra)
      return session
    }
    Object.assign(http2, { connect: directed })
    try {
      const fresh = getMessaging(initializeApp({ ...app.options }, 'http2'))
      sandbox.control.tokens({ vendor: 'fcm', token: 'dead', state: 'dead' })
      const { successCount, responses } = await fresh.sendEach([message(), message({ token: 'dead' }), message({ token: 'tok:B' })])
      expect([successCount, responses.map(response => response.error?.code)]).toEqual([
        2,
        [undefined, 'messaging/registration-token-not-registered', undefined],
      ])
      expect(sandbox.control.received({ kind: 'send' }).map(request => request.headers[':path'])).toHaveLength(3)
      await deleteApp(fresh.app)
    } finally {
      Object.assign(http2, { connect })
    }
  })
})
