import { platforms } from '@rouse/core'
import type { App, Notification } from '@rouse/core/channel'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { ContractTest } from '../contract-types.ts'
import { defined, notificationArbitrary } from '../notification-arbitrary.ts'
import { firstApp, firstDraft, wireText } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { deepFreeze } from './deep-freeze.ts'
import { mistakesOf, settingsMistakes } from './engine-mistakes.ts'
import { quotes } from './quotes.ts'
import { runs } from './runs.ts'
import { yearsLater } from './years-later.ts'

/** What holds of a channel's data and of `render` as a function. */
export const renderTests: readonly ContractTest[] = [
  {
    name: 'describes itself completely',
    run: ({ newChannel, token }) => {
      const channel = newChannel()
      expect(mistakesOf({ ...channel, apps: [] }), 'what an engine says of the channel itself').toEqual([])
      for (const schema of [channel.appSchema, channel.optionsSchema, channel.settingsSchema]) {
        if (schema !== undefined) expect(schema.$id).toEqual(expect.any(String))
      }
      for (const n of [0, 1, 999]) expect(channel.limits.token.test(token(n)), 'limits.token accepts the sample token').toBe(true)
      for (const bad of ['', 'a b', 'a\nb', '../x', 'a?b', 'a,b']) expect(channel.limits.token.test(bad), JSON.stringify(bad)).toBe(false)
      expect(channel.capabilities.recall, 'capabilities.recall says whether there is a recall').toBe(channel.recall !== undefined)
      expect(channel.renderBadge === undefined || channel.capabilities.badge !== 'none', 'renderBadge needs a badge').toBe(true)
    },
  },
  {
    name: 'accepts its own app entries, options and sample settings, and refuses unknown fields',
    run: async ({ newChannel, settings = [] }) => {
      const channel = newChannel()
      expect(mistakesOf(channel)).toEqual([])
      expect(mistakesOf({ ...channel, apps: [{ ...firstApp(channel), nonsense: 1 } as App] })).toEqual(['/apps/0/nonsense'])
      if (channel.optionsSchema !== undefined) expect(mistakesOf({ ...channel, options: { nonsense: 1 } })).toEqual(['/nonsense'])
      if (channel.settingsSchema === undefined) return
      for (const sample of [{}, ...settings]) expect(await settingsMistakes(channel, sample), JSON.stringify(sample)).toEqual([])
      expect(await settingsMistakes(channel, { nonsense: 1 })).toEqual(['/nonsense'])
    },
  },
  {
    name: 'brings its validators compiled, for hosts that may not generate code',
    run: ({ newChannel }) => {
      const { validators, optionsSchema, settingsSchema } = newChannel()
      expect(validators?.app, 'validators.app').toBeDefined()
      expect(validators?.options !== undefined, 'validators.options, where there is an optionsSchema').toBe(optionsSchema !== undefined)
      expect(validators?.settings !== undefined, 'validators.settings, where there is a settingsSchema').toBe(settingsSchema !== undefined)
    },
  },
  {
    name: 'does not throw when it is made with a malformed config',
    run: ({ newMalformed }) => {
      // The engine names every mistake at its start; a factory that throws would hide them.
      if (newMalformed !== undefined) expect(newMalformed).not.toThrow()
    },
  },
  {
    name: 'fits its sample device, and no absent fact rules it out',
    run: ({ newChannel, device, token }) => {
      const channel = newChannel()
      const registration = {
        channel: channel.name,
        token: sampleTarget(token(0)).token,
        app: firstApp(channel).app,
        kind: 'alert',
        environment: 'production',
      } as const
      expect(channel.misfit(device, registration)).toBeNull()
      for (const fact of Object.keys(device).filter(name => name !== 'id' && name !== 'platform')) {
        const { [fact as 'maker']: _, ...without } = device
        expect(channel.misfit(without, registration), `without ${fact}`).toBeNull()
      }
      expect(channel.misfit({ id: device.id, platform: device.platform }, registration)).toBeNull()
      const why = platforms.map(platform => channel.misfit({ id: device.id, platform }, registration)).filter(said => said !== null)
      expect(why.length, 'no channel reaches every platform').toBeGreaterThan(0)
      for (const said of why) {
        expect(said, 'misfit returns null or the reason as text').toEqual(expect.any(String))
        expect(said.length, `the length of the reason "${said}"`).toBeGreaterThan(10)
      }
    },
  },
  {
    name: 'renders purely: frozen input, the same output twice',
    run: ({ newChannel, settings }) => {
      const channel = newChannel()
      const app = deepFreeze(firstApp(channel))
      fc.assert(
        fc.property(notificationArbitrary(channel, settings), notification => {
          const frozen = deepFreeze(notification)
          const first = channel.render(frozen, app)
          expect(channel.render(frozen, app)).toEqual(first)
          expect(
            yearsLater(() => channel.render(frozen, app)),
            'the same at any time',
          ).toEqual(first)
          expect(Number.isInteger(first.size) && first.size >= 0, 'size is a whole number').toBe(true)
        }),
        runs(60),
      )
    },
  },
  {
    name: 'gives equal keys only to payloads that make equal requests',
    run: ({ newChannel, settings, token }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      const wire = (notification: Notification) => wireText(firstDraft(channel, notification, [sampleTarget(token(0), 3)]))
      fc.assert(
        fc.property(notificationArbitrary(channel, settings), notificationArbitrary(channel, settings), (one, other) => {
          const { key } = channel.render(one, app)
          for (const field of Object.keys({ ...one, ...other }) as (keyof Notification)[]) {
            const changed = defined({ ...one, [field]: other[field] })
            if (channel.render(changed, app).key === key) expect(wire(changed), `of another ${field}`).toBe(wire(one))
          }
        }),
        runs(30),
      )
      const keys = [sampleNotification(), sampleNotification({ title: 'Alice' }), sampleNotification({ body: 'other' })].map(
        sample => channel.render(sample, app).key,
      )
      expect(new Set(keys).size).toBe(3)
    },
  },
  {
    name: 'tells in notes, with a code and a sentence, what it cannot',
    run: ({ newChannel, settings, secrets }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      fc.assert(
        fc.property(notificationArbitrary(channel, settings), notification => {
          const { notes } = channel.render(notification, app)
          expect(Array.isArray(notes), 'notes is an array').toBe(true)
          for (const note of notes) {
            expect(note, 'a note has a code and a detail, both text').toMatchObject({ code: expect.any(String), detail: expect.any(String) })
            expect(note.code).toMatch(/^[a-z]+(?:-[a-z]+)+$/)
            expect(note.detail.length, `the length of the detail of the note ${note.code}`).toBeGreaterThan(10)
            expect(quotes(note.detail, secrets), 'a note quotes a secret').toBe(false)
          }
        }),
        runs(60),
      )
    },
  },
]
