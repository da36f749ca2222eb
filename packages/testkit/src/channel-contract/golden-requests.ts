import type { Device, Recipient } from '@rouse/core'
import type { AnyChannel, Json, Message } from '@rouse/core/channel'
import { createExplainer } from '@rouse/core/policy'
import { describe, expect, it } from 'vitest'
import { type GoldenName, goldenChat, goldenScenes } from './golden-scenes.ts'

/** A request written by hand from the vendor's document. */
export interface GoldenRequest {
  readonly headers: Readonly<Record<string, unknown>>
  /** JSON, or an object of the form's fields. */
  readonly body: unknown
  /** Codes of the notes that go with it. Default: none. */
  readonly notes?: readonly string[]
}

/** One more scene, of this vendor's own: what differs in the message and its recipient from a c2c text to alice, and the request. */
export interface GoldenScene extends GoldenRequest {
  readonly name: string
  readonly message?: Partial<Message>
  readonly recipient?: Partial<Recipient>
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
  /** Default: none. */
  readonly more?: readonly GoldenScene[]
}

/** Runs the scenes through the whole engine but the sending, and holds what would be sent against requests written by hand. */
export function goldenRequests({ name, newChannel, device, url, emojiAfter, requests, more = [] }: GoldenOptions): void {
  const scenes = goldenScenes(emojiAfter)
  const alice: Recipient = { id: 'alice', unread: 7, devices: [device] }
  const hold = async (message: Message, recipient: Recipient, golden: GoldenRequest) => {
    const explainer = createExplainer({ channels: [newChannel()], clock: () => Date.parse('2026-11-23T10:00:00Z') })
    const [decision] = await explainer.explain(message, recipient, { showTokens: true })
    const { request, notes } = decision as { request?: { method: string; url: string; headers: object; body: Json }; notes: readonly { code: string }[] }
    expect({ ...request, notes: notes.map(({ code }) => code) }).toMatchObject({ method: 'POST', url, notes: golden.notes ?? [] })
    expect(request?.headers).toEqual(golden.headers)
    expect(request?.body).toEqual(golden.body)
  }
  describe(`golden requests to ${name}, from the message on`, () => {
    it('lack none of the scenes that every vendor shows', () => {
      expect(Object.keys(requests).toSorted()).toEqual(Object.keys(scenes).toSorted())
    })

    it.each(Object.keys(scenes) as GoldenName[])('%s', scene => hold(scenes[scene], alice, requests[scene]))

    if (more.length > 0) {
      it.each(more.map(scene => [scene.name, scene] as const))('%s', (_, { message, recipient, ...golden }) =>
        hold({ ...goldenChat, ...message }, { ...alice, ...recipient }, golden),
      )
    }
  })
}
