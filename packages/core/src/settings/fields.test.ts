import { describe, expect, it } from 'vitest'
import { fields, slotsFor } from './fields.ts'

describe('the field table', () => {
  it('has every leaf of push settings', () => {
    expect(fields.filter(field => field.family === null).map(field => field.name)).toEqual(
      'enabled title body ext badge image ttl priority collapseKey category'.split(' '),
    )
    expect(fields.filter(field => field.family === 'android').map(field => field.name)).toEqual(
      'title body sound notifyMode channelId importance clickIntent clickUrl'.split(' '),
    )
    expect(fields.filter(field => field.family === 'ios').map(field => field.name)).toEqual(
      'title subtitle body sound badge threadId category interruptionLevel mutableContent'.split(' '),
    )
  })

  it('lets null be stated where the model has a default to go back to', () => {
    expect(fields.filter(field => field.nullable).map(field => field.path)).toEqual([
      'image',
      'ttl',
      'collapseKey',
      'android.sound',
      'android.channelId',
      'android.clickIntent',
      'android.clickUrl',
      'ios.sound',
      'ios.threadId',
      'ios.category',
    ])
  })

  it("pairs title, body and badge only, the platform's form first", () => {
    const pairs = (family: 'ios' | 'android' | null) =>
      slotsFor(family)
        .filter(slot => slot.fields.length > 1)
        .map(slot => slot.fields.map(field => field.path))
    expect(pairs('ios')).toEqual([
      ['ios.title', 'title'],
      ['ios.body', 'body'],
      ['ios.badge', 'badge'],
    ])
    expect(pairs('android')).toEqual([
      ['android.title', 'title'],
      ['android.body', 'body'],
    ])
    expect(pairs(null)).toEqual([])
  })

  it('has no field of one platform on the other', () => {
    expect(
      slotsFor('ios')
        .flatMap(slot => slot.fields)
        .some(field => field.family === 'android'),
    ).toBe(false)
    expect(
      slotsFor(null)
        .flatMap(slot => slot.fields)
        .every(field => field.family === null),
    ).toBe(true)
  })
})
