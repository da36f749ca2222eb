import { describe, expect, it } from 'vitest'
import { isExpandedFrom } from './expanded-apps.ts'

const open = { app: 'a', key: 'k', region: undefined }

describe('isSpreadOf', () => {
  it.each<[string, unknown, boolean]>([
    ['it with an environment', { ...open, environment: 'development' }, true],
    ['it with a region', { app: 'a', key: 'k', region: 'IN' }, true],
    ['it with both', { app: 'a', key: 'k', region: 'IN', environment: 'production' }, true],
    ['itself', open, false],
    ['another secret', { ...open, environment: 'development', key: 'other' }, false],
    ['another app', { ...open, environment: 'development', app: 'b' }, false],
    ['a field more', { ...open, environment: 'development', host: 'h' }, false],
    ['a field less', { app: 'a', environment: 'development' }, false],
    ['null', null, false],
    ['a text', 'a', false],
  ])('of %s', (_, entry, expected) => {
    expect(isExpandedFrom(entry, open)).toBe(expected)
  })

  it('of an entry that states an environment is not another one', () => {
    expect(isExpandedFrom({ app: 'a', environment: 'development' }, { app: 'a', environment: 'production' })).toBe(false)
    expect(isExpandedFrom({ app: 'a', environment: 'development' }, null)).toBe(false)
  })
})
