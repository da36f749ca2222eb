import { describe, expect, it } from 'vitest'
import { RouseError } from '../model/errors.ts'
import type { PushSettings } from '../model/push-settings.ts'
import { defaultLayer, globalLayer, type Layer, messageLayer, type PlatformFamily } from './layers.ts'
import { mergeLayers } from './merge.ts'

const layer = (priority: number, settings: PushSettings): Layer => ({ name: `p${priority}`, priority, settings })

describe('Enabled: stated, not defaulted', () => {
  const notStated: readonly (readonly [string, PushSettings | undefined])[] = [
    ['absent', undefined],
    ['an empty object', {}],
    ['enabled not stated', { body: 'hi' }],
  ]
  const verdict = (global: boolean | undefined, push: PushSettings | undefined) => {
    const { enabled, enabledFrom } = mergeLayers(
      [defaultLayer, globalLayer(global === undefined ? undefined : { enabled: global }, 'c2c'), messageLayer(push)],
      'ios',
    )
    return enabled ? 'push' : enabledFrom === 'message' ? 'disabled-for-message' : enabledFrom === 'global' ? 'disabled-globally' : 'disabled'
  }

  for (const [name, push] of notStated) {
    it(`pushes when the user set nothing globally and the message's settings are ${name}`, () => expect(verdict(undefined, push)).toBe('push'))
    it(`pushes when push is on globally and the message's settings are ${name}`, () => expect(verdict(true, push)).toBe('push'))
    it(`suppresses with disabled-globally when push is off globally and the message's settings are ${name}`, () =>
      expect(verdict(false, push)).toBe('disabled-globally'))
  }
  it.each([undefined, true])('pushes when global is %s and the message states true', global => expect(verdict(global, { enabled: true })).toBe('push'))
  it.each([undefined, true, false])('suppresses with disabled-for-message when global is %s and the message states false', global =>
    expect(verdict(global, { enabled: false })).toBe('disabled-for-message'),
  )
  it('pushes when push is off globally but this message states true: the single message prevails', () => expect(verdict(false, { enabled: true })).toBe('push'))
  it("names the policy's layer that disabled a push", () => {
    const effective = mergeLayers([defaultLayer, messageLayer({}), { name: 'holiday', priority: 150, settings: { enabled: false } }], 'ios')
    expect([effective.enabled, effective.enabledFrom]).toEqual([false, 'holiday'])
  })
})

describe('pairs of fields', () => {
  it.each<[PlatformFamily | null, PushSettings, string, unknown]>([
    ['ios', { title: 'general', ios: { title: 'apple' } }, 'ios.title', 'apple'],
    ['ios', { title: 'general', android: { title: 'android' } }, 'title', 'general'],
    ['android', { title: 'general', android: { title: 'android' } }, 'android.title', 'android'],
    ['android', { title: 'general', ios: { title: 'apple' } }, 'title', 'general'],
    [null, { title: 'general', ios: { title: 'apple' }, android: { title: 'android' } }, 'title', 'general'],
    ['ios', { body: 'general', ios: { body: 'apple' } }, 'ios.body', 'apple'],
    ['android', { body: 'general', android: { body: '' } }, 'android.body', ''],
    ['ios', { badge: true, ios: { badge: false } }, 'ios.badge', false],
    ['android', { badge: true, ios: { badge: false } }, 'badge', true],
  ])('for %s of %j takes %s', (family, settings, path, value) => {
    const effective = mergeLayers([layer(1, settings)], family)
    expect(effective.settings).toEqual({ [path]: { value, from: 'p1' } })
    const key = path.slice(path.indexOf('.') + 1)
    expect(effective.fact[key]).toBe(value)
    expect(effective.fact.from[key]).toBe('p1')
  })

  it("a higher layer's general field beats a lower layer's platform field", () => {
    expect(mergeLayers([layer(1, { ios: { title: 'low' } }), layer(2, { title: 'high' })], 'ios').settings).toEqual({ title: { value: 'high', from: 'p2' } })
  })

  it("a message class is no general form of Apple's action set", () => {
    const effective = mergeLayers([layer(1, { category: 'news' }), layer(2, { ios: { category: 'REPLY' } })], 'ios')
    expect([effective.category, effective.iosCategory]).toEqual(['news', 'REPLY'])
  })
})

