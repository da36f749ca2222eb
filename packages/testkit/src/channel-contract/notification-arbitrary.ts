import { categories } from '@rouse/core'
import type { AnyChannel, Json, Notification } from '@rouse/core/channel'
import fc from 'fast-check'

type Settings = { readonly [key: string]: Json }

const clean = (text: string): string => text.toWellFormed().replace(/(?![\n\t])\p{Cc}/gu, '')
const shown = (text: string, fallback: string): string => (clean(text).trim() === '' ? fallback : clean(text))

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('Bob', '群聊 🎉', '👨‍👩‍👧‍👦'.repeat(8), 'مرحبا', '"quoted" \\ & =+% <b>', '½ ☃ 😀', '   x', '\u{1F1E9}\u{1F1EA}', 'ﷺ'),
)
const long = fc.constantFrom('x'.repeat(100_000), '😀'.repeat(20_000), '消息'.repeat(3_000), '👨‍👩‍👧‍👦'.repeat(2_000), '"\\\n'.repeat(3_000))
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('msg-1', 'group-7', '用户', 'a b', 'a\r\nb: c') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }) },
  { weight: 1, arbitrary: fc.constantFrom('i'.repeat(256), '消'.repeat(256)) },
)

/** Fields that are left out half of the time. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined })

/** Without the fields that are undefined. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T
}

/**
 * Notifications as the engine would hand them to this channel: degraded by its capabilities, texts cleaned, not yet fitted.
 * `settings`: samples of `push.vendors.<name>`.
 */
export function notificationArbitrary({ capabilities, limits }: AnyChannel, settings: readonly Settings[] = []): fc.Arbitrary<Notification> {
  const sounds: fc.Arbitrary<Notification['sound']>[] = [fc.constant({ kind: 'default' })]
  if (capabilities.silent) sounds.push(fc.constant({ kind: 'silent' }))
  if (capabilities.sound === 'custom') sounds.push(fc.constantFrom({ kind: 'file', name: 'dudulu' }, { kind: 'file', name: 'new sound.caf' }))
  const clicks: Notification['click'][] = [{ kind: 'app' }]
  if (capabilities.click.includes('url')) clicks.push({ kind: 'url', value: 'https://example.com/a?b=c&d=é' })
  if (capabilities.click.includes('intent')) clicks.push({ kind: 'intent', value: 'intent:#Intent;component=com.example.chat/.Main;S.k=v;end' })
  const ttl = limits.ttl ?? { min: 1, max: 2_592_000 }
  const ext = fc.oneof(
    fc.constantFrom({ text: '{"level":15,"task":"TASK15"}' }, { text: '//8A', encoding: 'base64' as const }, { text: 'x'.repeat(10_000) }),
    fc.string({ unit: 'grapheme', minLength: 1 }).map(text => ({ text: shown(text, 'ext') })),
  )
  return fc
    .record({
      messageId: id,
      replaceId: id,
      collapseKey: maybe(id),
      conversation: fc.record({ type: fc.constantFrom('c2c' as const, 'group' as const), id, name: maybe(word) }).map(defined),
      sender: fc.record({ id, name: maybe(word) }).map(defined),
      title: fc.oneof(word, long).map(text => shown(text, 'title').replaceAll('\n', ' ')),
      subtitle: maybe(word.map(text => shown(text, 'subtitle'))),
      body: fc.oneof(word, long).map(text => shown(text, 'body')),
      image: capabilities.image ? maybe(fc.constant('https://example.com/a.png')) : fc.constant(undefined),
      ext: capabilities.ext ? maybe(ext) : fc.constant(undefined),
      sound: fc.oneof(...sounds),
      badge: fc.boolean(),
      kind: fc.constantFrom('alert' as const, 'alert' as const, 'voip' as const),
      category: fc.constantFrom(...categories),
      priority: fc.constantFrom('high' as const, 'normal' as const),
      importance: maybe(fc.constantFrom('low' as const, 'normal' as const)),
      ttl: capabilities.ttl === false ? fc.constant(null) : fc.oneof(fc.constantFrom(null, 0, ttl.min, ttl.max), fc.integer(ttl)),
      expiresAt: fc.integer({ min: 1_700_000_000, max: 2_000_000_000 }),
      notifyMode: fc.constantFrom('normal' as const, 'custom' as const),
      click: fc.constantFrom(...clicks),
      channelId: maybe(fc.constantFrom('chat', '频道')),
      threadId: fc.constantFrom(undefined, null, 'thread'),
      ios: maybe(fc.constantFrom({}, { category: 'REPLY', interruptionLevel: 'time-sensitive', mutableContent: true }, { mutableContent: false })),
      templateText: fc.boolean(),
      vendor: fc.constantFrom({}, ...settings),
    })
    .map(record => defined(record) as Notification)
}
