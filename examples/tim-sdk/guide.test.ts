import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import { xiaomi } from '@rouse/channel-cn-vendors'
import { createEngine, type Engine } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Sandbox, startSandbox } from '@rouse/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configureGlobally, restOf, sendDescribed, start } from './guide.ts'

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')
const app = 'com.example.chat'
const iphone = { id: 'iphone', platform: 'ios', registrations: [{ channel: 'apns', token: '00ff'.repeat(16), app }] } as const
const mi = { id: 'mi', platform: 'android', maker: 'xiaomi', registrations: [{ channel: 'xiaomi', token: `${'d'.repeat(43)}=`, app }] } as const

let sandbox: Sandbox
let engine: Engine
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns', 'xiaomi'] })
  const { ca, channels } = JSON.parse(await readFile(sandbox.info.config, 'utf8'))
  engine = createEngine({ channels: [apns(channels.apns), xiaomi(channels.xiaomi)], transport: nodeTransport({ ca: await readFile(ca, 'utf8') }) })
})
afterAll(async () => {
  await engine.close()
  await sandbox.close()
})

const arrived = async (vendor: 'apns' | 'xiaomi') => {
  while (sandbox.control.received({ vendor, kind: 'send' }).length === 0) await new Promise(resolve => setImmediate(resolve))
  return sandbox.control.received({ vendor, kind: 'send' })[0]?.body
}

describe('the guide’s examples in TypeScript', () => {
  it('are what packages/tim/README.md shows, to the letter, and docs/from-tencent-im.md in part', async () => {
    const code = await read('guide.ts')
    expect([...(/```ts\n(.*?)```/gs.exec(await read('../../packages/tim/README.md')) ?? [])][1]).toBe(code)
    const [, part] = /```ts\n(.*?)```/s.exec(await read('../../docs/from-tencent-im.md')) ?? []
    expect(code).toContain(part)
  })

  it('reach an iPhone with the sound that the message names', async () => {
    const { bob, alice } = start(engine, iphone)
    configureGlobally(alice, app)
    expect((await sendDescribed(bob, 'alice', app)).getMsgId()).toMatch(/^\d+_\d+_\d+$/)
    expect(await arrived('apns')).toEqual({
      aps: { alert: { title: 'bob', body: "I'm description" }, badge: 1, sound: 'file', 'thread-id': 'bob' },
      ext: '{"level":15,"task":"TASK15"}',
    })
  })

  it('reach a Xiaomi phone under the message’s own title', async () => {
    const { bob } = start(engine, mi)
    await sendDescribed(bob, 'alice', app)
    expect(await arrived('xiaomi')).toMatchObject({
      title: "I'm title",
      description: "I'm description",
      payload: '{"ext":"{\\"level\\":15,\\"task\\":\\"TASK15\\"}"}',
      'extra.notify_effect': '1',
    })
  })

  it('take REST calls too, from whom Tencent’s signature lets in', async () => {
    const handle = restOf(start(engine, iphone).bob, 1_400_000_000, 'a made-up key')
    const url = 'http://localhost/v4/openim/sendmsg?sdkappid=1400000000&identifier=administrator&usersig=none&random=1&contenttype=json'
    const answer = await handle(new Request(url, { method: 'POST', body: '{}' }))
    expect([answer.status, await answer.json()]).toEqual([200, { ActionStatus: 'FAIL', ErrorCode: 70003, ErrorInfo: expect.any(String) }])
  })
})
