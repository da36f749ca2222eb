import http2 from 'node:http2'
import type { TransportErrorCode } from '../../delivery/transport-error.ts'
import { plainHeaders } from './headers.ts'
import type { Job, StreamHandle } from './job.ts'

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = http2.constants

/** What a stream tells its session. */
export interface StreamOwner {
  readonly maxResponseBytes: number
  answered(status: number): void
  /** It closed; without its answer where the job has no end yet. */
  closed(job: Job, stream: http2.ClientHttp2Stream, failure: unknown): void
  late(): void
}

const reading = Symbol('reading')

type Stream = http2.ClientHttp2Stream & { [reading]?: Reading | null }

const nothing = new Uint8Array()

/** Reads one response. Node keeps a stream's memory until its next full collection, so nothing may hang on it by then. */
class Reading implements StreamHandle {
  readonly job: Job
  readonly owner: StreamOwner
  readonly #stream: Stream
  status = 0
  headers: http2.IncomingHttpHeaders | null = null
  chunks: Buffer[] | null = null
  length = 0
  failure: unknown = null

  constructor(job: Job, stream: Stream, owner: StreamOwner) {
    this.job = job
    this.#stream = stream
    this.owner = owner
  }

  get body(): Uint8Array {
    if (this.chunks === null) return nothing
    return this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks)
  }

  cancel(code: TransportErrorCode): void {
    this.#stream.close(NGHTTP2_CANCEL)
    if (code === 'timeout') this.owner.late()
  }
}

/** Reads a job's response from its stream. The handlers are shared: five closures a request would be most of its garbage. */
export function readStream(stream: http2.ClientHttp2Stream, job: Job, owner: StreamOwner): void {
  const one = new Reading(job, stream, owner)
  ;(stream as Stream)[reading] = one
  job.carrier = one
  stream.on('response', onResponse)
  stream.on('data', onData)
  stream.on('end', onEnd)
  stream.on('error', onError)
  stream.on('close', onClose)
}

function onResponse(this: Stream, fields: http2.IncomingHttpHeaders): void {
  const one = this[reading]
  if (one == null) return
  one.status = Number(fields[':status'])
  one.headers = fields
}

function onData(this: Stream, chunk: Buffer): void {
  const one = this[reading]
  if (one == null) return
  one.length += chunk.length
  if (one.length > one.owner.maxResponseBytes) {
    one.job.fail('protocol', `the response is larger than ${one.owner.maxResponseBytes} bytes`, true)
    this.close(NGHTTP2_CANCEL)
  } else if (one.chunks === null) one.chunks = [chunk]
  else one.chunks.push(chunk)
}

function onEnd(this: Stream): void {
  const one = this[reading]
  if (one == null || one.headers === null || this.aborted || (this.rstCode ?? NGHTTP2_NO_ERROR) !== NGHTTP2_NO_ERROR) return
  one.owner.answered(one.status)
  one.job.answer({ status: one.status, headers: plainHeaders(one.headers), body: one.body })
}

function onError(this: Stream, error: unknown): void {
  const one = this[reading]
  if (one != null) one.failure = error
}

function onClose(this: Stream): void {
  const one = this[reading]
  if (one == null) return
  this[reading] = null
  one.owner.closed(one.job, this, one.failure)
}
