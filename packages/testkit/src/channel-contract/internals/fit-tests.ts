import { encode } from '@rouse/core/channel'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ContractTest } from '../contract-types.ts'
import { notificationArbitrary } from '../notification-arbitrary.ts'
import { firstApp, firstDraft, requestBody, wireText } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { everyDraft } from './every-draft.ts'
import { fitSample, weight } from './fit-sample.ts'
import { illFormed } from './ill-formed.ts'
import { quotes } from './quotes.ts'
import { refusals } from './refusals.ts'
import { runs } from './runs.ts'

const shortened = (text: string): string => (text.length > 2000 ? `${text.slice(0, 2000)}… (${text.length} characters)` : text)

/** What holds of every request that goes out. */
export const fitTests: readonly ContractTest[] = [
  {
    name: 'makes requests that its payload schema accepts, in valid UTF-8 and within its limits, of any notification',
    run: ({ newChannel, settings, token, validatePayload }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      fc.assert(
        fc.property(notificationArbitrary(channel, settings), fc.constantFrom(null, 0, 1, 99, Number.MAX_SAFE_INTEGER), (notification, badge) => {
          const { notification: fitted } = fitSample(channel, app, notification)
          const draft = firstDraft(channel, fitted, [sampleTarget(token(0), badge)])
          const body = requestBody(draft)
          expect(refusals(validatePayload, body), shortened(JSON.stringify(body))).toEqual([])
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(encode(draft.body)), 'the body is UTF-8').not.toThrow()
          expect(illFormed(body), 'half a surrogate pair').toEqual([])
          for (const [name, value] of Object.entries(draft.headers)) {
            expect(name).toMatch(/^[a-z0-9-]+$/)
            expect(value, name).toMatch(/^[\x20-\x7e]*$/)
          }
        }),
        runs(150),
      )
    },
  },
  {
    name: 'makes requests of any number of targets that its payload schema accepts',
    run: options => {
      const most = options.newChannel().limits.tokens
      for (const count of [1, 2, 1000]) {
        const targets = Array.from({ length: Math.min(count, most) }, (_, n) => sampleTarget(options.token(n), 1, n))
        const draft = firstDraft(options.newChannel(), sampleNotification(), targets)
        expect(refusals(options.validatePayload, requestBody(draft)), `${draft.method} ${draft.url}`).toEqual([])
      }
    },
  },
  {
    name: 'says a smaller size for a shorter text',
    run: ({ newChannel, sizeUnit }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      const { payload: limit, body, title } = channel.limits
      if (limit === undefined) return
      const unit = sizeUnit ?? body?.unit ?? title?.unit ?? 'utf8-byte'
      const size = (text: string) => channel.render(sampleNotification({ ext: { text }, body: text }), app).size
      expect(size('x'), 'the size of one letter is less than the size of 500').toBeLessThan(size('x'.repeat(500)))
      for (const sample of ['消', '😀'].filter(each => weight(each, unit) > weight('x', unit))) {
        const said = `500 of "x" have a smaller size than 500 of "${sample}", counted in ${unit}; give sizeUnit if the unit is another`
        expect(size('x'.repeat(500)), said).toBeLessThan(size(sample.repeat(500)))
      }
    },
  },
  {
    name: 'shows its requests without any credential: no secret in them, and the token of a single target',
    run: options => {
      const targets = [0, 1].slice(0, options.newChannel().limits.tokens).map(n => sampleTarget(options.token(n), 1, n))
      for (const draft of everyDraft(options, targets)) {
        const wire = wireText(draft)
        expect(wire).not.toMatch(/authorization/i)
        expect(quotes(wire, options.secrets), `a secret in ${draft.method} ${draft.url}`).toBe(false)
        expect(draft.url).toMatch(/^https:\/\//)
      }
      const [first] = targets
      const wire = wireText(firstDraft(options.newChannel(), sampleNotification(), first === undefined ? [] : [first]))
      expect(decodeURIComponent(wire)).toContain(options.token(0))
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
