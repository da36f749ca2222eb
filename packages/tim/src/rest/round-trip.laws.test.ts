import type { Message } from '@rouse/core'
import { createChecker } from '@rouse/core/validation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromTim, lostInTim, type TimRequest, toTim } from '../index.ts'
import { frozen } from '../recording.fixture.ts'
import { timRequest } from './requests.fixture.ts'

const checker = createChecker()
const text = fc.string({ minLength: 1, maxLength: 8 })
const maybe = <T extends Record<string, unknown>>(known: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(known, { requiredKeys: [] })
/** As in JSON: what is an empty object states nothing, and is not there. */
const filled = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => typeof inner !== 'object' || Object.keys(inner).length > 0)) as T

/** Messages that Tencent's shapes can say whole. */
const speakable: fc.Arbitrary<Message> = fc
  .record({
    seq: fc.nat({ max: 1000 }),
    random: fc.nat({ max: 4294967295 }),
    time: fc.option(fc.nat({ max: 2_000_000_000 })),
    sender: text,
    group: fc.option(text),
    elements: fc.array(
      fc.oneof(
        fc.record({ type: fc.constant('text' as const), text }),
        fc.record({ type: fc.constant('voice' as const), seconds: fc.nat() }, { requiredKeys: ['type'] }),
        fc.record({ type: fc.constant('image' as const), url: fc.webUrl() }, { requiredKeys: ['type'] }),
        fc.record({ type: fc.constant('face' as const), index: fc.integer(), data: text }, { requiredKeys: ['type'] }),
        fc.record({ type: fc.constant('file' as const), name: text, bytes: fc.nat() }, { requiredKeys: ['type'] }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    mentions: fc.option(fc.record({ all: fc.constant(true as const), users: fc.array(text, { minLength: 1, maxLength: 2 }) })),
    push: maybe({
      enabled: fc.constant(false as const),
      title: text,
      body: text,
      ext: text,
      image: fc.constant('https://example.com/a.png'),
      android: maybe({ sound: text, channelId: text }),
      ios: maybe({
        title: text,
        subtitle: text,
        sound: fc.oneof(text, fc.constant({ silent: true as const })),
        badge: fc.constant(false as const),
        mutableContent: fc.constant(true as const),
      }),
      vendors: maybe({ xiaomi: fc.record({ channelId: text }), honor: fc.record({ importance: fc.constantFrom('LOW', 'NORMAL') }) }),
    }),
  })
  .map(({ seq, random, time, sender, group, elements, mentions, push }): Message => {
    const timed = time !== null && group === null
    const stated = filled(push)
    return {
      id: `${group === null ? seq : 0}_${random}_${timed ? time : 0}`,
      kind: 'chat',
      conversation: group === null ? { type: 'c2c', id: sender } : { type: 'group', id: group },
      sender: { id: sender },
      ...(timed ? { sentAt: `${new Date(time * 1000).toISOString().slice(0, 19)}Z` } : {}),
      elements,
      ...(group !== null && mentions !== null ? { mentions } : {}),
      ...(Object.keys(stated).length === 0 ? {} : { push: stated }),
    }
  })

describe('laws of fromTim and toTim', () => {
  it('every request comes back as it was, unknown fields and flags that state nothing included', () => {
    fc.assert(
      fc.property(timRequest, request => {
        frozen(request)
        expect(toTim(fromTim(request))).toEqual(request)
      }),
      { numRuns: 1000 },
    )
  })

  it('every request makes a message that the model takes', () => {
    fc.assert(
      fc.property(timRequest, request => {
        const checked = checker.message(fromTim(request).message)
        expect(checked.ok ? [] : checked.mistakes).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('a message made of a request survives the way through JSON', () => {
    fc.assert(
      fc.property(timRequest, request => {
        const parts = fromTim(request)
        const stored = JSON.parse(JSON.stringify(parts)) as TimRequest
        expect(toTim(stored)).toEqual(request)
      }),
    )
  })

  it('a message that Tencent’s shapes can say comes back as it was, and nothing is told lost', () => {
    fc.assert(
      fc.property(speakable, message => {
        frozen(message)
        const json = toTim(message)
        const complete = message.conversation.type === 'c2c' ? { ...json, To_Account: 'someone' } : json
        expect(fromTim(complete).message).toEqual(message)
        expect(lostInTim(message)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})
