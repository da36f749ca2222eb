import { type AnyChannel, createExplainer, type Device, type Json, type Recipient } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { type GoldenName, goldenScenes } from './golden-scenes.ts'

/** A request written by hand from the vendor's document. */
export interface GoldenRequest {
  readonly headers: Readonly<Record<string, unknown>>
  /** JSON, or an object of the form's fields. */
  readonly body: unknown
  /** Codes of the notes that go with it. Default: none. */
  readonly notes?: readonly string[]
}

/** What the suite needs to know of a channel. */
export interface GoldenOptions {
  readonly name: string
  readonly newChannel: () => AnyChannel
  /** With one registration. */
  readonly device: Device
  readonly url: string
  /** Letters before the emoji of the scene "an emoji at the cut": as many as leave no room for it, and some for an ellipsis. */
  readonly emojiAfter: number
  readonly requests: Readonly<Record<GoldenName, GoldenRequest>>
}

/** Runs the scenes through the whole engine but the sending, and holds what would be sent against requests written by hand. */
export function goldenRequests({ name, newChannel, device, url, emojiAfter, requests }: GoldenOptions): void {
  const alice: Recipient = { id: 'alice', unread: 7, devices: [device] }
  const scenes = goldenScenes(emojiAfter)
  describe(`golden requests to ${name}, from the message on`, () => {
    it.each(Object.keys(scenes) as GoldenName[])('%s', async scene => {
      const explainer = createExplainer({ channels: [newChannel()], clock: () => Date.parse('2026-11-23T10:00:00Z') })
      const [decision] = await explainer.explain(scenes[scene], alice, { showTokens: true })
      const { request, notes } = decision as { request?: { method: string; url: string; headers: object; body: Json }; notes: readonly { code: string }[] }
      const golden = requests[scene]
      expect({ ...request, notes: notes.map(({ code }) => code) }).toMatchObject({ method: 'POST', url, notes: golden.notes ?? [] })
      expect(request?.headers).toEqual(golden.headers)
      expect(request?.body).toEqual(golden.body)
    })
  })
}
