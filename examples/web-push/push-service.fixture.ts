import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { authority } from '../../packages/core/src/node/testing.fixture.ts'
import type { Subscription } from './web-push.ts'

/** What one browser was shown. */
export interface Shown {
  readonly message: { readonly [key: string]: unknown }
  readonly headers: IncomingMessage['headers']
  /** Bytes of the encrypted body. */
  readonly bytes: number
}

export interface Browser {
  readonly subscription: Subscription
  readonly shown: readonly Shown[]
}

export interface PushService {
  readonly origin: string
  /** PEM: what a client must trust. */
  readonly ca: string
  /** A browser that lets this key alone push to it. `answers`: statuses for its next requests, with their Retry-After. */
  browser(publicKey: string, answers?: (readonly [status: number, retryAfter?: string])[]): Browser
  close(): Promise<void>
}

const base64url = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url')
const hkdf = (salt: Uint8Array, key: Uint8Array, info: Uint8Array, length: number): Buffer => Buffer.from(hkdfSync('sha256', key, salt, info, length))

/** Opens a body, by RFC 8188 and RFC 8291 alone: the library that closed it has no part in it. */
function opened(body: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const idLength = body.readUInt8(20)
  const sender = body.subarray(21, 21 + idLength)
  const secret = keys.computeSecret(sender)
  const material = hkdf(auth, secret, Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]), 32)
  const sealed = body.subarray(21 + idLength)
  const decipher = createDecipheriv(
    'aes-128-gcm',
    hkdf(salt, material, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    hkdf(salt, material, Buffer.from('Content-Encoding: nonce\0'), 12),
  )
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  const end = plain.lastIndexOf(2)
  if (end < 0 || plain.subarray(end + 1).some(byte => byte !== 0)) throw new Error('no padding delimiter')
  return plain.subarray(0, end).toString()
}

/** Whether a request is signed for this origin by the key that the browser subscribed with. Source: RFC 8292, sections 2 to 4. */
function isSigned(header: string | undefined, origin: string, publicKey: string): boolean {
  const [, token, key] = /^vapid t=([^,]+), k=(\S+)$/.exec(header ?? '') ?? []
  if (token === undefined || key !== publicKey) return false
  const [head = '', claims = '', signature] = token.split('.')
  const raw = base64url(key)
  const jwk = { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') }
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    base64url(signature),
  )
  const { aud, exp, sub } = JSON.parse(base64url(claims).toString()) as { aud: string; exp: number; sub: string }
  const now = Date.now() / 1000
  return signed && aud === origin && exp > now && exp <= now + 86_400 && /^(?:mailto|https):/.test(sub)
}

/** What is wrong with a request's headers; null: nothing. Source: RFC 8030, section 5. */
function mistakeOf({ ttl, urgency, topic, 'content-encoding': encoding }: IncomingMessage['headers']): string | null {
  if (!/^\d+$/.test(String(ttl))) return 'TTL is missing'
  if (urgency !== undefined && !['very-low', 'low', 'normal', 'high'].includes(String(urgency))) return 'Urgency is none'
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) return 'Topic is none'
  return encoding === 'aes128gcm' ? null : 'Content-Encoding is not aes128gcm'
}

/** A push service on loopback, with the browsers behind it: checks what a service checks, and shows what a browser would. */
export async function startPushService(): Promise<PushService> {
  const issuer = await authority()
  const browsers = new Map<
    string,
    {
      readonly publicKey: string
      readonly answers: (readonly [number, string?])[]
      readonly receive: (body: Buffer, headers: IncomingMessage['headers']) => void
    }
  >()
  let origin = ''
  const server = createServer(await issuer.issue(['127.0.0.1']), async (request, response) => {
    const say = (status: number, words: string, headers: Readonly<Record<string, string>> = {}) => response.writeHead(status, headers).end(words)
    const body = Buffer.from(await readText(request.setEncoding('latin1')), 'latin1')
    const browser = browsers.get(request.url ?? '')
    if (browser === undefined) return say(404, 'no such subscription')
    if (!isSigned(request.headers.authorization, origin, browser.publicKey)) return say(403, 'not signed by the key of the subscription')
    const mistake = mistakeOf(request.headers)
    if (mistake !== null) return say(400, mistake)
    if (body.length > 4096) return say(413, 'too large')
    const [status = 201, retryAfter] = browser.answers.shift() ?? []
    if (status !== 201) return say(status, `for ${request.url}`, retryAfter === undefined ? {} : { 'retry-after': retryAfter })
    browser.receive(body, request.headers)
    return say(201, '', { location: `${origin}/message/${randomBytes(6).toString('hex')}` })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    ca: issuer.certificate,
    browser(publicKey, answers = []) {
      const keys = createECDH('prime256v1')
      const p256dh = keys.generateKeys('base64url')
      const auth = randomBytes(16)
      const path = `/push/${randomBytes(12).toString('hex')}`
      const shown: Shown[] = []
      const receive = (body: Buffer, headers: IncomingMessage['headers']) => {
        shown.push({ message: JSON.parse(opened(body, keys, auth)) as Shown['message'], headers, bytes: body.length })
      }
      browsers.set(path, { publicKey, answers, receive })
      return { subscription: { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } }, shown }
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
