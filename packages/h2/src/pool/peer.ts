/** Whom a pool's connections go to. */
export interface Peer {
  /** `https://host[:port]` */
  readonly origin: string
  readonly hostname: string
  readonly port: number
  readonly secure: boolean
  /** The name of the client certificate. */
  readonly identity: string | undefined
}

/** The peer of an origin. */
export function peerOf(origin: string, identity: string | undefined): Peer {
  const url = new URL(origin)
  const secure = url.protocol === 'https:'
  return {
    origin,
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    secure,
    identity,
  }
}
