import { encode, RouseError, type WireResponse } from '@rouse/core/channel'
import { expect } from 'vitest'
import type { ChannelContractOptions, ContractTest } from '../contract-types.ts'
import { firstApp, firstDraft } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { deepFreeze } from './deep-freeze.ts'
import { quotes } from './quotes.ts'

const now = 1_795_500_000_000
const refused: WireResponse = { status: 401, headers: {}, body: new TextEncoder().encode('{"error":"invalid_client"}') }

const contextOf = ({ exchange }: ChannelContractOptions, answer?: WireResponse) => ({
  now,
  exchange: async (request: Parameters<NonNullable<ChannelContractOptions['exchange']>>[0]) => answer ?? exchange?.(request) ?? refused,
  signal: new AbortController().signal,
})

/** What holds of `authorize` and `sign`. */
export const credentialTests: readonly ContractTest[] = [
  {
    name: 'gets a credential that is renewed before it ends, and signs a frozen Draft with it',
    run: async options => {
      const channel = options.newChannel()
      const credential = await channel.authorize(deepFreeze(firstApp(channel)), contextOf(options))
      expect(credential.refreshAt).toBeGreaterThan(now)
      expect(credential.expiresAt).toBeGreaterThanOrEqual(credential.refreshAt)
      const draft = deepFreeze(firstDraft(channel, sampleNotification(), [sampleTarget(options.token(0), 1)]))
      const request = channel.sign(draft, credential, now)
      expect(request.method).toBe(draft.method)
      expect(request.url).toMatch(/^https:\/\//)
      expect(request.body).toBeInstanceOf(Uint8Array)
      for (const [name, value] of Object.entries(draft.headers)) expect(request.headers[name]).toBe(value)
    },
  },
  {
    name: 'sends a JSON body as its Draft shows it',
    run: async options => {
      const channel = options.newChannel()
      const credential = await channel.authorize(firstApp(channel), contextOf(options))
      const draft = firstDraft(channel, sampleNotification(), [sampleTarget(options.token(0), 1)])
      if ('json' in draft.body) expect(channel.sign(draft, credential, now).body).toEqual(encode(draft.body))
    },
  },
  {
    name: 'refuses an unusable credential with a RouseError that quotes no secret',
    run: async options => {
      const channel = options.newChannel()
      for (const app of options.brokenApps ?? []) {
        const error = await channel.authorize(app, contextOf(options)).then(
          () => null,
          (reason: unknown) => reason,
        )
        expect(error, JSON.stringify(Object.keys(app))).toBeInstanceOf(RouseError)
        checkSilent(error, options)
      }
    },
  },
  {
    name: 'survives any answer to a request for a credential, and quotes no secret',
    run: async options => {
      const channel = options.newChannel()
      const bodies = [
        '',
        'null',
        '[]',
        '{}',
        '<html>',
        '{"access_token":5}',
        '{"error":"invalid_client","error_description":"no"}',
        '{"access_token":"","expires_in":-1}',
      ]
      for (const status of [200, 302, 400, 401, 429, 500]) {
        for (const body of bodies) {
          const answer = { status, headers: {}, body: new TextEncoder().encode(body) }
          const error = await channel.authorize(firstApp(channel), contextOf(options, answer)).then(
            () => null,
            (reason: unknown) => reason,
          )
          if (error !== null) {
            expect(error).toBeInstanceOf(RouseError)
            checkSilent(error, options)
          }
        }
      }
    },
  },
]

function checkSilent(error: unknown, { secrets }: ChannelContractOptions): void {
  const told = error instanceof Error ? `${error.message}\n${error.stack}\n${JSON.stringify(error)}\n${String(error.cause)}` : String(error)
  expect(quotes(told, secrets), 'an error quotes a secret').toBe(false)
}
