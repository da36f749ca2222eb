import type { Element, Message } from '@rouse/core'
import fc from 'fast-check'
import { pushSettings } from './push-settings.ts'
import { id, text, time } from './text.ts'

const plain = { noNullPrototype: true } as const
const type = <T extends Element['type']>(name: T): fc.Arbitrary<T> => fc.constant(name)
const optional = { ...plain, requiredKeys: ['type'] } as const satisfies { requiredKeys: ['type']; noNullPrototype: true }

/** One element of a message, of any type. */
export const element = (): fc.Arbitrary<Element> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: type('text'), text: text() }, plain) },
    fc.record({ type: type('face'), index: fc.integer(), data: fc.string() }, optional),
    fc.record({ type: type('image'), url: fc.webUrl() }, optional),
    fc.record({ type: type('voice'), seconds: fc.nat() }, optional),
    fc.record({ type: type('video'), seconds: fc.nat() }, optional),
    fc.record({ type: type('file'), name: text(), bytes: fc.nat() }, optional),
    fc.record(
      {
        type: type('location'),
        description: text(),
        latitude: fc.double({ min: -90, max: 90, noNaN: true }),
        longitude: fc.double({ min: -180, max: 180, noNaN: true }),
      },
      optional,
    ),
    fc.record({ type: type('custom'), data: fc.string(), description: text(), ext: fc.string(), sound: fc.string() }, optional),
  )

/** Any well-formed message: every optional field absent half of the time. */
export const message = (): fc.Arbitrary<Message> =>
  fc.record(
    {
      id: id(),
      revision: fc.nat({ max: 5 }),
      kind: fc.oneof({ weight: 9, arbitrary: fc.constant('chat' as const) }, { weight: 1, arbitrary: fc.constant('system' as const) }),
      conversation: fc.record({ type: fc.constantFrom('c2c' as const, 'group' as const), id: id(), name: text() }, { ...plain, requiredKeys: ['type', 'id'] }),
      sender: fc.record({ id: id(), name: text() }, { ...plain, requiredKeys: ['id'] }),
      sentAt: time(),
      app: fc.constantFrom('com.example.chat', 'com.example.lite'),
      elements: fc.array(element(), { maxLength: 4 }),
      mentions: fc.record({ all: fc.boolean(), users: fc.array(id(), { maxLength: 3 }) }, { ...plain, requiredKeys: [] }),
      push: pushSettings(),
    },
    { ...plain, requiredKeys: ['id', 'kind', 'conversation', 'sender', 'elements'] },
  )
