import tls from 'node:tls'
import type { H2Options, Identity } from '../options.ts'

/** The host's client certificate is of no use: no network error, and no reason to try again. */
export class UnusableIdentity extends Error {
  override readonly name = 'UnusableIdentity'
}

/** What connections trust and show. That of those without a client certificate is made once: reading all authorities takes longer than a handshake. */
export class SecureContexts {
  readonly #ca: H2Options['ca']
  #plain: tls.SecureContext | null = null

  constructor(ca: H2Options['ca']) {
    this.#ca = ca
  }

  /** Throws UnusableIdentity. */
  of(identity: Identity | undefined): tls.SecureContext {
    if (identity === undefined) {
      this.#plain ??= tls.createSecureContext(this.#trust())
      return this.#plain
    }
    const { cert, key, passphrase } = identity
    try {
      return tls.createSecureContext({ ...this.#trust(), cert, key, ...(passphrase === undefined ? {} : { passphrase }) })
    } catch (error) {
      throw new UnusableIdentity('the client certificate and its key are not what TLS can use: give PEM texts that belong together', { cause: error })
    }
  }

  #trust(): tls.SecureContextOptions {
    return { minVersion: 'TLSv1.2', ...(this.#ca === undefined ? {} : { ca: [...platformAuthorities(), ...[this.#ca].flat()] }) }
  }
}

/** With those of NODE_EXTRA_CA_CERTS and the system, where this Node can tell them: an authority of one's own must not take them away. */
const platformAuthorities = (): readonly string[] => (tls.getCACertificates === undefined ? tls.rootCertificates : tls.getCACertificates('default'))
