import type { AnyChannel, Json, Message, PushSettings, Recipient } from '@rouse/core'
import { arbitraries, samples } from '@rouse/testkit'
import fc from 'fast-check'
import { schemaArbitrary } from './schema-arbitrary.fixture.ts'

const optional: { readonly requiredKeys: []; readonly noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true }

/** At most as many characters as the model accepts in a click target. */
const words = (): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: arbitraries.nastyText() }, { weight: 1, arbitrary: arbitraries.longText() }).map(text => text.slice(0, 8192))
/** At most as many characters as the model accepts in these fields. */
const shortWords = (): fc.Arbitrary<string> => words().map(text => text.slice(0, 1024))
const wordsOr = <T>(...values: readonly T[]): fc.Arbitrary<T | string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: words() })

/** Neutral settings that no schema of the model bounds, at their worst: what the model leaves open, and a vendor does not. */
const worst = fc.record(
  {
    image: fc.constantFrom('https://example.com/a.png', 'HTTPS://EXAMPLE.COM/A.JPG', `https://example.com/${'x'.repeat(3000)}`),
    collapseKey: fc.constantFrom('k', '消'.repeat(256)),
    android: fc.record(
      {
        sound: fc.constantFrom('dudulu', '消'.repeat(200), '\u0001'.repeat(200), 'x'.repeat(1024)),
        notifyMode: fc.constantFrom('normal', 'custom'),
        channelId: fc.oneof(fc.constantFrom('', ' ', 'chat', '消'.repeat(1024)), shortWords()),
        importance: fc.constantFrom('low', 'normal'),
        clickIntent: wordsOr(
          null,
          '',
          ' ',
          'x',
          'intent:#Intent;end',
          `intent:#Intent;S.x=${'"'.repeat(400)};end`,
          `intent:#Intent;S.x=${'x'.repeat(5000)};end`,
        ),
        clickUrl: wordsOr(
          null,
          '',
          ' ',
          'x',
          'http://a',
          'https://a b',
          'HTTPS://A/B',
          'https://a/\ud800',
          ...[290, 700].map(length => `https://a/${'消'.repeat(length)}`),
          `https://a/${'😀'.repeat(990)}`,
          `https://a/${'x'.repeat(5000)}`,
        ),
      },
      optional,
    ),
    ios: fc.record({ category: shortWords(), threadId: shortWords() }, optional),
  },
  optional,
) as fc.Arbitrary<PushSettings>

/** Anything that a vendor's settings schema takes. The app's own package is what no schema can know. */
function settingsOf({ settingsSchema, validators, name }: AnyChannel): fc.Arbitrary<Json> {
  if (settingsSchema === undefined || validators?.settings === undefined) throw new Error(`channel ${name} has no settings`)
  return schemaArbitrary(settingsSchema, validators.settings).map(settings => {
    const held = settings as { readonly [key: string]: Json }
    return 'restrictedPackageName' in held ? { ...held, restrictedPackageName: samples.sampleApp } : held
  })
}

/** A chat message with anything in it and anything stated, for these channels too; what would only keep it from being sent is left out. */
export function anyMessage(channels: readonly AnyChannel[]): fc.Arbitrary<Message> {
  const vendors = fc.record(Object.fromEntries(channels.map(channel => [channel.name, settingsOf(channel)])), optional)
  const stated = fc.option(fc.record({ worst, vendors }), { freq: 5 })
  return fc.tuple(arbitraries.message(), fc.option(arbitraries.text(), { freq: 4 }), stated).map(([message, text, more]) => {
    const { sentAt: _, app: __, push: { enabled: ___, ...push } = {}, ...rest } = message
    const all =
      more === null
        ? push
        : { ...push, ...more.worst, android: { ...push.android, ...more.worst.android }, ios: { ...push.ios, ...more.worst.ios }, vendors: more.vendors }
    return {
      ...rest,
      kind: 'chat',
      elements: text === null ? rest.elements : [...rest.elements, { type: 'text', text: `${text}.` }],
      push: all as PushSettings,
    }
  })
}

/** What a recipient has of their own, but for the devices. */
export const anyRecipient: fc.Arbitrary<Partial<Recipient>> = fc.record(
  {
    unread: fc.oneof(fc.constantFrom(0, 1, 99, 1_000_000, Number.MAX_SAFE_INTEGER), fc.nat()),
    preview: fc.constantFrom('full' as const, 'full' as const, 'sender' as const, 'none' as const),
    locale: fc.constantFrom('en', 'zh-CN'),
    settings: fc.record({ c2cSound: arbitraries.sound(), groupSound: arbitraries.sound() }),
  },
  optional,
)
