import type { AnyChannel, Capabilities, Notification } from '@rouse/core/channel'
import { expect } from 'vitest'
import type { ContractTest } from '../contract-types.ts'
import { drive, firstApp, firstDraft, sampleBatch, wireText } from '../requests.ts'
import { sampleNotification } from '../sample-notification.ts'
import { sampleTarget } from '../sample-target.ts'
import { deepFreeze } from './deep-freeze.ts'

/** What a notification may state, and whether a channel's capabilities let it get to `render`. */
const statements: readonly (readonly [what: string, stated: Partial<Notification>, holds: (capabilities: Capabilities) => boolean])[] = [
  ['an image', { image: 'https://example.com/a.png' }, ({ image }) => image],
  ['an ext', { ext: { text: '{"level":15}' }, notifyMode: 'custom' }, ({ ext }) => ext],
  ['no sound', { sound: { kind: 'silent' } }, ({ silent }) => silent],
  ['a sound of its own', { sound: { kind: 'file', name: 'dudulu' } }, ({ sound }) => sound === 'custom'],
  ['a URL for a click', { click: { kind: 'url', value: 'https://example.com/x' } }, ({ click }) => click.includes('url')],
  [
    'an intent for a click',
    { click: { kind: 'intent', value: 'intent:#Intent;component=com.example.chat/.Main;end' } },
    ({ click }) => click.includes('intent'),
  ],
  ['another replace id', { replaceId: 'msg-2' }, ({ replace }) => replace],
  ['no badge', { badge: false }, ({ badge }) => badge !== 'none'],
  ['now or never', { ttl: 0 }, ({ ttl }) => ttl !== false],
]

const wireOf = (channel: AnyChannel, notification: Notification, token: string, badge: number | null): string =>
  wireText(firstDraft(channel, notification, [sampleTarget(token, badge)]))

/** What holds of the promises that a channel makes by its capabilities. */
export const promiseTests: readonly ContractTest[] = [
  {
    name: 'does what its capabilities promise, or says in a note that it cannot',
    run: ({ newChannel, token }) => {
      const channel = newChannel()
      const app = firstApp(channel)
      const plain = sampleNotification()
      const codes = ({ notes }: { readonly notes: readonly { readonly code: string }[] }) => notes.map(({ code }) => code)
      for (const [what, stated, holds] of statements) {
        if (!holds(channel.capabilities)) continue
        const notification = { ...plain, ...stated }
        const shows = wireOf(channel, notification, token(0), 3) !== wireOf(channel, plain, token(0), 3)
        const told = codes(channel.render(notification, app)).length > codes(channel.render(plain, app)).length
        const tells = told || (what === 'no badge' && codes(channel.render(plain, app)).includes('badge-unsupported'))
        expect(shows || tells, `${what} changes nothing in the request, and no note says so`).toBe(true)
      }
    },
  },
  {
    name: 'shows a count on a badge alone, and renders it purely',
    run: options => {
      const channel = options.newChannel()
      const { renderBadge } = channel
      if (renderBadge === undefined) return
      const app = deepFreeze(firstApp(channel))
      const payload = deepFreeze(renderBadge(app))
      expect(renderBadge(app)).toEqual(payload)
      const batch = sampleBatch(channel, sampleNotification(), [])
      const wire = (badge: number) => {
        const targets = [sampleTarget(options.token(0), badge)]
        return drive(channel.send({ ...batch, payload, targets }), draft => options.accepted(draft, targets))
          .drafts.map(wireText)
          .join('\n')
      }
      expect(wire(0)).not.toBe(wire(5))
      expect(decodeURIComponent(wire(5))).toContain(options.token(0))
      for (const text of [sampleNotification().title, sampleNotification().body]) expect(wire(5)).not.toContain(text)
    },
  },
]
