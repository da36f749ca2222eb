import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChaosOptions } from '../chaos/options.ts'
import { isObject, type Json, type JsonObject, parseJson } from '../common/json.ts'
import type { Control } from './control.ts'
import { readAnswers, readFilter, readGoaway, readQuota, readTokens, readVendor } from './orders.ts'

/** The control port: plain HTTP and JSON on 127.0.0.1. */
export interface ControlServer {
  readonly url: string
  close(): Promise<void>
}

type Route = (control: Control, body: JsonObject, query: URLSearchParams) => unknown

/** Method and path to what is done; null: 204. */
const routes: Readonly<Record<string, Route>> = {
  'GET /received': (control, _body, query) => control.received(readFilter(query)),
  'DELETE /received': control => control.clear(),
  'GET /tally': (control, _body, query) => control.tally(readVendor(query.get('vendor'))),
  'GET /audit': (control, _body, query) => control.audit(query.has('vendor') ? readVendor(query.get('vendor')) : undefined),
  'GET /duplicates': (control, _body, query) => control.duplicates(query.has('vendor') ? readVendor(query.get('vendor')) : undefined),
  'GET /settings': (control, _body, query) => control.settings(readVendor(query.get('vendor'))),
  'POST /tokens': (control, body) => control.tokens(readTokens(body)),
  'POST /answers': (control, body) => control.answers(readAnswers(body)),
  'POST /quota': (control, body) => control.quota(readQuota(body)),
  'POST /chaos': (control, body) => control.chaos(body.off === true ? null : (body as Partial<ChaosOptions>)),
  'GET /chaos': (control, _body, query) => control.chaosDrawn(query.has('vendor') ? readVendor(query.get('vendor')) : undefined),
  'POST /expire': (control, body) => control.expire(readGoaway(body)),
  'POST /goaway': (control, body) => control.goaway(readGoaway(body)),
  'POST /cut': (control, body) => control.cut(readGoaway(body)),
  'POST /certificates': (control, body) => control.swapCertificates(readGoaway(body)),
  'POST /reset': control => control.reset(),
}

async function read(request: IncomingMessage): Promise<JsonObject[]> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > 64 * 1024 * 1024) throw new Error('the body is over 64 MB')
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (text.trim() === '') return [{}]
  const value = parseJson(text)
  const list: readonly Json[] = Array.isArray(value) ? value : [value as Json]
  return list.map(item => {
    if (!isObject(item)) throw new Error('the body must be a JSON object, or an array of them')
    return item
  })
}

/** Starts the control port on a free port. A body may be one order or an array of them. */
export async function startControlServer(control: Control): Promise<ControlServer> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
      response.end(value === undefined ? '{}' : JSON.stringify(value))
    }
    try {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const route = routes[`${request.method} ${url.pathname}`]
      if (!route) return answer(404, { error: `there is no ${request.method} ${url.pathname}; there are ${Object.keys(routes).join(', ')}` })
      let result: unknown
      for (const order of await read(request)) result = await route(control, order, url.searchParams)
      answer(200, result)
    } catch (error) {
      answer(400, { error: error instanceof Error ? error.message : String(error) })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
