import { encode } from '@rouse/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ContractTest } from '../channel-contract.ts'
import { notificationArbitrary } from '../notification-arbitrary.ts'
import { firstApp, firstDraft, requestBody, wireText } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { fitSample } from './fit-sample.ts'

/** What holds of every request that goes out. */
export const fitTests: readonly ContractTest[] = [
  {
    name: 'makes requests that its payload schema accepts, in valid UTF-8 and within its limits, of any notification',
    run: ({ newChannel, settings, token, validatePayload }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      fc.assert(
        fc.property(notificationArbitrary(channel, settings), fc.constantFrom(null, 0, 1, 99, Number.MAX_SAFE_INTEGER), (notification, badge) => {
          const { notification: fitted, payload } = fitSample(channel, app, notification)
          expect(payload.size).toBeLessThanOrEqual(payload.limit ?? channel.limits.payload ?? Number.POSITIVE_INFINITY)
          const draft = firstDraft(channel, fitted, [sampleTarget(token(0), badge)])
          const body = requestBody(draft)
          expect(validatePayload(body), JSON.stringify([validatePayload.errors, body])).toBe(true)
          expect(new TextDecoder('utf-8', { fatal: true }).decode(encode(draft.body)).isWellFormed()).toBe(true)
          expect(JSON.stringify(body).isWellFormed()).toBe(true)
          for (const [name, value] of Object.entries(draft.headers)) {
            expect(name).toMatch(/^[a-z0-9-]+$/)
            expect(value, name).toMatch(/^[\x20-\x7e]*$/)
          }
        }),
        { numRuns: 150 },
      )
    },
  },
  {
    name: 'says a smaller size for a shorter text',
    run: ({ newChannel }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      if (channel.limits.payload === undefined) return
      const size = (text: string) => channel.render(sampleNotification({ ext: { text }, body: text }), app).size
      expect(size('x')).toBeLessThan(size('x'.repeat(500)))
      expect(size('x'.repeat(500))).toBeLessThan(size('消'.repeat(500)))
    },
  },
  {
    name: 'shows its request without any credential: no secret in it, and the tokens it is for',
    run: ({ newChannel, token, secrets = [] }) => {
      const channel = newChannel()
      const draft = firstDraft(channel, sampleNotification(), [sampleTarget(token(0), 1)])
      const wire = wireText(draft)
      expect(wire).not.toMatch(/authorization/i)
      for (const value of secrets) expect(wire).not.toContain(value)
      expect(decodeURIComponent(wire)).toContain(token(0))
      expect(draft.url).toMatch(/^https:\/\//)
    },
  },
  {
    name: 'puts every token of a batch into the request, and no other',
    run: ({ newChannel, token }) => {
      const channel = newChannel()
      const targets = Array.from({ length: Math.min(channel.limits.tokens, 1000) }, (_, n) => sampleTarget(token(n), 1, n))
      const wire = decodeURIComponent(wireText(firstDraft(channel, sampleNotification(), targets)))
      for (const target of targets) expect(wire.includes(target.token.reveal())).toBe(true)
      expect(wire).not.toContain(token(1001))
    },
  },
]
