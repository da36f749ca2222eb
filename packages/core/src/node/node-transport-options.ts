import type { ProxyOptions } from '../transport/connect-proxy.ts'

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

/** How sessions to an HTTP/2 host are kept. */
export interface Http2Options {
  /** Sessions to one host at most; they open one by one, as load asks. Default 4. */
  readonly maxConnections?: number
  /** Streams on one session at most, whatever the peer allows. Default 500. */
  readonly maxStreams?: number
  /** Milliseconds after which an idle session is asked by PING whether it lives; above 0. Default 3600000 (Apple: about hourly at most). */
  readonly pingIntervalMs?: number
  /** Milliseconds in which a PING is answered, else the session is dead; above 0. Default 5000. */
  readonly pingTimeoutMs?: number
  /** Milliseconds of idleness after which the next request takes a PING along; above 0. Default 60000: less than any common NAT forgets after. */
  readonly idlePingMs?: number
  /** Milliseconds of silence with requests under way after which a PING is sent; above 0. Default 1000. */
  readonly silenceMs?: number
  /**
   * Milliseconds of silence with requests under way after which the session is dead, if a PING is unanswered too; above 0. Where
   * `silenceMs` is as long, this holds only for a PING that went with the request after a pause, and `pingTimeoutMs` decides else. Its requests
   * fail with `network` at once, `taken` true, and the next ones go over a new session. Default 3000.
   */
  readonly deadAfterMs?: number
  /** Milliseconds after which a session takes no new requests and another takes its place. Default 86400000. */
  readonly maxAgeMs?: number
  /** Milliseconds a session must have lived for an answer 503 to retire it, so that what goes again has another; not sooner, since opening and closing often is taken for an attack. Default 10000. */
  readonly unavailableAgeMs?: number
}

/** How connections to an HTTP/1.1 host are kept. */
export interface Http1Options {
  /** Connections to one host at most. Default 64. */
  readonly maxConnections?: number
  /** Milliseconds an idle connection is kept when the host says nothing. Default 4000. */
  readonly keepAliveMs?: number
  /** Milliseconds an idle connection is kept at most, whatever the host says in `Keep-Alive`. Default 30000: less than any common NAT forgets after. */
  readonly keepAliveMaxMs?: number
}

export interface NodeTransportOptions {
  /** PEM texts of authorities trusted besides the platform's own. Verification cannot be switched off. */
  readonly ca?: string | readonly string[]
  readonly http2?: Http2Options
  readonly http1?: Http1Options
  /** Milliseconds to open a connection, TLS included. Default 10000. */
  readonly connectTimeoutMs?: number
  /** Requests that wait for a connection, per host; the next one is refused with `queue-full`. Default 200000. */
  readonly queue?: number
  /** Bytes of a response body at most; a larger one is an error `protocol`. Default 1048576. */
  readonly maxResponseBytes?: number
  /** The client certificate of WireRequest.identity; asked once for each connection. */
  readonly identity?: (name: string) => Identity | Promise<Identity>
  /** null: the URL's own host and port. */
  readonly resolve?: (hostname: string, port: number) => Address | null
  /**
   * An HTTP CONNECT proxy, `http://[user:password@]host[:port]`, for every connection; or with `except`, for all hosts but these.
   * `proxyFromEnvironment` reads it from HTTPS_PROXY and NO_PROXY. Default: none.
   */
  readonly proxy?: string | ProxyOptions
}
