import { createHmac } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hmacUserSig, timCodes } from '../index.ts'

const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e'
const sdkAppId = 1400000000
const issued = 1_795_428_000

/** As the vendor's samples make it: signed text, JSON, deflate, base64 in other letters. */
function sign(user: string, change: { app?: number; expire?: number; key?: string; userbuf?: string; raw?: object } = {}): string {
  const { app = sdkAppId, expire = 86_400, key = secretKey, userbuf, raw } = change
  const text = `TLS.identifier:${user}\nTLS.sdkappid:${app}\nTLS.time:${issued}\nTLS.expire:${expire}\n${userbuf === undefined ? '' : `TLS.userbuf:${userbuf}\n`}`
  const sig = createHmac('sha256', key).update(text).digest('base64')
  const ticket = raw ?? {
    'TLS.ver': '2.0',
    'TLS.identifier': user,
    'TLS.sdkappid': app,
    'TLS.expire': expire,
    'TLS.time': issued,
    ...(userbuf === undefined ? {} : { 'TLS.userbuf': userbuf }),
    'TLS.sig': sig,
  }
  return pack(JSON.stringify(ticket))
}
const pack = (text: string) => deflateSync(Buffer.from(text)).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_')

const check = hmacUserSig({ sdkAppId, secretKey, clock: () => (issued + 10) * 1000 })
const call = (usersig: string, identifier = 'administrator', sdkappid = String(sdkAppId)) => check({ sdkappid, identifier, usersig })

describe('hmacUserSig', () => {
  it('takes an administrator’s signature', () => {
    expect(call(sign('administrator'))).toBe(true)
    const other = hmacUserSig({ sdkAppId, secretKey, admins: ['boss'], clock: () => issued * 1000 })
    expect(other({ sdkappid: String(sdkAppId), identifier: 'boss', usersig: sign('boss') })).toBe(true)
  })

  it.each([
    ['another key', sign('administrator', { key: 'other' }), timCodes.signatureWrong],
    ['expired', sign('administrator', { expire: 5 }), timCodes.signatureExpired],
    ['expired for good', sign('administrator', { expire: -1 }), timCodes.signatureExpired],
    ['another user’s', sign('alice'), timCodes.signatureOfOtherUser],
    ['another app’s', sign('administrator', { app: 7 }), timCodes.signatureOfOtherApp],
    ['for another product', sign('administrator', { userbuf: 'cm9vbQ==' }), timCodes.adminOnly],
    ['no signature', 'nonsense', timCodes.signatureMalformed],
    ['no JSON', pack('nonsense'), timCodes.signatureMalformed],
    ['null', pack('null'), timCodes.signatureMalformed],
    ['without its parts', sign('administrator', { raw: {} }), timCodes.signatureMalformed],
    ['too long', 'x'.repeat(5000), timCodes.signatureMalformed],
    ['a bomb', pack('0'.repeat(1_000_000)), timCodes.signatureMalformed],
    [
      'a short one',
      sign('administrator', { raw: { 'TLS.identifier': 'administrator', 'TLS.sdkappid': sdkAppId, 'TLS.expire': 9, 'TLS.time': issued, 'TLS.sig': 'AA==' } }),
      timCodes.signatureWrong,
    ],
  ])('refuses one that is %s', (_, usersig, code) => {
    expect(call(usersig)).toBe(code)
  })

  it('needs a key and an app: with an empty key anybody could sign', () => {
    for (const wrong of ['', undefined, null]) {
      expect(() => hmacUserSig({ sdkAppId, secretKey: wrong as string })).toThrow(
        expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('secretKey') }),
      )
    }
    for (const wrong of [0, Number.NaN, 1.5]) {
      expect(() => hmacUserSig({ sdkAppId: wrong, secretKey })).toThrow(expect.objectContaining({ code: 'config-invalid' }))
    }
    const thrown = expect.not.objectContaining({ message: expect.stringContaining(secretKey) })
    expect(() => hmacUserSig({ sdkAppId: 0, secretKey })).toThrow(thrown)
  })

  it('takes one until the second in which it expires', () => {
    const at = (seconds: number) => hmacUserSig({ sdkAppId, secretKey, clock: () => seconds * 1000 })
    const caller = { sdkappid: String(sdkAppId), identifier: 'administrator', usersig: sign('administrator', { expire: 60 }) }
    expect([at(issued + 60)(caller), at(issued + 61)(caller)]).toEqual([true, timCodes.signatureExpired])
  })

  it('refuses another app’s caller, and a user who is no administrator', () => {
    expect(call(sign('administrator'), 'administrator', '7')).toBe(timCodes.signatureOfOtherApp)
    expect(call(sign('alice'), 'alice')).toBe(timCodes.adminOnly)
  })
})
