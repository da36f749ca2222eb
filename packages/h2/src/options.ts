import type { ProxyOptions, Transport } from '@rouse/core/transport'

/** Where a connection really goes: for tests, and for hosts behind a gateway. The name that TLS verifies stays the URL's. */
export interface Address {
  readonly hostname: string
  readonly port: number
}

/** A client certificate: PEM texts. */
export interface Identity {
  readonly cert: string
  readonly key: string
  readonly passphrase?: string
}

/** Options of `h2`. */
export interface H2Options {
  /** Takes the requests that want `http1`, and is closed with this one; absent: they are refused with `protocol`. */
  readonly http1?: Transport
  /** PEM texts of authorities trusted besides the platform's own. Verification cannot be switched off. */
  readonly ca?: string | readonly string[]
  /** The client certificate of WireRequest.identity; asked once for each connection. */
  readonly identity?: (name: string) => Identity | Promise<Identity>
  /** null: the URL's own host and port. */
  readonly resolve?: (hostname: string, port: number) => Address | null
  /**
   * An HTTP CONNECT proxy, `http://[user:password@]host[:port]`, for every connection; or with `except`, for all hosts but these.
   * `proxyFromEnvironment` of `@rouse/core/node` reads it from HTTPS_PROXY and NO_PROXY. Default: none.
   */
  readonly proxy?: string | ProxyOptions
  /** Connections to one host (and client certificate) at most; they open one by one, as load asks. Default 4. */
  readonly maxConnections?: number
  /** Streams on one connection at most, whatever the peer allows. Default 500. */
  readonly maxStreams?: number
  /** Requests that wait for a connection, per host; the next one is refused with `queue-full`. Default 200000. */
  readonly queue?: number
  /** Bytes of a response body at most; a larger one is an error `protocol`. Default 1048576. */
  readonly maxResponseBytes?: number
  /** Milliseconds to open a connection, TLS included. Default 10000. */
  readonly connectTimeoutMs?: number
  /** Milliseconds after which an idle connection is asked by PING whether it lives; above 0. Default 3600000 (Source: docs/vendors/apns.md, "Endpoint": about hourly at most). */
  readonly pingIntervalMs?: number
  /** Milliseconds in which a PING is answered, else the connection is dead; above 0. Default 5000. */
  readonly pingTimeoutMs?: number
  /** Milliseconds of idleness after which the next request takes a PING along; above 0. Default 60000: less than any common NAT forgets after. */
  readonly idlePingMs?: number
  /** Milliseconds of silence with requests under way after which a PING is sent; above 0. Default 1000. */
  readonly silenceMs?: number
  /**
   * Milliseconds of silence with requests under way after which the connection is dead, if a PING is unanswered too; above 0. Where
   * `silenceMs` is as long, this holds only for a PING that went with the request after a pause, and `pingTimeoutMs` decides else. Its requests
   * fail with `network` at once, `taken` true, and the next ones go over a new connection. Default 3000.
   */
  readonly deadAfterMs?: number
  /** Milliseconds after which a connection takes no new requests and another takes its place; looked at four times in that time, and every second at least. Default 86400000. */
  readonly maxAgeMs?: number
  /** Milliseconds a connection must have lived for an answer 503 to retire it, so that what goes again has another; not sooner, since opening and closing often is taken for an attack. Default 10000 (Source: docs/vendors/apns.md, "Response", 503). */
  readonly unavailableAgeMs?: number
  /** true: URLs `http://…` are taken too, and spoken to over plain TCP without asking (RFC 9113, section 3.3). For tests and peers behind a tunnel. Default false. */
  readonly priorKnowledge?: boolean
}
