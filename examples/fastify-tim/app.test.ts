import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { deflateSync } from 'node:zlib'
import { apns } from '@rouse/channel-apns'
import { createEngine, type Engine } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { hmacUserSig } from '@rouse/tim'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
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

it('all four calls arrive', async () => {
  sandbox.control.clear()
  tim.server.setGroup({ id: 'climbers', name: 'Climbers', members: ['bob', 'alice'] })
  const { MsgBody } = message
  const answers = [
    await call({ ...message, MsgRandom: 2 }),
    await call({ ...message, To_Account: ['alice'], MsgRandom: 3 }, { path: '/v4/openim/batchsendmsg' }),
    await call({ GroupId: 'climbers', From_Account: 'bob', Random: 4, MsgBody }, { path: '/v4/group_open_http_svc/send_group_msg' }),
    await call({ From_Account: 'bob', To_Account: ['alice'], MsgRandom: 5, OfflinePushInfo: { Title: 't', Desc: 'd' } }, { path: '/v4/timpush/batch' }),
  ]
  expect(answers.map(({ answer }) => answer)).toMatchObject([
    { ErrorCode: 0, MsgKey: expect.any(String) },
    { ErrorCode: 0, MsgKey: expect.any(String) },
    { ErrorCode: 0, MsgSeq: 1 },
    { ErrorCode: 0, TaskId: expect.stringMatching(/^batch_/) },
  ])
  await vi.waitUntil(() => sandbox.control.received({ vendor: 'apns' }).length === 4, { timeout: 20_000 })
  const titles = sandbox.control.received({ vendor: 'apns' }).map(({ body }) => (body as { aps: { alert: { title: string } } }).aps.alert.title)
  expect(titles.sort()).toEqual(['Climbers', 'bob', 'bob', 't'])
})

/** A request by hand: fetch always names a content type. */
function raw(headers: { readonly [name: string]: string }, write: (out: ReturnType<typeof request>) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const out = request(`${origin}/v4/openim/sendmsg?sdkappid=1&identifier=administrator&usersig=good`, { method: 'POST', headers }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        text += part
      })
      response.on('end', () => resolve(JSON.parse(text)))
    })
    out.on('error', reject)
    write(out)
  })
}

it('a body without a content type, in chunks, is taken', async () => {
  const answer = await raw({}, out => {
    const text = JSON.stringify({ ...message, MsgRandom: 6 })
    out.write(text.slice(0, 20))
    out.end(text.slice(20))
  })
  expect(answer).toMatchObject({ ActionStatus: 'OK' })
})

it('a caller that goes away in the middle of a body harms nobody else', async () => {
  const gone = raw({ 'content-length': '1000' }, out => {
    out.write('{"From_Account":')
    setImmediate(() => out.destroy())
  })
  await expect(gone).rejects.toThrow()
  expect((await call({ ...message, MsgRandom: 7 })).answer).toMatchObject({ ActionStatus: 'OK' })
})

it('takes signatures as Tencent makes them, and no others', async () => {
  const [sdkAppId, secretKey, time, expire] = [1400000000, 'the-secret-key-of-a-test', Math.floor(Date.now() / 1000), 3600]
  const check = hmacUserSig({ sdkAppId, secretKey })
  const sign = (user: string, key: string): string => {
    const text = `TLS.identifier:${user}\nTLS.sdkappid:${sdkAppId}\nTLS.time:${time}\nTLS.expire:${expire}\n`
    const sig = createHmac('sha256', key).update(text).digest('base64')
    const ticket = { 'TLS.ver': '2.0', 'TLS.identifier': user, 'TLS.sdkappid': sdkAppId, 'TLS.expire': expire, 'TLS.time': time, 'TLS.sig': sig }
    return deflateSync(JSON.stringify(ticket)).toString('base64').replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_')
  }
  const signed = timApp(engine, check)
  const at = await signed.app.listen({ port: 0, host: '127.0.0.1' })
  try {
    const codes = []
    for (const [user, key] of [
      ['administrator', secretKey],
      ['administrator', 'another'],
      ['alice', secretKey],
    ] as const) {
      const url = `${at}/v4/openim/sendmsg?sdkappid=${sdkAppId}&identifier=${user}&usersig=${encodeURIComponent(sign(user, key))}`
      codes.push(((await (await fetch(url, { method: 'POST', body: JSON.stringify(message) })).json()) as { readonly ErrorCode: number }).ErrorCode)
    }
    expect(codes).toEqual([0, 70009, 90009])
  } finally {
    await signed.app.close()
  }
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
