import { readFileSync } from 'node:fs'
import https, { Agent } from 'node:https'
import { type Sandbox, startSandbox, type VendorInfo } from '@rouse/sandbox'
import Xiaomi from 'push-xiaomi'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import xiaomiPush from 'xiaomi-push'

let sandbox: Sandbox
let agent: Agent
const { globalAgent } = https
const packageName = 'com.example.chat'

const xiaomi = (): VendorInfo => {
  const info = sandbox.info.xiaomi
  if (!info) throw new Error('no xiaomi')
  return info
}
const appSecret = (): string => (xiaomi().credentials as { appSecret: string }).appSecret
const codesOf = () =>
  sandbox.control.received({ vendor: 'xiaomi' }).map(({ path, tokens }) => [path, tokens.map(({ token, accepted }) => `${token} ${accepted}`)])

// Both clients name Xiaomi's host and take the global agent: it leads to the sandbox, and trusts its authority.
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['xiaomi'] })
  const { url, ca } = xiaomi()
  agent = new Agent({ host: '127.0.0.1', port: Number(new URL(url).port), servername: 'api.xmpush.xiaomi.com', ca: readFileSync(ca) })
  Object.assign(https, { globalAgent: agent })
})
afterEach(() => sandbox.control.reset())
afterAll(async () => {
  Object.assign(https, { globalAgent })
  agent.destroy()
  await sandbox.close()
})

describe('xiaomi-push against the Xiaomi emulator', () => {
  const message = () =>
    new xiaomiPush.Message()
      .title('Bob')
      .description('hello')
      .payload('{"ext":"x"}')
      .passThrough(0)
      .notifyType(-1)
      .notifyId(7)
      .timeToLive(86_400_000)
      .restrictedPackageName(packageName)
      .extra('channel_id', 'chat')
      .extra('notify_effect', '1')
  const client = (secret = appSecret()) => new xiaomiPush.Notification({ production: true, appSecret: secret })
  const failure = (sending: Promise<unknown>): Promise<{ code: number; reason: string }> =>
    sending.then(
      () => {
        throw new Error('accepted')
      },
      (error: Error) => JSON.parse(error.message) as { code: number; reason: string },
    )

  it('gets one id and several accepted, and reads the bad ones', async () => {
    expect(await client().sendToRegid('a+/=', message())).toMatchObject({ result: 'ok', code: 0, data: { id: expect.any(String) } })
    sandbox.control.tokens({ vendor: 'xiaomi', token: 'dead+/=', state: 'dead' })
    expect(await client().sendToRegid(['a+/=', 'dead+/='], message())).toMatchObject({ code: 0, data: { bad_regids: 'dead+/=' } })
    expect(codesOf()).toEqual([
      ['/v2/message/regid', ['a+/= true']],
      ['/v2/message/regid', ['a+/= true', 'dead+/= false']],
    ])
  })

  it('reads what is refused', async () => {
    expect(await failure(client('wrong').sendToRegid('a', message()))).toMatchObject({ code: 21301 })
    expect(await failure(client().sendToRegid('a', message().title(' ')))).toMatchObject({ code: 65011 })
    expect(await failure(client().sendToRegid('a', message().restrictedPackageName('com.example.other')))).toMatchObject({ code: 22022 })
    sandbox.control.tokens({ vendor: 'xiaomi', token: 'dead', state: 'dead' })
    expect(await failure(client().sendToRegid('dead', message()))).toMatchObject({ code: 20301, reason: 'No valid targets!' })
  })

  it.each([10009, 10028, 10026, 22101, 200002])('reads code %i', async code => {
    sandbox.control.answers({ vendor: 'xiaomi', next: 1, code })
    expect(await failure(client().sendToRegid('a', message()))).toMatchObject({ code })
  })
})

describe('push-xiaomi against the Xiaomi emulator', () => {
  const push = (list: readonly string[], secret = appSecret()) =>
    new Promise<{ readonly codes: readonly number[]; readonly groups: number; readonly good: number; readonly bad: number }>((done, failed) => {
      const codes: number[] = []
      const client = new Xiaomi({ appSecret: secret, appPkgName: packageName, maxLength: 2 })
      client
        .push({
          title: 'Bob',
          content: 'hello',
          list,
          success: ({ data }) => codes.push(data.code),
          fail: failed,
          finish: ({ group, success_total, fail_total }) => done({ codes, groups: group, good: success_total, bad: fail_total }),
        })
        .catch(failed)
    })

  it('sends its groups of ids by v3, and counts the bad ones', async () => {
    sandbox.control.tokens({ vendor: 'xiaomi', token: 'dead', state: 'dead' })
    expect(await push(['a+/=', 'dead', 'b'])).toEqual({ codes: [0, 0], groups: 2, good: 2, bad: 1 })
    expect(codesOf().map(([path]) => path)).toEqual(['/v3/message/regid', '/v3/message/regid'])
  })

  it('counts a request whose ids are all dead as failed', async () => {
    sandbox.control.tokens({ vendor: 'xiaomi', token: 'dead', state: 'dead' })
    expect(await push(['dead'])).toEqual({ codes: [20301], groups: 1, good: 0, bad: 1 })
  })

  it('is told that its secret is wrong', async () => {
    expect((await push(['a'], 'wrong')).codes).toEqual([21301])
  })
})
