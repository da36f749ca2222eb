import { createHmac, timingSafeEqual } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { RouseError } from '@rouse/core'
import { timCodes } from '../tim-codes.ts'
import type { TimCaller } from './tim-handler.ts'

export interface HmacUserSigOptions {
  readonly sdkAppId: number
  /** The app's secret key; it never reaches an error or a log. */
  readonly secretKey: string
  /** Accounts that may call; any other is refused with 90009. Default `administrator`. */
  readonly admins?: readonly string[]
  /** UNIX ms. Default Date.now. */
  readonly clock?: () => number
}

/** Characters of a signature at most: real ones have some 200. */
const longest = 4096

/**
 * Checks signatures of Tencent's TLSSigAPIv2 (HMAC-SHA256): for `createTimHandler`'s `checkUserSig`. Answers true,
 * or 70001 expired, 70003 malformed, 70009 wrong, 70013 another user's, 70014 another app's, 90009 no administrator.
 * Source: the public "Generating UserSig" page (document 1047/34385) and its sample code.
 *
 * @throws RouseError `config-invalid`: no secret key, with which anybody could sign, or an sdkAppId that is none.
 */
export function hmacUserSig({ sdkAppId, secretKey, admins = ['administrator'], clock = Date.now }: HmacUserSigOptions): (caller: TimCaller) => true | number {
  if (typeof secretKey !== 'string' || secretKey === '') throw new RouseError('config-invalid', 'hmacUserSig: secretKey is empty; take it from the console')
  if (!Number.isSafeInteger(sdkAppId) || sdkAppId <= 0) throw new RouseError('config-invalid', 'hmacUserSig: sdkAppId must be a positive integer')
  return ({ sdkappid, identifier, usersig }) => {
    if (sdkappid !== String(sdkAppId)) return timCodes.signatureOfOtherApp
    const ticket = opened(usersig)
    if (ticket === null) return timCodes.signatureMalformed
    const { user, app, time, expire, buffer, signature } = ticket
    if (user !== identifier) return timCodes.signatureOfOtherUser
    if (app !== sdkAppId) return timCodes.signatureOfOtherApp
    if (!timingSafeEqual(signed(ticket, secretKey), digestOf(signature))) return timCodes.signatureWrong
    if (clock() / 1000 > time + expire) return timCodes.signatureExpired
    // A user buffer carries rights of another product: what it says is not ours to read.
    if (buffer !== undefined || !admins.includes(identifier)) return timCodes.adminOnly
    return true
  }
}

interface Ticket {
  readonly user: string
  readonly app: number
  readonly time: number
  readonly expire: number
  readonly buffer: string | undefined
  readonly signature: string
}

function opened(usersig: string): Ticket | null {
  if (usersig.length > longest) return null
  try {
    const packed = Buffer.from(usersig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '='), 'base64')
    const parts: unknown = JSON.parse(inflateSync(packed, { maxOutputLength: longest }).toString('utf8'))
    if (typeof parts !== 'object' || parts === null) return null
    const read = parts as { readonly [name: string]: unknown }
    const [user, app, time, expire, signature] = ['identifier', 'sdkappid', 'time', 'expire', 'sig'].map(name => read[`TLS.${name}`])
    if (typeof user !== 'string' || typeof signature !== 'string' || typeof app !== 'number' || typeof time !== 'number' || typeof expire !== 'number')
      return null
    const buffer = read['TLS.userbuf']
    return { user, app, time, expire, signature, buffer: typeof buffer === 'string' ? buffer : undefined }
  } catch {
    // Whatever the caller sent as a signature is none.
    return null
  }
}

function signed({ user, app, time, expire, buffer }: Ticket, key: string): Buffer {
  const text = `TLS.identifier:${user}\nTLS.sdkappid:${app}\nTLS.time:${time}\nTLS.expire:${expire}\n${buffer === undefined ? '' : `TLS.userbuf:${buffer}\n`}`
  return createHmac('sha256', key).update(text).digest()
}

/** 32 bytes in any case, so that it can be compared in constant time. */
const digestOf = (signature: string): Buffer => {
  const read = Buffer.from(signature, 'base64')
  return read.length === 32 ? read : Buffer.alloc(32)
}
