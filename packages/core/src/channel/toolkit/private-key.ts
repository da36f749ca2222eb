import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Json } from '../../model/json.ts'

/** `ec-p256`: a key of the curve P-256, for ES256. `rsa`: of 2048 bits or more, for RS256 and PS256. */
export type PrivateKeyKind = 'ec-p256' | 'rsa'

/** `found` says what the text is instead; it never quotes the text. */
export type PrivateKeyResult = { readonly ok: true; readonly key: KeyObject } | { readonly ok: false; readonly found: string }

/** What RS256 and PS256 need. Source: RFC 7518, sections 3.3 and 3.5. */
const leastRsaBits = 2048

/** A key file is a few kilobytes; a longer text is not one. */
const maxLength = 65_536

/**
 * Reads a PKCS#8 PEM private key as files and environment variables hold it: line breaks as `\n` in two characters or as CRLF, a byte order
 * mark, quotes around the text, and base64 of the whole file are all accepted. Never throws.
 *
 * @param text The key.
 * @param kind The kind of key that is expected.
 * @returns The key, or what was found instead: `a PEM of SEC1`, `a path`, `an RSA key`, …
 */
export function readPrivateKey(text: unknown, kind: PrivateKeyKind): PrivateKeyResult {
  if (typeof text !== 'string') return { ok: false, found: 'no text' }
  if (text.length > maxLength) return { ok: false, found: 'a text that is too long for a key' }
  const pem = unescaped(decoded(unescaped(unquoted(text)), isPem))
  const label = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(pem)?.[1]
  if (label !== 'PRIVATE KEY') return { ok: false, found: foundInstead(pem, label) }
  let key: KeyObject
  try {
    key = createPrivateKey(withLineBreaks(pem))
  } catch {
    return { ok: false, found: 'a PKCS#8 PEM that is cut off or damaged' }
  }
  if (kind === 'rsa') {
    if (key.asymmetricKeyType !== 'rsa') return { ok: false, found: nameOf(key) }
    const bits = key.asymmetricKeyDetails?.modulusLength ?? leastRsaBits
    return bits < leastRsaBits ? { ok: false, found: `an RSA key of ${bits} bits, and ${leastRsaBits} are needed` } : { ok: true, key }
  }
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? { ok: true, key } : { ok: false, found: nameOf(key) }
}

/**
 * Reads a JSON key file (a service account) as files and environment variables hold it: a byte order mark, quotes around the text, JSON
 * within a JSON string, and base64 of the file are all accepted. Never throws.
 *
 * @returns The object, or null where the text holds no JSON object.
 */
export function readKeyFile(text: unknown): { readonly [key: string]: Json } | null {
  if (typeof text !== 'string' || text.length > maxLength) return null
  const isJson = (candidate: string) => candidate.startsWith('{')
  const bare = text.replace(/^\uFEFF/, '').trim()
  for (const candidate of [bare, decoded(bare, isJson), decoded(unquoted(bare), isJson)]) {
    let value = parsed(candidate)
    if (typeof value === 'string') value = parsed(value)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { readonly [key: string]: Json }
  }
  return null
}

const isPem = (text: string): boolean => text.includes('-----BEGIN ')

/** Without a byte order mark and the quotes around it. */
function unquoted(text: string): string {
  const bare = text.replace(/^\uFEFF/, '').trim()
  const first = bare.charAt(0)
  const quoted = bare.length > 1 && (first === '"' || first === "'" || first === '`') && bare.endsWith(first)
  return quoted ? bare.slice(1, -1).trim() : bare
}

/** With real line breaks for escaped ones: a PEM holds no backslash. */
const unescaped = (text: string): string => text.replaceAll(/\\{1,8}(?:r\\{1,8})?n|\r\n|\r/g, '\n')

/** The text itself, or what it encodes in base64 where that looks right. */
function decoded(text: string, looksRight: (text: string) => boolean): string {
  if (looksRight(text) || !/^[A-Za-z0-9+/_\-\s]+(?:=+\s*)?$/.test(text)) return text
  const inner = unquoted(Buffer.from(text, 'base64').toString('utf8'))
  return looksRight(inner) ? inner : text
}

const begin = '-----BEGIN PRIVATE KEY-----'
const end = '-----END PRIVATE KEY-----'

/** A PEM on one line, or with blanks for line breaks, with the breaks that OpenSSL asks for. */
function withLineBreaks(pem: string): string {
  const start = pem.indexOf(begin) + begin.length
  const body = pem.slice(start, pem.indexOf(end, start))
  const lines = body.replaceAll(/\s/g, '').match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

const labels: Readonly<Record<string, string>> = {
  'EC PRIVATE KEY': 'a PEM of SEC1 (convert it: openssl pkcs8 -topk8 -nocrypt)',
  'RSA PRIVATE KEY': 'a PEM of PKCS#1 (convert it: openssl pkcs8 -topk8 -nocrypt)',
  'ENCRYPTED PRIVATE KEY': 'an encrypted key',
  'PUBLIC KEY': 'a public key',
  CERTIFICATE: 'a certificate',
}

function foundInstead(text: string, label: string | undefined): string {
  if (label !== undefined) return labels[label] ?? 'a PEM of another kind'
  if (text === '') return 'an empty text'
  if (text.startsWith('{')) return 'JSON'
  if (/^(?:[.~]?\/|[A-Za-z]:\\)/.test(text) || /\.(?:p8|pem|key|json|p12)$/i.test(text)) return 'a path (give the text of the file)'
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? 'base64 that holds no PEM' : 'a text without "-----BEGIN PRIVATE KEY-----"'
}

function nameOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return 'an RSA key'
  return asymmetricKeyType === 'ec' ? `a key of the curve ${asymmetricKeyDetails?.namedCurve ?? 'unknown'}` : `a key of type ${asymmetricKeyType ?? 'unknown'}`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The caller says what a key file must hold; the text itself may not be quoted.
    return undefined
  }
}