describe('what counts as stated', () => {
  it.each<PushSettings>([
    {},
    { android: {} },
    { ios: {}, vendors: {} },
    { vendors: { oppo: {} } },
    { ios: { sound: undefined } } as PushSettings,
    { title: '' },
    { title: ' \n' },
    { ios: { title: '\u0000' } },
  ])('%j states nothing', settings => {
    expect(mergeLayers([layer(1, { title: 'kept', ios: { sound: 'kept' } }), layer(2, settings)], 'ios').settings).toEqual({
      title: { value: 'kept', from: 'p1' },
      'ios.sound': { value: 'kept', from: 'p1' },
    })
  })

  it('a blank platform title leaves the word to the general one', () => {
    expect(mergeLayers([layer(1, { title: 'general', ios: { title: ' ' } })], 'ios').settings).toEqual({ title: { value: 'general', from: 'p1' } })
  })

  it('a blank body is a statement: there is nothing to show', () => {
    expect(mergeLayers([layer(1, { body: 'low' }), layer(2, { body: '' })], 'ios').body).toBe('')
  })

  it.each([
    ['image', { image: 'https://a.example/1.png' }, { image: null }],
    ['ttl', { ttl: 60 }, { ttl: null }],
    ['collapseKey', { collapseKey: 'k' }, { collapseKey: null }],
    ['ios.sound', { ios: { sound: 'ring.caf' } }, { ios: { sound: null } }],
    ['ios.threadId', { ios: { threadId: 't' } }, { ios: { threadId: null } }],
    ['ios.category', { ios: { category: 'c' } }, { ios: { category: null } }],
  ] as const)("null for %s is the vendor's default on purpose, over lower layers", (path, low, high) => {
    expect(mergeLayers([layer(1, low), layer(2, high)], 'ios').settings).toEqual({ [path]: { value: null, from: 'p2' } })
  })

  it.each([
    ['android.sound', { android: { sound: 'ring' } }, { android: { sound: null } }],
    ['android.channelId', { android: { channelId: 'c' } }, { android: { channelId: null } }],
    ['android.clickIntent', { android: { clickIntent: 'i' } }, { android: { clickIntent: null } }],
    ['android.clickUrl', { android: { clickUrl: 'u' } }, { android: { clickUrl: null } }],
  ] as const)('null for %s likewise on Android', (path, low, high) => {
    expect(mergeLayers([layer(1, low), layer(2, high)], 'android').settings).toEqual({ [path]: { value: null, from: 'p2' } })
  })

  it('null where a field has no default to go back to states nothing', () => {
    expect(mergeLayers([layer(1, { title: 'kept' }), layer(2, { title: null } as unknown as PushSettings)], 'ios').title).toBe('kept')
  })

  it('ext and each vendor field are single values, never joined from two layers', () => {
    const effective = mergeLayers(
      [
        layer(1, { ext: '{"a":1}', vendors: { oppo: { style: { a: 1 }, old: 1 } } }),
        layer(2, { ext: '{"b":2}', vendors: { oppo: { style: { b: 2 } }, vivo: { pushMode: null } } }),
      ],
      'android',
    )
    expect(effective.ext).toBe('{"b":2}')
    expect(effective.vendors).toEqual({ oppo: { old: 1, style: { b: 2 } }, vivo: { pushMode: null } })
    expect(effective.settings['vendors.oppo.style']).toEqual({ value: { b: 2 }, from: 'p2' })
    expect(effective.settings['vendors.oppo.old']).toEqual({ value: 1, from: 'p1' })
  })

  it("a vendor field named like an object's own machinery is a field like any other", () => {
    const settings = JSON.parse('{"vendors":{"xiaomi":{"__proto__":{"polluted":true},"constructor":1}}}') as PushSettings
    const { vendors } = mergeLayers([layer(1, settings)], 'android')
    expect(Object.keys(vendors.xiaomi ?? {})).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('mergeLayers', () => {
  it('of no layers states nothing and reads as the default layer', () => {
    const effective = mergeLayers([], 'ios')
    expect(effective.settings).toEqual({})
    expect(effective).toMatchObject({ enabled: true, badge: true, ttl: 86_400, priority: 'high', category: 'im', notifyMode: 'normal', sound: undefined })
  })

  it.each<[string, Parameters<typeof mergeLayers>[0], unknown, number | null]>([
    ['lives 30 s where no ttl is stated', [defaultLayer, messageLayer({ category: 'voip' })], { value: 30, from: 'default' }, 30],
    [
      'also where a policy makes it a call',
      [defaultLayer, { name: 'calls', priority: 50, settings: { category: 'voip' } }],
      { value: 30, from: 'default' },
      30,
    ],
    ['lives as long as the message states', [defaultLayer, messageLayer({ category: 'voip', ttl: 600 })], { value: 600, from: 'message' }, 600],
    [
      'as long as a lower layer states',
      [defaultLayer, { name: 'calls', priority: 1, settings: { ttl: 45 } }, messageLayer({ category: 'voip' })],
      { value: 45, from: 'calls' },
      45,
    ],
    [
      'as long as the vendor likes, where null is stated',
      [defaultLayer, messageLayer({ category: 'voip', ttl: null })],
      { value: null, from: 'message' },
      null,
    ],
    ['30 s without the default layer', [messageLayer({ category: 'voip' })], undefined, 30],
  ])('a call %s', (_, layers, shown, ttl) => {
    const merged = mergeLayers(layers, 'android')
    expect(merged.settings.ttl).toEqual(shown)
    expect(merged.ttl).toBe(ttl)
    expect(merged.fact.ttl).toBe(shown === undefined ? undefined : ttl)
  })

  it('refuses two layers of the same priority and names both', () => {
    expect(() => mergeLayers([layer(1, {}), { name: 'night', priority: 7, settings: {} }, { name: 'vip', priority: 7, settings: {} }], 'ios')).toThrow(
      new RouseError('policy-invalid', 'layers "night" and "vip" both have priority 7: give each layer a priority of its own'),
    )
  })

  it('shows each value once, under the path where it was stated, in the order of the field table', () => {
    const push: PushSettings = { vendors: { oppo: { b: 1, a: 2 } }, ios: { sound: null, title: 'T' }, body: 'hi' }
    expect(Object.entries(mergeLayers([messageLayer(push), defaultLayer], 'ios').settings)).toEqual([
      ['enabled', { value: true, from: 'default' }],
      ['ios.title', { value: 'T', from: 'message' }],
      ['body', { value: 'hi', from: 'message' }],
      ['badge', { value: true, from: 'default' }],
      ['ttl', { value: 86_400, from: 'default' }],
      ['priority', { value: 'high', from: 'default' }],
      ['category', { value: 'im', from: 'default' }],
      ['ios.sound', { value: null, from: 'message' }],
      ['vendors.oppo.a', { value: 2, from: 'message' }],
      ['vendors.oppo.b', { value: 1, from: 'message' }],
    ])
  })

  it('gives rules the same shape whatever is stated', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null ? Object.entries(value).map(([key, part]) => [key, shape(part)]) : null
    const full: PushSettings = { enabled: true, title: 'T', android: { clickUrl: null }, ios: { threadId: 't' } }
    expect(shape(mergeLayers([], 'android').fact)).toEqual(shape(mergeLayers([layer(1, full)], 'android').fact))
  })

  it("reads null as the vendor's default where rendering asks", () => {
    const effective = mergeLayers(
      [layer(1, { ttl: null, image: null, collapseKey: null, android: { channelId: null, clickUrl: null, clickIntent: null, sound: null } })],
      'android',
    )
    expect(effective).toMatchObject({
      ttl: null,
      image: undefined,
      collapseKey: undefined,
      channelId: undefined,
      clickUrl: undefined,
      clickIntent: undefined,
      sound: null,
    })
  })

  it('reads every field for rendering', () => {
    const ios = {
      title: 'T',
      subtitle: 'S',
      sound: 'ring.caf',
      badge: false,
      threadId: 't',
      category: 'REPLY',
      interruptionLevel: 'active',
      mutableContent: true,
    } as const
    const android = {
      notifyMode: 'custom',
      channelId: 'c',
      importance: 'low',
      clickIntent: 'intent:#Intent;end',
      clickUrl: 'https://a.example',
      sound: 'ring',
    } as const
    const push: PushSettings = {
      body: 'B',
      ext: 'e',
      image: 'https://a.example/1.png',
      ttl: 60,
      priority: 'normal',
      collapseKey: 'k',
      category: 'news',
      android,
      ios,
    }
    const general = {
      body: 'B',
      ext: 'e',
      image: 'https://a.example/1.png',
      ttl: 60,
      ttlFrom: 'message',
      priority: 'normal',
      collapseKey: 'k',
      category: 'news',
    }
    expect(mergeLayers([messageLayer(push)], 'ios')).toMatchObject({
      ...general,
      title: 'T',
      subtitle: 'S',
      sound: 'ring.caf',
      badge: false,
      threadId: 't',
      iosCategory: 'REPLY',
      interruptionLevel: 'active',
      mutableContent: true,
      clickUrl: undefined,
      notifyMode: 'normal',
    })
    expect(mergeLayers([messageLayer(push)], 'android')).toMatchObject({
      ...general,
      ...android,
      title: undefined,
      badge: true,
      threadId: undefined,
      mutableContent: undefined,
    })
  })
})
