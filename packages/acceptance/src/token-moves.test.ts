import { readFile } from 'node:fs/promises'
import { type ApnsApp, apns } from '@rouse/channel-apns'
import { createEngine, type Outcome } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { startSandbox } from '@rouse/sandbox'
import { createChatServer, type DeviceInfo } from '@rouse/tim'
import { expect, it } from 'vitest'
import { app } from './scene.fixture.ts'

const phone: DeviceInfo = { id: 'phone', platform: 'ios' }
const registration = { channel: 'apns', token: '00ff'.repeat(16), app }

it('what waits for another try at a phone ends when another user logs in on it, and nothing goes to the wrong person', async () => {
  const sandbox = await startSandbox({ vendors: ['apns'] })
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: { apns: { apps: ApnsApp[] } } }
  const engine = createEngine({
    channels: [apns(config.channels.apns)],
    transport: nodeTransport({ ca: await readFile(config.ca, 'utf8') }),
    retry: { baseMs: 60_000, maxMs: 60_000, budgetMs: 600_000 },
    random: () => 0.9,
  })
  const server = createChatServer({ engine })
  const outcomes: Outcome[] = []
  const told = new Promise<void>(resolve => {
    engine.outcomes$.subscribe(outcome => {
      outcomes.push(outcome)
      if (outcomes.length === 2) resolve()
    })
  })
  try {
    sandbox.control.answers({ vendor: 'apns', token: registration.token, code: 'ServiceUnavailable', times: 1 })
    server.login('alice', phone, [registration])
    await server.send({ from: 'carol', to: { type: 'c2c', users: ['alice'] }, elements: [{ type: 'text', text: 'for alice alone' }] })
    while (sandbox.control.received({ vendor: 'apns' }).length === 0) await new Promise(resolve => setImmediate(resolve))
    server.login('bob', phone, [registration])
    await server.send({ from: 'carol', to: { type: 'c2c', users: ['bob'] }, elements: [{ type: 'text', text: 'for bob' }] })
    await told
    expect(outcomes.map(({ recipient, status, reason, attempts }) => [recipient, status, reason, attempts]).sort()).toEqual([
      ['alice', 'suppressed', 'moved', 1],
      ['bob', 'accepted', null, 1],
    ])
    const bodies = sandbox.control.received({ vendor: 'apns' }).map(({ body, status }) => [status, JSON.stringify(body).includes('for alice alone')])
    expect(bodies).toEqual([
      [503, true],
      [200, false],
    ])
  } finally {
    await engine.close()
    await sandbox.close()
  }
})
