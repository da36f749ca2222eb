import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Call, Connection } from '../call.ts'
import type { ResponseWriter } from '../response-writer.ts'
import type { Wire } from '../wire.ts'
import { http1Outlet, http2Outlet } from './response-writers.ts'

/** A whole request, and where its answer goes. */
export interface Arrival {
  readonly call: Call
  readonly outlet: ResponseWriter
}

/** Turns Node's two request forms into Arrivals. */
export interface Intake {
  http1(request: IncomingMessage, response: ServerResponse, connection: Connection, wire: Wire): void
  http2(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, rawHeaders: readonly string[], connection: Connection, wire: Wire): void
}

type Target = {
  readonly method: string
  readonly target: string
  readonly headers: Call['headers']
  readonly rawHeaders: readonly string[]
  readonly connection: Connection
}

function callOf(from: Target, chunks: readonly Buffer[], bytes: number): Call {
  const mark = from.target.indexOf('?')
  const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes)
  return {
    method: from.method,
    path: mark < 0 ? from.target : from.target.slice(0, mark),
    query: mark < 0 ? '' : from.target.slice(mark + 1),
    headers: from.headers,
    rawHeaders: from.rawHeaders,
    body: whole.toString('utf8'),
    validUtf8: isUtf8(whole),
    bytes,
    connection: from.connection,
  }
}

/** Reads bodies up to a bound; the rest of a longer one is counted, not kept. */
export function createIntake(options: { readonly maxBody: number; arrive(arrival: Arrival): void }): Intake {
  const read = (source: ServerHttp2Stream | IncomingMessage, from: Target, outlet: ResponseWriter): void => {
    const chunks: Buffer[] = []
    let bytes = 0
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= options.maxBody) chunks.push(chunk)
    })
    source.on('end', () => options.arrive({ call: callOf(from, bytes <= options.maxBody ? chunks : [], bytes), outlet }))
  }
  return {
    http1(request, response, connection, wire) {
      const from = {
        method: request.method ?? '',
        target: request.url ?? '',
        headers: request.headers as Call['headers'],
        rawHeaders: request.rawHeaders,
        connection,
      }
      read(request, from, http1Outlet(request, response, wire))
    },
    http2(stream, headers, rawHeaders, connection, wire) {
      const from = { method: headers[':method'] ?? '', target: headers[':path'] ?? '', headers: headers as Call['headers'], rawHeaders, connection }
      stream.on('error', () => stream.destroy())
      read(stream, from, http2Outlet(stream, wire))
    },
  }
}
