import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Decision, type Message, type Outcome, type Recipient } from '@rouse/core'
import { bytes, text, type WireRequest } from '@rouse/core/channel'
import { decisionSchema, outcomeSchema } from '@rouse/core/validation'
import { startSandbox } from '@rouse/sandbox'
import { arbitraries } from '@rouse/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alice, decide, explain, iphone, message } from './scene.fixture.ts'

const ajv = new Ajv2020({ allErrors: true, validateFormats: false, allowUnionTypes: true })
const isDecision = ajv.compile<Decision>(decisionSchema)
const isOutcome = ajv.compile<Outcome>(outcomeSchema)

/** Field by field, in the order in which the model has them. */
const decisionFields = ['message', 'recipient', 'device', 'policy', 'decision', 'reason', 'rule', 'dueAt', 'channel', 'channels', 'settings', 'notes', 'trace']
const requestFields = ['channel', 'method', 'url', 'headers', 'body', 'tokens']
const outcomeFields = [
  'message',
  'recipient',
  'device',
  'channel',
  'app',
  'status',
  'reason',
  'fault',
  'vendorId',
  'vendorCode',
  'attempts',
  'latencyMs',
  'retryAfter',
  'detail',
]

/** A credential as any of the vendors gives one. */
const trust = { access_token: 't', expires_in: 3600, code: 0, data: { auth_token: 't' }, result: 0, authToken: 't' }

const tokensOf = ({ devices }: Recipient): readonly string[] => devices.flatMap(({ registrations }) => registrations.map(({ token }) => token))

describe('for any message and recipient', () => {
  it('a Decision has the fields of the model in their order, one for each device, and no token in it', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraries.message(), arbitraries.recipient(), async (one: Message, recipient: Recipient) => {
        const decisions = await explain(one, recipient)
        expect(decisions.map(({ device }) => device)).toEqual(recipient.devices.length === 0 ? [null] : recipient.devices.map(({ id }) => id))
        for (const decision of decisions) {
          expect(isDecision(decision), JSON.stringify(isDecision.errors)).toBe(true)
          const pushes = decision.decision === 'push'
          expect(Object.keys(decision)).toEqual(pushes ? [...decisionFields, 'request'] : decisionFields)
          if (decision.request !== undefined) expect(Object.keys(decision.request)).toEqual(requestFields)
          if (!pushes) expect(decision).toMatchObject({ channel: null, channels: [], reason: expect.any(String), rule: expect.any(String) })
          if (pushes) expect(decision.channel).toBe(decision.channels[0])
          const said = JSON.stringify(decision)
          for (const token of tokensOf(recipient)) expect(said).not.toContain(token)
        }
      }),
      { numRuns: 120 },
    )
  })

  it('an Outcome has the fields of the model in their order, whatever the vendor says, and no token in it', async () => {
    const statuses = [200, 400, 403, 404, 410, 429, 500]
    const sandbox = await startSandbox()
    const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { channels: Record<string, object> }
    await sandbox.close()
    const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, (config: object) => AnyChannel>>
    const made = () => Object.entries(config.channels).map(([name, entry]) => (factories[name] as (config: object) => AnyChannel)(entry))
    await fc.assert(
      fc.asyncProperty(arbitraries.message(), arbitraries.recipient(), fc.constantFrom(...statuses), async (one, recipient, status) => {
        const transport = {
          // A vendor can quote no token that it was not sent; what names none asks for a credential, and has it.
          request: ({ url, body }: WireRequest) => {
            const sent = [url, text(body), ...new URLSearchParams(text(body)).values()].join('\n')
            const quoted = tokensOf(recipient).filter(token => sent.includes(token))
            const answer = quoted.length === 0 ? trust : { reason: quoted.join() }
            return Promise.resolve({ status: quoted.length === 0 ? 200 : status, headers: {}, body: bytes(JSON.stringify(answer)) })
          },
          close: () => Promise.resolve(),
        }
        const engine = createEngine({
          channels: made(),
          transport,
          retry: { attempts: 1 },
          batchWaitMs: 0,
          clock: () => Date.parse('2026-11-23T10:00:00Z'),
        })
        for (const outcome of [...(await engine.push(one, [recipient])), ...(await engine.revoke(one, [recipient]))]) {
          expect(isOutcome(outcome), JSON.stringify([outcome, isOutcome.errors])).toBe(true)
          expect(Object.keys(outcome)).toEqual(outcomeFields)
          expect(outcome.reason !== null, JSON.stringify(outcome)).toBe(outcome.status === 'suppressed' || outcome.status === 'deferred')
          expect(outcome.fault !== null, JSON.stringify(outcome)).toBe(outcome.status === 'rejected')
          const said = JSON.stringify(outcome)
          for (const token of tokensOf(recipient)) expect(said).not.toContain(token)
        }
        await engine.close()
      }),
      { numRuns: 80 },
    )
  })
})

describe('a Decision', () => {
  it('says that UTC was taken for quiet hours without a time zone', async () => {
    const { notes, reason } = await decide(message(), alice({ quietHours: { from: '09:00', to: '11:00' } }))
    expect(reason).toBe('quiet-hours')
    expect(notes.map(({ code }) => code)).toEqual(['time-zone-assumed'])
    expect((await decide(message(), alice({ quietHours: { from: '09:00', to: '11:00' }, timeZone: 'UTC' }))).notes).toEqual([])
  })

  it('stands once, without a device, for a recipient who has none', async () => {
    expect(await decide(message(), alice({ devices: [] }))).toMatchObject({ device: null, decision: 'suppress', reason: 'no-device', rule: 'no-device' })
  })

  it('names the field where it was stated, general or the platform’s, never both', async () => {
    const both = message({ push: { title: 'general', ios: { title: 'apple', badge: false } } })
    const { settings } = await decide(both, alice({ devices: [iphone()] }))
    expect(Object.keys(settings).filter(name => name.endsWith('title') || name.endsWith('badge'))).toEqual(['ios.title', 'ios.badge'])
    const general = await decide(both, alice({ devices: [] }))
    expect(Object.keys(general.settings).filter(name => name.includes('.'))).toEqual([])
  })
})
