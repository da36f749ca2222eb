import { Readable } from 'node:stream'
import type { Engine } from '@rouse/core'
import { createChatServer, createTimHandler, type TimHandlerOptions } from '@rouse/tim'
import Fastify, { type FastifyInstance } from 'fastify'

/**
 * A fastify app with Tencent's four REST calls over an engine. `checkUserSig` says who may call: in production
 * `hmacUserSig({ sdkAppId, secretKey })`.
 */
export function timApp(
  engine: Engine,
  checkUserSig: TimHandlerOptions['checkUserSig'],
): { readonly app: FastifyInstance; readonly server: ReturnType<typeof createChatServer> } {
  const server = createChatServer({ engine })
  const handle = createTimHandler({ server, checkUserSig })
  const app = Fastify()

  // The handler reads the body itself, within its own limit, whatever type the client says it is.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))

  app.all('/v4/*', async (request, reply) => {
    const bodiless = request.method === 'GET' || request.method === 'HEAD'
    const body = bodiless ? {} : { body: Readable.toWeb(request.raw), duplex: 'half' }
    const response = await handle(new Request(new URL(request.url, 'http://localhost'), { method: request.method, ...body } as RequestInit))
    // A body that was not read to its end would hold the connection.
    if (!request.raw.complete) reply.header('connection', 'close')
    return reply
      .code(response.status)
      .headers(Object.fromEntries(response.headers))
      .send(await response.text())
  })
  return { app, server }
}
