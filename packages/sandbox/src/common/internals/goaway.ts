import type { ServerHttp2Session } from 'node:http2'

/**
 * Lets the GOAWAY out that says why a session ends: Node destroys a session that broke the protocol (over the stream
 * limit, say) in the same turn, and the frame with it.
 */
export function letGoawayOut(session: ServerHttp2Session): void {
  const destroy = session.destroy.bind(session)
  session.destroy = (error?: Error | number, code?: number): void => {
    if (error instanceof Error) setImmediate(() => destroy(error, code))
    else destroy(undefined, error ?? code)
  }
}
