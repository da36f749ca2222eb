import fc from 'fast-check'
import { factTable } from '../fact-table.ts'
import type { Facts } from '../facts.ts'

/** Names of host facts that generated policies read. */
export const hostFacts = ['vip', 'score', 'nested'] as const

export const words = ['', 'a', 'bob', 'alice', 'CN', 'Asia/Shanghai', 'xiaomi', 'global', 'message', '5', '60', 'text', 'high', 'chat', 'logged-out']
export const numbers = [0, 1, 2, 5, 23, 60, 3600, -1, 0.5]

/** What no well-behaved caller passes, and what JSON cannot even hold. */
export const junk = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, Number.NaN, -0, Number.POSITIVE_INFINITY, '5', 'NaN', '', true, false),
  fc.constantFrom<readonly unknown[]>(
    [],
    [null],
    ['5', 5],
    [[5]],
    [Number.NaN],
    {} as never,
    { id: 'bob' } as never,
    { id: { id: 'bob' } } as never,
    { silent: true } as never,
  ),
  fc.constantFrom(...numbers, ...words),
)

const oneOf = (...values: readonly string[]) => fc.constantFrom(...values)
const text = fc.constantFrom<unknown>(...words)
const number = fc.constantFrom<unknown>(...numbers)
const flag = fc.boolean()
const orJunk = (value: fc.Arbitrary<unknown>) => fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: junk })
const object = (shape: { readonly [key: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<unknown> =>
  orJunk(fc.record(Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, orJunk(value)])), { requiredKeys: [] }))

const sound = fc.constantFrom<unknown>('dudulu', null, { silent: true })
const settings = {
  enabled: flag,
  title: text,
  ext: fc.constantFrom<unknown>('x', { base64: 'YQ==' }),
  badge: flag,
  body: text,
  image: fc.constantFrom<unknown>('https://example.com/a.png', null),
  collapseKey: fc.constantFrom<unknown>('a', null),
  ttl: fc.oneof(number, fc.constant(null)),
  priority: oneOf('high', 'normal'),
  category: oneOf('im', 'voip', 'marketing'),
  android: object({ sound, importance: oneOf('low', 'normal'), channelId: text, clickUrl: text }),
  ios: object({ sound, subtitle: text, threadId: fc.constantFrom<unknown>('a', null), mutableContent: flag }),
  vendors: object({ xiaomi: object({ channelId: text }) }),
}
/** The layer that stated each of them. */
const layerName = fc.constantFrom<unknown>('default', 'global', 'message', 'a')
const from = object({
  ...Object.fromEntries(['enabled', 'title', 'body', 'ext', 'badge', 'ttl', 'priority', 'category', 'collapseKey'].map(field => [field, layerName])),
  android: object({ sound: layerName, channelId: layerName }),
  ios: object({ sound: layerName, subtitle: layerName }),
  vendors: object({ xiaomi: object({ channelId: layerName }) }),
})

/** Facts of every shape: mostly as the pipeline builds them, with null, NaN, -0, gaps, texts for numbers, arrays and nesting strewn in. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    message: object({
      id: text,
      revision: number,
      kind: oneOf('chat', 'system'),
      conversation: object({ type: oneOf('c2c', 'group'), id: text, name: text }),
      sender: object({ id: text, name: text }),
      sentAt: text,
      app: text,
      elements: fc.array(object({ type: oneOf('text', 'image', 'custom'), text, index: number }), { maxLength: 3 }),
      mentions: object({ all: flag, users: fc.array(orJunk(text), { maxLength: 3 }) }),
      age: number,
      stated: object({ enabled: flag, ttl: fc.oneof(number, fc.constant(null)) }),
    }),
    conversation: object({ receive: oneOf('all', 'no-notify', 'mentions', 'none'), mutedUntil: text, muted: flag }),
    recipient: object({
      id: text,
      preview: oneOf('full', 'sender', 'none'),
      timeZone: text,
      locale: text,
      unread: number,
      quietHours: object({ from: text, to: text }),
      mentioned: flag,
      inQuietHours: flag,
      deviceCount: number,
      bucket: number,
    }),
    device: object({
      id: text,
      platform: oneOf('ios', 'android', 'harmony'),
      maker: text,
      osVersion: text,
      session: oneOf('logged-in', 'logged-out', 'kicked', 'never'),
      appState: oneOf('closed', 'background', 'foreground'),
      region: text,
      playServices: flag,
      hmsVersion: fc.oneof(number, fc.constant(null)),
      lastSeenAt: text,
      lastSeenAge: number,
    }),
    now: object({ iso: text, hour: number, minute: number, weekday: number }),
    effective: object({ ...settings, from }),
    recent: fc.tuple(orJunk(number), orJunk(number)).map(([recipient, conversation]) => ({
      recipient: (seconds: number) => (typeof recipient === 'number' ? Math.min(recipient, seconds) : recipient),
      conversation: () => conversation,
    })),
    host: object({ vip: flag, score: number, nested: object({ id: text, levels: fc.array(orJunk(number), { maxLength: 3 }) }) }),
  })
  .map(facts => facts as Facts)

/** Every readable path of the closed table, with an index and a vendor put in. */
export const readablePaths: readonly { readonly fact: string; readonly path: string }[] = Object.entries(factTable).flatMap(([fact, { paths }]) =>
  Object.keys(paths).flatMap(path =>
    path.includes('[*]') ? [0, 2].map(at => ({ fact, path: path.replace('[*]', `[${at}]`) })) : [{ fact, path: path.replace('.*.*', '.xiaomi.channelId') }],
  ),
)
