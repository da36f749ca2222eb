import type { ClientHttp2Session } from 'node:http2'

/**
 * Lets in the answers that are on their way when a peer ends a session with an error (GOAWAY with ENHANCE_YOUR_CALM, say): Node would
 * destroy the session and them at once, and what was taken would be sent again. What the peer did not take is given back all the same.
 */
export function keepAnswers(session: ClientHttp2Session): void {
  const destroy = session.destroy.bind(session)
  session.destroy = (error?: Error | number, code?: number): void => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_HTTP2_SESSION_ERROR') session.close()
    else if (error instanceof Error) destroy(error, code)
    else destroy(undefined, error ?? code)
  }
}
