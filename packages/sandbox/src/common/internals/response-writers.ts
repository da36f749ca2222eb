import type { IncomingMessage, ServerResponse } from 'node:http'
import { constants, type ServerHttp2Stream } from 'node:http2'
import type { ResponseWriter } from '../response-writer.ts'
import type { Wire } from '../wire.ts'

const half = (body: string): string => body.slice(0, Math.floor(body.length / 2))

function dripInto(body: string, pieces: number, everyMs: number, write: (piece: string) => void, end: () => void): void {
  const size = Math.max(1, Math.ceil(body.length / Math.max(1, pieces)))
  let at = 0
  const timer = setInterval(() => {
    if (at >= body.length) {
      clearInterval(timer)
      return end()
    }
    write(body.slice(at, at + size))
    at += size
  }, everyMs)
  timer.unref()
}

/** The answer to one HTTP/2 request. */
export function http2Outlet(stream: ServerHttp2Stream, wire: Wire): ResponseWriter {
  const dead = (): boolean => stream.destroyed || stream.closed || wire.over
  return {
    write(status, headers, body) {
      if (dead()) return
      if (body === '') return stream.respond({ ':status': status, ...headers }, { endStream: true })
      stream.respond({ ':status': status, ...headers })
      stream.end(body)
    },
    breakOff(status, headers, body) {
      if (dead()) return
      stream.respond({ ':status': status, ...headers })
      if (body !== '') stream.write(half(body))
      // `close` would end the body in good order first; only `destroy` resets.
      setImmediate(() => dead() || stream.destroy(new Error('broken off')))
    },
    drip(status, headers, body, pieces, everyMs) {
      if (dead()) return
      stream.respond({ ':status': status, ...headers })
      dripInto(
        body,
        pieces,
        everyMs,
        piece => void (dead() || stream.write(piece)),
        () => void (dead() || stream.end()),
      )
    },
    refuse: () => {
      if (!dead()) stream.close(constants.NGHTTP2_REFUSED_STREAM)
    },
    goaway: () => {
      if (stream.session && !stream.session.destroyed) stream.session.close()
    },
    wire,
    onEnd(done) {
      stream.once('close', () => done(!wire.over && stream.writableEnded && !stream.aborted && stream.rstCode === constants.NGHTTP2_NO_ERROR ? 'sent' : 'lost'))
    },
  }
}

/** The answer to one HTTP/1.1 request. */
export function http1Outlet(request: IncomingMessage, response: ServerResponse, wire: Wire): ResponseWriter {
  const dead = (): boolean => response.destroyed || response.writableEnded || wire.over
  const length = (body: string): Record<string, string> => ({ 'content-length': String(Buffer.byteLength(body)) })
  return {
    write(status, headers, body) {
      if (dead()) return
      response.writeHead(status, { ...headers, ...length(body) })
      response.end(body)
    },
    breakOff(status, headers, body) {
      if (dead()) return
      response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body) + 1) })
      response.write(half(body), () => request.socket.destroy())
      response.flushHeaders()
      if (body.length < 2) setImmediate(() => request.socket.destroy())
    },
    drip(status, headers, body, pieces, everyMs) {
      if (dead()) return
      response.writeHead(status, { ...headers, ...length(body) })
      dripInto(
        body,
        pieces,
        everyMs,
        piece => void (dead() || response.write(piece)),
        () => void (dead() || response.end()),
      )
    },
    refuse: () => {
      request.socket.destroy()
    },
    goaway: () => {
      if (!response.headersSent) response.setHeader('connection', 'close')
    },
    wire,
    onEnd(done) {
      response.once('close', () => done(!wire.over && response.writableFinished ? 'sent' : 'lost'))
    },
  }
}
