import 'reflect-metadata'
import type { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Certificate } from './host.ts'
import type { JsonObject } from './json.ts'

/** A client's certificate with its key, PEM. */
export interface ClientCertificate extends JsonObject {
  readonly cert: string
  readonly key: string
}

/** A certificate authority of one run of the sandbox; its key stays in memory. */
export interface Authority {
  /** Its certificate, PEM: what a client must trust. */
  readonly pem: string
  /** A new certificate and key for these host names, besides localhost and 127.0.0.1. */
  issue(hosts: readonly string[]): Promise<Certificate>
  /** A new certificate and key for a client of this common name. */
  issueClient(name: string): Promise<ClientCertificate>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const hour = 3_600_000

const serial = (): string => `01${crypto.randomUUID().replaceAll('-', '')}`

async function privatePem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END PRIVATE KEY-----\n`
}

/** Makes an authority, good for 30 days. */
export async function createAuthority(name = 'Rouse sandbox CA'): Promise<Authority> {
  const notBefore = new Date(Date.now() - hour)
  const notAfter = new Date(Date.now() + 30 * 24 * hour)
  const keys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const root = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)],
  })
  const pem = `${root.toString('pem')}\n`
  const leafOf = async (name: string, usage: ExtendedKeyUsage, more: readonly Extension[]): Promise<ClientCertificate> => {
    const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const leaf = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: `CN=${name}`,
      issuer: root.subject,
      notBefore,
      notAfter,
      signingAlgorithm: algorithm,
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      extensions: [new BasicConstraintsExtension(false), new ExtendedKeyUsageExtension([usage]), ...more],
    })
    return { key: await privatePem(leafKeys.privateKey), cert: `${leaf.toString('pem')}\n${pem}` }
  }
  return {
    pem,
    issue: hosts =>
      leafOf(hosts[0] ?? 'localhost', ExtendedKeyUsage.serverAuth, [
        new SubjectAlternativeNameExtension([
          ...[...hosts, 'localhost'].map(value => ({ type: 'dns' as const, value })),
          { type: 'ip' as const, value: '127.0.0.1' },
        ]),
      ]),
    issueClient: name => leafOf(name, ExtendedKeyUsage.clientAuth, []),
  }
}
