import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readKeyFile, readPrivateKey } from './private-key.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const p8 = ec.export({ type: 'pkcs8', format: 'pem' }).toString()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const rsaP8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString()

describe('readPrivateKey', () => {
  it.each([
    ['as the file has it', p8],
    ['line breaks as two characters', p8.replaceAll('\n', '\\n')],
    ['line breaks as doubly escaped characters', p8.replaceAll('\n', '\\\\n')],
    ['a byte order mark', `\uFEFF${p8}`],
    ['double quotes', `"${p8.replaceAll('\n', '\\n')}"`],
    ['single quotes', `'${p8}'`],
    ['CRLF', p8.replaceAll('\n', '\r\n')],
    ['one line', p8.replaceAll('\n', '')],
    ['blanks for line breaks', p8.replaceAll('\n', ' ')],
    ['base64 of the file', Buffer.from(p8).toString('base64')],
    ['base64 of the file with a byte order mark', Buffer.from(`\uFEFF${p8}`).toString('base64')],
  ])('reads %s', (_, text) => {
    const read = readPrivateKey(text, 'ec-p256')
    expect(read.ok && read.key.equals(ec)).toBe(true)
  })

  it.each([
    ['SEC1', ec.export({ type: 'sec1', format: 'pem' }).toString(), 'ec-p256', /SEC1/],
    ['PKCS#1', rsa.export({ type: 'pkcs1', format: 'pem' }).toString(), 'rsa', /PKCS#1/],
    ['an RSA key for a P-256 one', rsaP8, 'ec-p256', /RSA/],
    ['a short RSA key', shortRsa, 'rsa', /1024 bits/],
    ['a P-256 key for an RSA one', p8, 'rsa', /prime256v1/],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'ec-p256',
      /secp384r1/,
    ],
    ['a path', './AuthKey_KEY1234567.p8', 'ec-p256', /path/],
    ['a cut key', p8.slice(0, 80), 'ec-p256', /cut off/],
    ['nothing', ' ', 'ec-p256', /empty/],
    ['a certificate', '-----BEGIN CERTIFICATE-----', 'ec-p256', /certificate/],
  ] as const)('says what it found: %s', (_, text, kind, found) => {
    const read = readPrivateKey(text, kind)
    expect(read).toMatchObject({ ok: false, found: expect.stringMatching(found) })
  })

  it('quotes nothing of the text', () => {
    const text = `-----BEGIN PRIVATE KEY-----\n${'SeCrEt'.repeat(20)}`
    expect(JSON.stringify(readPrivateKey(text, 'rsa'))).not.toContain('SeCrEt')
  })
})

describe('readKeyFile', () => {
  const file = { client_email: 'a@b', private_key: rsaP8 }
  it.each([
    ['JSON', JSON.stringify(file)],
    ['JSON with a byte order mark', `\uFEFF${JSON.stringify(file)}`],
    ['JSON in single quotes', `'${JSON.stringify(file)}'`],
    ['JSON within a JSON string', JSON.stringify(JSON.stringify(file))],
    ['base64', Buffer.from(JSON.stringify(file)).toString('base64')],
  ])('reads %s', (_, text) => {
    expect(readKeyFile(text)).toEqual(file)
  })

  it.each(['', 'null', '[]', '"text"', '../key.json', '{"a":'])('returns null for %j', text => {
    expect(readKeyFile(text)).toBeNull()
  })
})
