import { describe, expect, it } from 'vitest'
import type { GlobalSettings } from '../model/recipient.ts'
import { defaultLayer, globalLayer, messageLayer } from './layers.ts'
import { mergeLayers } from './merge.ts'

const settings: GlobalSettings = { enabled: true, c2cSound: 'chat.caf', groupSound: { silent: true } }

describe('the global layer', () => {
  it.each([
    ['c2c', settings, { enabled: true, ios: { sound: 'chat.caf' }, android: { sound: 'chat.caf' } }],
    ['group', settings, { enabled: true, ios: { sound: { silent: true } }, android: { sound: { silent: true } } }],
    ['group', { c2cSound: 'chat.caf' }, {}],
    ['c2c', { c2cSound: null }, { ios: { sound: null }, android: { sound: null } }],
    ['c2c', { enabled: false }, { enabled: false }],
    ['c2c', {}, {}],
    ['c2c', undefined, {}],
  ] as const)('in a %s conversation makes of %j %j', (conversation, global, expected) => {
    expect(globalLayer(global, conversation)).toEqual({ name: 'global', priority: 100, settings: expected })
  })

  it('lies between the default and the message', () => {
    expect([defaultLayer.priority, globalLayer({}, 'c2c').priority, messageLayer({}).priority]).toEqual([0, 100, 200])
  })
})

describe('candidates for the sound, highest first', () => {
  const soundOf = (
    push: Parameters<typeof messageLayer>[0],
    global: GlobalSettings | undefined,
    family: 'ios' | 'android',
    conversation: 'c2c' | 'group' = 'c2c',
  ) => mergeLayers([defaultLayer, globalLayer(global, conversation), messageLayer(push)], family).sound

  it("is the message's iOS sound on Apple", () => expect(soundOf({ ios: { sound: 'a' }, android: { sound: 'b' } }, settings, 'ios')).toBe('a'))
  it("is the message's Android sound elsewhere", () => expect(soundOf({ ios: { sound: 'a' }, android: { sound: 'b' } }, settings, 'android')).toBe('b'))
  it('is then the global sound of this kind of conversation', () => {
    expect(soundOf({ ios: { sound: 'a' } }, settings, 'android')).toBe('chat.caf')
    expect(soundOf({ android: { sound: 'b' } }, settings, 'ios', 'group')).toEqual({ silent: true })
  })
  it('is the default on purpose where the message states null', () => expect(soundOf({ ios: { sound: null } }, settings, 'ios')).toBeNull())
  it("is the platform's default where nobody states one", () => expect(soundOf(undefined, undefined, 'ios')).toBeUndefined())
})
