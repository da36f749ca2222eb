import { readFile } from 'node:fs/promises'
import { startSandbox } from '@rouse/sandbox'
import { describe, expect, it, vi } from 'vitest'
import { wake } from './embed.ts'

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8')

describe("the README's embedding example", () => {
  it('is examples/embed.ts to the letter, and at most 20 lines', async () => {
    const block = /```ts\n(.*?)```/s.exec(await read('../README.md'))?.[1]
    expect(block).toBe(await read('embed.ts'))
    expect(block?.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
  })

  it('wakes a phone through the sandbox', async () => {
    const sandbox = await startSandbox()
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    try {
      const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as {
        ca: string
        channels: { apns: { apps: [{ teamId: string; keyId: string; key: string; host: string; port: number }] } }
      }
      const [app] = config.channels.apns.apps
      const outcomes = await wake(
        {
          id: 'msg-1',
          kind: 'chat',
          conversation: { type: 'c2c', id: 'bob' },
          sender: { id: 'bob', name: 'Bob' },
          elements: [{ type: 'text', text: 'hello' }],
        },
        [{ id: 'alice', devices: [{ id: 'd1', platform: 'ios', registrations: [{ channel: 'apns', token: '00ff'.repeat(16), app: 'com.example.chat' }] }] }],
        app,
        await readFile(config.ca, 'utf8'),
      )
      expect(outcomes).toMatchObject([{ status: 'accepted', vendorCode: '200' }])
      expect(said).toHaveBeenCalledWith('alice', 'accepted', '')
    } finally {
      said.mockRestore()
      await sandbox.close()
    }
  })
})
