import { readFile } from 'node:fs/promises'
import { type ApnsApp, apns } from '@rouse/channel-apns'
import { createEngine, type Recipient } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { h2 } from '@rouse/h2'
import { startSandbox } from '@rouse/sandbox'
import { describe, expect, it } from 'vitest'
import { app, message } from './scene.fixture.ts'

const token = (i: number) => i.toString(16).padStart(64, '0')

describe('a burst of 20,000 APNs notifications', () => {
  const transports = [
    ['nodeTransport()', (ca: string) => nodeTransport({ ca })],
    ['h2()', (ca: string) => h2({ ca })],
  ] as const

  it.each(transports)(
    'loses none through %s',
    async (_, transport) => {
      const sandbox = await startSandbox({ vendors: ['apns'] })
      const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: { apns: { apps: ApnsApp[] } } }
      const engine = createEngine({ channels: [apns(config.channels.apns)], transport: transport(await readFile(config.ca, 'utf8')) })
      try {
        const recipients = Array.from(
          { length: 20_000 },
          (_, i): Recipient => ({
            id: `user-${i}`,
            unread: i % 100,
            devices: [{ id: 'd', platform: 'ios', registrations: [{ channel: 'apns', token: token(i), app }] }],
          }),
        )
        const outcomes = await engine.push(message({ sentAt: undefined }), recipients)
        expect(outcomes).toHaveLength(20_000)
        expect(new Set(outcomes.filter(({ status }) => status === 'accepted').map(({ recipient }) => recipient)).size).toBe(20_000)
        expect(new Set(outcomes.map(({ vendorId }) => vendorId)).size).toBe(20_000)
      } finally {
        await engine.close()
        await sandbox.close()
      }
    },
    120_000,
  )
})
