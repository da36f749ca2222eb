/** What lives as long as one client connection: an emulator keeps its own state of it in a WeakMap. */
export interface Connection {
  readonly id: number
  readonly protocol: 'h2' | 'http/1.1'
  /** The client's certificate, where the host asks for one and it showed one; `trusted`: by the authority of this run. */
  readonly client?: { readonly name: string; readonly trusted: boolean }
  /** Sends new HTTP/2 SETTINGS_MAX_CONCURRENT_STREAMS; nothing over HTTP/1.1. */
  limitStreams(streams: number): void
  /** The same for a while: the limit is lowered to this, and restored after `ms`. */
  squeeze(streams: number, ms: number): void
}

/** One request as an emulator sees it. */
export interface Call {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly query: string
  /** Names in lower case; of a name that stands several times, what Node makes of it. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Names and values by turns, as they came. */
  readonly rawHeaders: readonly string[]
  /** UTF-8 text; what is no UTF-8 is replaced, and `validUtf8` is false. */
  readonly body: string
  readonly validUtf8: boolean
  /** Bytes of the body. */
  readonly bytes: number
  readonly connection: Connection
}
