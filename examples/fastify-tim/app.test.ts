import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import { createEngine, type Engine } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { timApp } from './app.ts'

let sandbox: Sandbox
let engine: Engine
let tim: ReturnType<typeof timApp>
let origin: string

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns'] })
  const { ca, channels } = JSON.parse(await readFile(sandbox.info.config, 'utf8'))
  engine = createEngine({ channels: [apns(channels.apns)], transport: nodeTransport({ ca: await readFile(ca, 'utf8') }) })
  tim = timApp(engine, ({ usersig }) => usersig === 'good')
  origin = await tim.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await tim.app.close()
  await engine.close()
  await sandbox.close()
})

const message = { From_Account: 'bob', To_Account: 'alice', MsgRandom: 1, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }] }
const call = async (body: unknown, { usersig = 'good', path = '/v4/openim/sendmsg', method = 'POST' } = {}) => {
  const response = await fetch(`${origin}${path}?sdkappid=1&identifier=administrator&usersig=${usersig}&random=1&contenttype=json`, {
    method,
    ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  })
  return { status: response.status, answer: (await response.json()) as { readonly [name: string]: unknown } }
}

it('a call over a socket arrives at the vendor', async () => {
  tim.server.login('alice', { id: 'phone', platform: 'ios' }, [{ channel: 'apns', token: '00ff'.repeat(16), app: 'com.example.chat' }])
  const outcome = new Promise(resolve => engine.outcomes$.subscribe(resolve))
  expect(await call(message)).toEqual({
    status: 200,
    answer: { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '', MsgTime: expect.any(Number), MsgKey: expect.stringMatching(/^1_\d+_\d+$/) },
  })
  expect(await outcome).toMatchObject({ status: 'accepted', recipient: 'alice', channel: 'apns' })
  expect(sandbox.control.received({ vendor: 'apns' }).map(({ body }) => body)).toMatchObject([{ aps: { alert: { title: 'bob', body: 'hi' }, badge: 1 } }])
})

it('whatever is wrong is answered in Tencent’s words', async () => {
  const refused = async (answer: ReturnType<typeof call>) => {
    const { status, answer: body } = await answer
    return [status, body.ActionStatus, body.ErrorCode]
  }
  expect(await refused(call(message, { usersig: 'bad' }))).toEqual([200, 'FAIL', 70009])
  expect(await refused(call('{'))).toEqual([200, 'FAIL', 90001])
  expect(await refused(call('x'.repeat(5_000_000)))).toEqual([200, 'FAIL', 93000])
  expect(await refused(call(null, { path: '/v4/openim/nothing' }))).toEqual([200, 'FAIL', 60009])
  expect(await refused(call(null, { method: 'GET' }))).toEqual([200, 'FAIL', 60002])
})
