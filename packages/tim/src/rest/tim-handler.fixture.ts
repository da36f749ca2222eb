import { expect } from 'vitest'
import { type ChatServerOptions, createChatServer, createTimHandler, type TimHandlerOptions } from '../index.ts'
import { recordingEngine } from '../recording.fixture.ts'

export const query = 'sdkappid=88888888&identifier=administrator&usersig=sig&random=99999999&contenttype=json'
export const paths = {
  one: '/v4/openim/sendmsg',
  many: '/v4/openim/batchsendmsg',
  group: '/v4/group_open_http_svc/send_group_msg',
  push: '/v4/timpush/batch',
}
export const text = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'red packet' } }]
export const many = { From_Account: 'bob', To_Account: ['alice', 'carol'], MsgRandom: 7, MsgBody: text }
export const group = { GroupId: 'g1', From_Account: 'bob', Random: 8912345, MsgBody: text }
export const push = { From_Account: 'bob', To_Account: ['alice'], MsgRandom: 3674128, OfflinePushInfo: { PushFlag: 0, Title: 't', Desc: 'd' } }

/** A handler over a server whose engine keeps what it is given; `call` posts as an administrator. */
export function start(options: Partial<TimHandlerOptions & ChatServerOptions> = {}) {
  const recording = recordingEngine()
  const clock = { now: 1_795_428_000_000 }
  const server = createChatServer({ engine: recording.engine, clock: () => clock.now, random: () => 0, ...options })
  server.setGroup({ id: 'g1', name: 'Climbers', members: ['alice', 'bob', 'carol'] })
  const failures: unknown[] = []
  const handle = createTimHandler({ server, checkUserSig: () => true, onError: error => failures.push(error), ...options })
  const call = async (path: string, body: unknown, url = `${path}?${query}`): Promise<Record<string, unknown>> => {
    const response = await handle(new Request(`http://127.0.0.1${url}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    return (await response.json()) as Record<string, unknown>
  }
  return { ...recording, server, handle, call, clock, failures, last: () => recording.submitted.at(-1) }
}
export const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
export const fail = (code: number) => ({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: expect.any(String) })
