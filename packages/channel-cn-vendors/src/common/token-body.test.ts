import { text } from '@rouse/core/channel'
import { sampleTarget } from '@rouse/testkit/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badgeMember, filled, tokenBody } from './token-body.ts'

const add = { open: ',"badge":{"class":"a.B",', add: 'add_num', set: 'set_num', absolute: false }
const absolute = { ...add, absolute: true }

describe('a body with holes for badge and tokens', () => {
  it.each([
    [add, null, ',"badge":{"class":"a.B","add_num":1}'],
    [add, 7, ',"badge":{"class":"a.B","add_num":1}'],
    [add, 0, ',"badge":{"class":"a.B","set_num":0}'],
    [absolute, null, ''],
    [absolute, 0, ',"badge":{"class":"a.B","set_num":0}'],
    [absolute, 99, ',"badge":{"class":"a.B","set_num":99}'],
    [absolute, 100, ',"badge":{"class":"a.B","set_num":99}'],
  ])('of %j and unread %j says %s', (form, unread, member) => {
    expect(badgeMember(form, unread)).toBe(member)
  })

  it('takes the badge of the first target, and each token once', () => {
    const body = tokenBody('{"n":{"t":"消"', add, '},"token":', '}')
    const targets = ['b', 'a', 'b'].map((token, n) => sampleTarget(token, n === 0 ? 0 : 5, n))
    expect(text(filled(body, targets))).toBe('{"n":{"t":"消","badge":{"class":"a.B","set_num":0}},"token":["b","a"]}')
    expect(text(filled(body, targets))).toBe(text(filled(body, targets)))
  })

  it('has a size with room for any badge, without the tokens', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(null, add, absolute), fc.option(fc.nat(), { nil: null }), (title, form, unread) => {
        const body = tokenBody(`{"n":{"t":${JSON.stringify(title)}`, form, '},"token":', '}')
        const bytes = filled(body, [sampleTarget('token', unread)])
        const tokens = '["token"]'.length
        expect(JSON.parse(text(bytes))).toMatchObject({ n: { t: title }, token: ['token'] })
        expect(body.size).toBeGreaterThanOrEqual(bytes.length - tokens)
      }),
    )
  })
})
