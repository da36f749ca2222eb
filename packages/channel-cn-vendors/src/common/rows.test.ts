import { describe, expect, it } from 'vitest'
import { goneIfSingle, rows, verdictOf } from './rows.ts'

describe('rows of a table of codes', () => {
  it('stand for several codes', () => {
    expect(rows('1 -2 30', { kind: 'accepted' })).toEqual({ '1': { kind: 'accepted' }, '-2': { kind: 'accepted' }, '30': { kind: 'accepted' } })
  })

  it('say what they are, or what follows from what was said beside the code', () => {
    expect(verdictOf({ kind: 'accepted' }, { single: true, words: '' })).toEqual({ kind: 'accepted' })
    expect(verdictOf(({ words }) => ({ kind: words === 'x' ? 'gone' : 'accepted' }), { single: true, words: 'x' })).toEqual({ kind: 'gone' })
  })

  it('drop a token for a code that was said of it alone, and ask again one by one where it was said of several', () => {
    expect(goneIfSingle({ single: true, words: '' })).toEqual({ kind: 'gone' })
    expect(goneIfSingle({ single: false, words: '' })).toEqual({ kind: 'retryIndividually' })
  })
})
